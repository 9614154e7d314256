"""Privacy: the gate before everything public."""
