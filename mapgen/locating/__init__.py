"""Sides that a text names, found in an extract of OpenStreetMap, and the zones that they enclose."""
