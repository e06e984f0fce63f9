"""Counting the rows of users' own tables in the zones of plans; nothing of a table leaves the machine."""
