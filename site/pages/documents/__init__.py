"""Documents: publishing, editions, paper, moderation, timed pages."""
