"""The digitised data, one folder a plan, and what reads and checks it; draws nothing."""
