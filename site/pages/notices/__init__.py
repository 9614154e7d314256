"""Notices: pages, tables and results of what stands before the public."""
