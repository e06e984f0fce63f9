"""Geometry and checks: pure functions on shapely geometries; opens no file and knows no plan."""

#: Tells this package from others of the same name (mapgen.files.installed looks for this line).
__part_of__ = "zonemap"
