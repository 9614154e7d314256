"""A fictional district to try everything on."""
