"""What people get: maps, exports, reports and the command line; computes no geometry of its own."""
