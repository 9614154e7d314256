"""Mutual TLS with a receiver on the loopback: who is not who they should be gets nothing."""

import ssl
from datetime import timedelta

import pytest
from tests.exchange.certificates import DAY, Authority
from tests.support.platforms import platform_beside

from exchange.models import BatchDelivery, ExchangeFault
from exchange.sandbox.server import mutual_tls
from exchange.services import export_catalog
from exchange.services.approval import approve, resend
from exchange.services.sending import LADDER, send_due

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """An authority that neither side trusts."""
    return Authority(tmp_path_factory.mktemp("stranger"), "stranger")


@pytest.fixture
def serve(settings, authority):
    """``serve(certificate, key)``: a platform that asks for a certificate of our authority."""
    contexts = []

    def start(certificate, key, version=ssl.TLSVersion.TLSv1_3):
        tls = mutual_tls(certificate, key, authority.path)
        tls.maximum_version = version
        contexts.append(platform_beside(settings, tls))
        return contexts[-1].__enter__()

    yield start
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture
def batch(certifier):
    certifier.list()
    return export_catalog(at=AT)


@pytest.fixture
def sent(certifier, batch, settings, authority):
    """``sent(client, ca=…)``: what is written down about the batch after one try."""

    def send(client, **options):
        values = {"ca": f"{authority.path}", **options}
        if client:
            values |= {"client_cert": f"{client[0]}", "client_key": f"{client[1]}"}
        first, *others = settings.EXCHANGE_RECEIVERS
        settings.EXCHANGE_RECEIVERS = [{**first, "options": values}, *others]
        approve(batch, by=certifier.officer("manager"), at=AT)
        send_due(AT)
        return BatchDelivery.objects.get()

    return send


def test_who_both_know_each_other_exchange_the_batch_and_its_receipt(batch, sent, serve, authority):
    server = serve(*authority.issue("platform"))
    assert sent(authority.issue("district")).state == "accepted"
    assert server.platform.applied == [batch.batch_id]


#: In TLS 1.3 the receiver looks at us after the handshake, and may be gone before it is heard.
HUNG_UP = "接收方中断了连接；使用双向证书的，请核对我方证书"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize(
    ("client", "reason"),
    [
        (lambda ours, theirs: None, "接收方要求我方出示证书"),
        (lambda ours, theirs: theirs.issue("district"), "接收方不信任我方证书的签发机构"),
        (lambda ours, theirs: ours.issue("late", ends=-DAY), "接收方认为我方的证书已过期"),
    ],
    ids=["none", "of a stranger", "expired"],
)
def test_a_client_that_the_receiver_does_not_know_is_told_so_and_tries_again(
    sent, serve, authority, stranger, client, reason, version
):
    server = serve(*authority.issue("platform"), version)
    delivery = sent(client(authority, stranger))
    late = HUNG_UP if version == ssl.TLSVersion.TLSv1_3 else reason
    assert delivery.reason == late or delivery.reason.startswith(reason)
    assert (delivery.state, delivery.due_at) == ("approved", AT + LADDER[0])
    assert server.posts == []


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        (lambda ours, theirs: theirs.issue("platform"), "不是所信任的机构签发的"),
        (lambda ours, theirs: ours.issue("platform", ends=-DAY), "接收方的证书已过期"),
        (
            lambda ours, theirs: ours.issue("platform", address="127.0.0.9"),
            "接收方的证书与地址中的主机名不符",
        ),
    ],
    ids=["of a stranger", "expired", "of another host"],
)
def test_a_receiver_that_is_not_who_it_should_be_is_sent_nothing(
    sent, serve, authority, stranger, certificate, reason
):
    server = serve(*certificate(authority, stranger))
    delivery = sent(authority.issue("district"))
    assert delivery.state == "approved"
    assert reason in delivery.reason
    assert server.posts == []


def test_a_file_of_ours_that_cannot_be_used_is_said_to_be_ours(sent, serve, authority):
    serve(*authority.issue("platform"))
    certificate, key = authority.issue("district")
    key.write_text("no key")
    assert sent((certificate, key)).reason == "设置中的证书或者私钥文件不能使用"


def test_a_sealed_key_is_an_error_and_nobody_is_asked_for_its_password(sent, serve, authority):
    serve(*authority.issue("platform"))
    assert sent(authority.issue("district", password=b"1")).reason.startswith("设置中的证书")


def test_a_day_of_wrong_certificates_is_work_and_the_right_one_sends_what_waited(
    certifier, batch, sent, serve, authority, stranger, settings
):
    server = serve(*authority.issue("platform"))
    sent(stranger.issue("district"))
    at = AT
    for wait in LADDER:
        at += wait
        send_due(at)
    assert BatchDelivery.objects.get().state == "failed"
    assert "我方证书" in ExchangeFault.objects.open().get().reason
    certificate, key = authority.issue("district")
    settings.EXCHANGE_RECEIVERS[0]["options"] |= {
        "client_cert": f"{certificate}",
        "client_key": f"{key}",
    }
    resend(batch, by=certifier.officer("manager"), at=at)
    send_due(at)
    assert BatchDelivery.objects.get().state == "accepted"
    assert server.platform.applied == [batch.batch_id]
