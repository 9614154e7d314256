"""How things are put on paper and drawn: PDF, Word, QR codes, charts. Knows nothing of the law."""
