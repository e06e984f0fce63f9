"""What a plan says of space, found in its words: documents, findings with their places, drafts of layers."""
