"""What people do to layer files: canonical form, a plan of one's own, writing them back."""
