"""A DOCX as what an editor wants of it: paragraphs with their numbers, tables, pictures, notes."""
