"""Geometry and checks: pure functions on shapely geometries; opens no file and knows no plan."""
