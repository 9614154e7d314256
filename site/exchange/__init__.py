"""How we speak with the national platform."""
