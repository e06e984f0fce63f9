"""Flat tables of the assembled layers, and the text files that they are written as."""
