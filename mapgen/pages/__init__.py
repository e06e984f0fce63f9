"""The pages of a build: what they are given, and how they become one file each."""
