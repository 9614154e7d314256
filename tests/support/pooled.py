"""What Django holds of the database, as if it were PostgreSQL with a pool."""


class Pooled:
    """Stands for ``django.db.connections``; ``acts`` says what was closed, in order."""

    vendor = "postgresql"

    def __init__(self, acts):
        self.acts = acts

    def close_all(self):
        self.acts.append("connections")

    def all(self, initialized_only=False):
        return [self]

    def close_pool(self):
        self.acts.append("pool")
