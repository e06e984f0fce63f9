"""The way back: layer files in canonical form, differences between layers, and edits brought home."""
