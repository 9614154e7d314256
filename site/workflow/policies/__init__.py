"""May it happen? Every function returns the reasons against; an empty list means yes."""
