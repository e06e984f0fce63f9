"""What a person reviews of a draft: its findings one by one, its text, and what was located."""
