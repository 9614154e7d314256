"""Programs that write over the API: they hold a token of somebody, and send JSON."""

from itertools import count

from django.test import Client

from registry.tokens import make_token

ALL = ("documents", "ledgers")


class Program:
    """``post("ledgers/venues/entries", {…})`` with a token of ``person`` and a key of its own."""

    def __init__(self, person, *, at, scopes=ALL, days=30):
        self.person = person
        self.token, self.secret = make_token(
            name="示例系统", scopes=list(scopes), days=days, by=person, at=at
        )
        self.client, self.keys = Client(), count(1)

    @property
    def headers(self):
        return {"authorization": f"Bearer {self.secret}"}

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path, words, key=None, method="post"):
        key = key or f"key-{self.token.pk}-{next(self.keys):05d}"
        send = getattr(self.client, method)
        headers = {**self.headers, "idempotency-key": key}
        return send(f"/api/v1/{path}", words, content_type="application/json", headers=headers)

    def put(self, path, words, key=None):
        return self.post(path, words, key, method="put")

    def upload(self, path, fields, key=None):
        """Fields and files as a form sends them."""
        key = key or f"key-{self.token.pk}-{next(self.keys):05d}"
        headers = {**self.headers, "idempotency-key": key}
        return self.client.post(f"/api/v1/{path}", fields, headers=headers)
