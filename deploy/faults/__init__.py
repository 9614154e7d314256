"""Faults, each tried: ``make faults``. A row says what was done, how often, and what was lost."""
