"""Speaking with clamd over its sockets: what it says, and what its silence means."""

import socket
import struct
import threading

import pytest

from exchange import clamav

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """clamd's INSTREAM on a socket: finds EICAR, or says whatever it is told to say."""

    def __init__(self, listening, says=None):
        self.listening, self.says, self.got = listening, says, b""
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        line, _ = self.listening.accept()
        with line, line.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", sent.read(4))[0]:
                self.got += sent.read(length)
            found = b"stream: Eicar-Signature FOUND" if EICAR in self.got else b"stream: OK"
            line.sendall((found if self.says is None else self.says) + b"\0")

    def stop(self):
        self.thread.join(5)
        self.listening.close()


@pytest.fixture
def clamd(settings, tmp_path):
    """``clamd(says=…, unix=False)``: a fake clamd that the settings point at."""
    started = []

    def start(says=None, unix=False):
        if unix:
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(str(tmp_path / "clamd.ctl"))
            listening.listen()
            settings.CLAMAV_ADDRESS = f"unix:{tmp_path}/clamd.ctl"
        else:
            listening = socket.create_server(("127.0.0.1", 0))
            settings.CLAMAV_ADDRESS = f"tcp:127.0.0.1:{listening.getsockname()[1]}"
        started.append(FakeClamd(listening, says))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.mark.parametrize("unix", [False, True])
def test_a_large_clean_file_is_sent_whole(clamd, unix):
    server = clamd(unix=unix)
    data = bytes(range(256)) * 1024
    assert clamav.scan(data) == ""
    assert server.got == data


def test_a_virus_is_named(clamd):
    clamd()
    assert clamav.scan(b"before" + EICAR) == "Eicar-Signature"


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: ERROR"])
def test_whatever_settles_nothing_is_no_clean_bill(clamd, says):
    clamd(says)
    with pytest.raises(OSError):
        clamav.scan(b"x")


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl", "", "tcp:x"])
def test_a_clamd_that_is_away_or_unknown_cannot_tell(settings, address):
    settings.CLAMAV_ADDRESS = address
    with pytest.raises(OSError):
        clamav.scan(b"x")


def test_the_setting_leads_from_an_upload_to_clamd_and_back(clamd, settings):
    from files.models import Scan
    from files.scanning import scan_for_viruses

    clamd()
    settings.MATERIAL_SCANNER = "exchange.clamav.scan"
    assert scan_for_viruses(EICAR) == Scan.INFECTED
    settings.CLAMAV_ADDRESS = "tcp:127.0.0.1:1"
    assert scan_for_viruses(EICAR) == Scan.WAITING
