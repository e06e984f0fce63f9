"""Files on the disk: written whole or not at all, one run at a time, verified."""
