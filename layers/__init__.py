"""The digitised data, one folder a plan, and what reads and checks it; draws nothing."""

#: Tells this package from others of the same name (mapgen.files.installed looks for this line).
__part_of__ = "zonemap"
