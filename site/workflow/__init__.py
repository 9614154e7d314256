"""Who signs, in what order: applications, opinions, flows, the desk."""
