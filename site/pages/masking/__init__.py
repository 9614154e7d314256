"""Copies that may be public: what names a person is hidden, what could not be hidden is said."""
