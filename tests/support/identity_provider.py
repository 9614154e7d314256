"""An OpenID Connect provider on the loopback: one subject, whose claims a test chooses."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt

CLIENT, SECRET = "gongshi", "not a secret of anybody"


class Provider:
    """``with Provider(sub="1", credit_code="…") as it``: ``it.url`` is where it listens."""

    def __init__(self, **claims):
        self.claims = claims
        self.asked = []
        self.broken = False
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self):
        now = int(time.time())
        said = {**self.claims, "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60}
        word = jwt.encode(said, "k" * 32, algorithm="HS256")
        return {"access_token": "a", "token_type": "Bearer", "id_token": word}


class _Handler(BaseHTTPRequestHandler):
    provider = None

    def do_GET(self):
        answers = {
            "/.well-known/openid-configuration": self.provider.configuration,
            "/userinfo": lambda: self.provider.claims,
        }
        self.answer(answers[self.path]())

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.provider.asked.append(parse_qs(sent))
        if self.provider.broken:
            self.answer({"error": "invalid_grant"}, status=400)
        else:
            self.answer(self.provider.token())

    def answer(self, said, status=200):
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Quiet."""
