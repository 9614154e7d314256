"""Who is who: organisations, townships, people, applicants, rule sets."""
