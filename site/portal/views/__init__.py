"""The portal's pages, by what the applicant is doing."""
