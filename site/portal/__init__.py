"""The applicant's door."""
