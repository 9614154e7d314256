"""What stands before the public: windows, entries, objections, evidence that it stood."""
