"""Reading a public page again by a day."""
