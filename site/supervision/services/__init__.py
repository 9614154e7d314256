"""Every change of what is watched, by subject."""
