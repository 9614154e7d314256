"""Before a process is forked."""

from django.db import connections


def let_go_of_the_database():
    """A connection is of one process, and so is a pool of them."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()
