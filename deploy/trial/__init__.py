"""A trial of the deployment: ``deploy/try``."""
