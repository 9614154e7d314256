"""What the public says: publicity windows and objections."""
