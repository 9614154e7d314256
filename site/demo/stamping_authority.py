"""A time-stamping authority in a box, for tests and for the demo: its stamps prove nothing.

Made of ``openssl ts``: a root, a certificate for stamping, and a server on the loopback.
"""

import subprocess
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[req]
distinguished_name = nobody
[nobody]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = box
[box]
dir = .
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """Keys, certificates and answers in ``folder``; ``root.pem`` is what others trust."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.root = self.folder / "root.pem"
        if not self.root.exists():
            self._create()

    def _create(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "tsa.cnf").write_text(CONFIG)
        (self.folder / "serial").write_text("01\n")
        days = ("-days", "36500", "-config", "tsa.cnf")
        root = ("-subj", "/CN=Demo TSA root", "-extensions", "root")
        self._openssl("req", "-x509", *NEW_KEY, *days, *root, "-keyout", "root.key", "-out", "new")
        leaf = ("-subj", "/CN=Demo TSA", "-extensions", "stamping")
        under = ("-CA", "new", "-CAkey", "root.key")
        self._openssl(
            *("req", "-x509", *NEW_KEY, *days, *leaf, *under),
            *("-keyout", "tsa.key", "-out", "tsa.pem"),
        )
        (self.folder / "new").rename(self.root)

    def answer(self, query):
        """The DER of an answer to the DER of a query."""
        with tempfile.NamedTemporaryFile(dir=self.folder) as file:
            file.write(query)
            file.flush()
            out = f"{file.name}.tsr"
            self._openssl(
                "ts", "-reply", "-config", "tsa.cnf", "-queryfile", file.name, "-out", out
            )
            raw = Path(out).read_bytes()
            Path(out).unlink()
            return raw

    def _openssl(self, *args):
        command = ["openssl", *args]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=30)

    def server(self, port=0):
        """An HTTP server on the loopback, not yet serving, that answers queries."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                raw = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *args):
                """No line for each answer."""

        return ThreadingHTTPServer(("127.0.0.1", port), Handler)
