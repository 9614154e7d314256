"""The paper: application, items, materials, authorisations, drafts, what was submitted."""
