"""Signatures: each kind made by one library and read by another, keys changed in time."""

import json
import subprocess
from datetime import timedelta

import pytest

from exchange.models import BatchDelivery
from exchange.receivers import Key
from exchange.sandbox import checks
from exchange.services import export_catalog
from exchange.services.approval import approve, skip
from exchange.services.chain import breaks
from exchange.services.sending import send_due
from exchange.signing import SigningFailed, is_signed, sign
from rules import sm2

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
KINDS = ("HMAC-SM3", "Ed25519", "SM2-with-SM3")


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture
def pair(tmp_path):
    """``pair(alg, name)``: the files of a private and of a public key."""

    def make(alg, name="key"):
        private, public = tmp_path / f"{name}.pem", tmp_path / f"{name}.pub"
        if alg == "HMAC-SM3":
            private.write_text(f"secret of {name}")
            return private, private
        curve = ["-algorithm", "ED25519"]
        if alg != "Ed25519":
            curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
        openssl("genpkey", *curve, "-out", private)
        openssl("pkey", "-in", private, "-pubout", "-out", public)
        return private, public

    return make


@pytest.mark.parametrize("alg", KINDS)
def test_what_is_signed_is_read_by_us_and_by_a_stranger_and_nothing_else_is(pair, alg):
    private, public = pair(alg)
    other = pair(alg, "other")[1]
    value = sign("章贡".encode(), Key(alg, "1", f"{private}"))
    assert is_signed("章贡".encode(), value, Key(alg, "1", f"{public}"))
    assert not is_signed("章賨".encode(), value, Key(alg, "1", f"{public}"))
    assert not is_signed("章贡".encode(), value, Key(alg, "1", f"{other}"))
    assert not is_signed("章贡".encode(), "not base64!", Key(alg, "1", f"{public}"))


def test_a_known_signature_of_the_standard_is_valid():
    """GM/T 0003.5-2012, annex A.2: the recommended curve, "message digest", ID of 16 bytes."""
    point = (
        0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
        0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
    )
    r = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    s = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    der = bytes.fromhex(f"3046022100{r}022100{s}")
    assert sm2.is_valid(b"message digest", der, point)
    assert not sm2.is_valid(b"message digests", der, point)


def test_a_key_that_cannot_be_read_is_said_without_its_contents():
    with pytest.raises(SigningFailed, match="签名密钥2026不能使用"):
        sign(b"x", Key("Ed25519", "2026", "/nowhere"))


@pytest.mark.parametrize("alg", KINDS)
def test_a_signed_batch_is_accepted_and_keys_are_changed_without_a_gap(
    certifier, sandbox, settings, pair, alg
):
    (old, old_public), (new, new_public) = pair(alg, "old"), pair(alg, "new")
    sandbox.platform.keys = {
        "old": (alg, old_public.read_bytes()),
        "new": (alg, new_public.read_bytes()),
    }
    first, *others = settings.EXCHANGE_RECEIVERS
    for number, (key_id, file) in enumerate((("old", old), ("new", new))):
        key = {"alg": alg, "key_id": key_id, "file": f"{file}"}
        settings.EXCHANGE_RECEIVERS = [{**first, "signing": [key]}, *others]
        certifier.list(f"示例产品{number}")
        batch = export_catalog(at=AT)
        assert json.loads(batch.manifest)["signature"]["key_id"] == key_id
        approve(batch, by=certifier.officer("manager"), at=AT)
        send_due(AT)
        batch.delivery.refresh_from_db()
        assert batch.delivery.state == "accepted"


def test_one_chain_goes_through_keys_of_every_kind_and_a_withdrawn_key_is_given_up(
    certifier, sandbox, settings, pair
):
    first, *others = settings.EXCHANGE_RECEIVERS
    head, batches = certifier.officer("manager"), []

    def signed_by(alg):
        """A batch of the next day, approved and signed by a key of ``alg``, known to both."""
        private, public = pair(alg, alg)
        sandbox.platform.keys[alg] = (alg, public.read_bytes())
        key = {"alg": alg, "key_id": alg, "file": f"{private}"}
        settings.EXCHANGE_RECEIVERS = [{**first, "signing": [key]}, *others]
        at = AT + timedelta(days=len(batches))
        certifier.list(f"示例产品{len(batches)}")
        batches.append(export_catalog(at=at))
        approve(batches[-1], by=head, at=at)
        return batches[-1], at

    signed_by("HMAC-SM3")
    _, at = signed_by("Ed25519")  # the key is changed while a batch waits
    for _ in range(2):
        send_due(at)
    _, at = signed_by("SM2-with-SM3")
    send_due(at)
    assert sandbox.platform.applied == [batch.batch_id for batch in batches]
    lost, at = signed_by("HMAC-SM3")
    del sandbox.platform.keys["HMAC-SM3"]
    send_due(at)
    delivery = BatchDelivery.objects.get(batch=lost)
    assert (delivery.state, delivery.reason) == ("rejected", "签名不符（E101_SIGNATURE）")
    skip(lost, because="对方停用该密钥", by=head, at=at)
    full, at = signed_by("Ed25519")
    assert (full.mode, full.corrects) == ("full", lost)
    send_due(at)
    assert BatchDelivery.objects.get(batch=full).state == "accepted"
    assert len(sandbox.platform.records) == 5
    assert breaks() == []


def test_an_unsigned_or_strangely_signed_batch_is_refused_where_a_signature_is_asked_for(pair):
    key = {"1": ("HMAC-SM3", b"secret")}
    for signature in (None, {"alg": "Ed25519", "key_id": "1", "value": "AA=="}):
        with pytest.raises(checks.Fault) as refused:
            checks.check_signature({"signature": signature}, key)
        assert refused.value.code == "E101_SIGNATURE"
