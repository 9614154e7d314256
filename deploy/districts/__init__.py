"""Several districts on one machine, each an installation of its own over the same program."""
