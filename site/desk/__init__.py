"""The reviewers' desk inside the Wagtail admin: inbox, papers, signing, batches."""
