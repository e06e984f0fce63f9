"""The ground of a map taken from an extract of OpenStreetMap: water, roads, lines, hills and names."""
