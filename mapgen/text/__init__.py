"""Every text that people read, in Chinese and English beside each other, and what puts codes into words."""
