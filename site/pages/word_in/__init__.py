"""A Word document becomes a draft: what it says goes into fields and blocks, the rest is told."""
