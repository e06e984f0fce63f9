"""Layers handed over: each format in any coordinate system, with what must be told about it."""
