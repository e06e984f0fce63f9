"""The command ``zonemap``, a file a command; each imports what it needs when it runs, so help is instant."""
