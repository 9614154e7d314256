"""SFTP: a temporary name, a rename, then ``.ok`` with the digest; receipts as files (§6.4)."""

import base64
import io
import json
import socket
from contextlib import contextmanager

import paramiko

from ..addresses import resolve
from ..time_limits import DELIVERY_SECONDS, within
from . import Unavailable

SECONDS = 60
MOST = 5 << 20  # bytes of a receipt


class Sftp:
    """``options``: ``user``, ``key_file`` (OpenSSH), ``host_key`` (“ssh-ed25519 AAAA…”, pinned)."""

    seconds = DELIVERY_SECONDS

    def __init__(self, receiver):
        self.receiver = receiver

    def send(self, parcel, at):
        with self._session() as (sftp, base):
            ready = f"{base}/in/ready/{parcel.name}"
            if _exists(sftp, f"{ready}.ok"):
                return None
            temporary = f"{base}/in/.tmp/{parcel.name}"
            with parcel.open() as file:
                sftp.putfo(file, temporary)
            sftp.posix_rename(temporary, ready)
            sftp.putfo(io.BytesIO(parcel.sha256.encode()), f"{temporary}.ok")
            sftp.posix_rename(f"{temporary}.ok", f"{ready}.ok")
        return None

    def receipt(self, batch):
        with self._session() as (sftp, base):
            try:
                with sftp.open(f"{base}/out/{batch.batch_id}.receipt.json") as file:
                    text = file.read(MOST)
            except FileNotFoundError:
                return None
        try:
            return json.loads(text)
        except ValueError as error:
            raise Unavailable("回执文件不完整") from error

    @contextmanager
    def _session(self):
        """``(client, base path)`` on a connection whose host key is the pinned one."""
        address = resolve(self.receiver, schemes=("sftp",))
        options = self.receiver.options
        try:
            line = socket.create_connection((address.ip, address.port), SECONDS)
            with line, within(self.seconds) as limit:
                limit.hold(line.fileno())
                ssh = paramiko.Transport(line)
                ssh.banner_timeout = ssh.auth_timeout = SECONDS
                try:
                    ssh.start_client(timeout=SECONDS)
                    if ssh.get_remote_server_key().asbytes() != _host_key(options["host_key"]):
                        raise Unavailable("SFTP服务器的主机密钥与登记的不符")
                    ssh.auth_publickey(
                        options["user"], paramiko.PKey.from_path(options["key_file"])
                    )
                    with paramiko.SFTPClient.from_transport(ssh) as sftp:
                        sftp.get_channel().settimeout(SECONDS)
                        yield sftp, address.path
                finally:
                    ssh.close()
        except (
            paramiko.SSHException,
            OSError,
            EOFError,
            KeyError,
            IndexError,
            ValueError,
        ) as error:
            raise Unavailable(f"SFTP未成（{type(error).__name__}）") from error


def _host_key(text):
    """The bytes of a key as ``known_hosts`` writes it: kind, Base64, remark."""
    return base64.b64decode(text.split()[1])


def _exists(sftp, path):
    try:
        sftp.stat(path)
    except FileNotFoundError:
        return False
    return True
