"""Keeping what the office has: backups, restoring them, moving to another database."""
