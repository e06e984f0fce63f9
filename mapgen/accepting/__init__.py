"""From a reviewed draft to the layers of a plan: what was decided, on the lines that were located."""
