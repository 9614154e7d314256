"""What the clock sweeps over outside the flows: two rows each, and whether each was done."""

from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from demo.acts import holder
from demo.timetables import moment
from records.models import OutgoingMail
from registry.models import User

__all__ = [
    "a_key",
    "approved",
    "closed_quarters",
    "files",
    "shelved",
    "subscribers",
    "tables_to_make",
    "to_reconcile",
    "units_to_file",
    "units_to_remind",
    "unsigned",
]


class Taking:
    """A receiver that takes everything."""

    def __init__(self, receiver):
        pass

    def send(self, parcel, at):
        batch = parcel.batch
        return {
            "schema_version": "1.0",
            "receipt_id": batch.batch_id,
            "batch_id": batch.batch_id,
            "manifest_sha256": batch.manifest_sha256,
            "received_at": "2020-10-14T10:00:00+08:00",
            "status": "accepted",
            "accepted": batch.record_count,
            "rejected": 0,
            "errors": [],
        }


@pytest.fixture
def approved(office, settings):
    from tests.support.listed import listed

    from exchange.receivers import receiver
    from exchange.services import export_dataset, sending
    from exchange.services.approval import approve

    titles = ("甲平台", "乙平台")
    settings.EXCHANGE_RECEIVERS = [{"title": each, "transport": "https"} for each in titles]
    listed()
    at = moment(date(2020, 12, 1), 10)
    made = [export_dataset("catalog", receiver=receiver(each), at=at) for each in titles]
    for batch in made:
        approve(batch, by=holder("manager@fpb"), at=at)

    def done():
        for batch in made:
            batch.delivery.refresh_from_db()
        return [batch.delivery.state == "accepted" for batch in made]

    with pytest.MonkeyPatch.context() as patch:  # the test takes its own back
        patch.setattr(sending, "transport", Taking)
        yield at, done


@pytest.fixture
def a_key(settings, tmp_path):
    """The office signs certificates."""
    file = tmp_path / "certificates.pem"
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(Ed25519PrivateKey.generate().private_bytes(*form))
    settings.CERTIFICATE_KEY = f"{file}"


@pytest.fixture
def unsigned(office, a_key):
    """Two certificates whose statements nobody has signed yet."""
    from tests.support.listed import listed

    from pages.models import CertificateSignature

    entries, rows = [listed(serial) for serial in (1, 2)], CertificateSignature.objects
    return moment(date(2020, 6, 5)), lambda: [
        rows.filter(certificate=entry).exists() for entry in entries
    ]


@pytest.fixture
def to_reconcile(approved):
    """Two receivers that take their first batch, and with it have something to reconcile."""
    from exchange.models import ExportBatch
    from exchange.receivers import receivers

    lists = ExportBatch.objects.filter(stream__dataset="reconciliation")
    return approved[0], lambda: [
        lists.filter(stream__receiver=each.title).exists() for each in receivers()
    ]


class Hearing:
    """A subscriber that hears every notice."""

    def __init__(self, where):
        pass

    def post(self, body, headers):
        return 204


@pytest.fixture
def subscribers(office):
    """Two front ends that wait for a notice."""
    from exchange.services import webhooks

    at, who = moment(date(2020, 6, 3)), holder("export_officer@fpb")
    made = [
        webhooks.subscribe(
            title=title, address=f"https://{name}.example.com/", kinds=[], by=who, at=at
        )
        for title, name in (("甲网站", "a"), ("乙网站", "b"))
    ]
    for each in made:
        webhooks.send_trial(each, by=who, at=at)
    with pytest.MonkeyPatch.context() as patch:  # the test takes its own back
        patch.setattr(webhooks, "Hook", Hearing)
        yield at, lambda: [each.notices.filter(state="delivered").exists() for each in made]


@pytest.fixture
def shelved(office):
    """Two venues with one product on their shelves, which was suspended."""
    from tests.support.listed import listed

    from catalog.services import suspend
    from ledger.ledgers import LEDGERS
    from ledger.models import VenueNotice
    from ledger.services import entries, venues
    from registry.models import Organisation

    entry, at, made = listed(), moment(date(2020, 6, 3)), []
    for code in ("swj", "gxs"):
        who = {"by": holder(f"unit_reporter@{code}"), "at": at}
        made.append(
            entries.record_entry(
                LEDGERS["venues"],
                Organisation.objects.get(code=code),
                number=code,
                kind="counter",
                name="示例专柜",
                address="示例路1号",
                operator="示例商超（虚构）",
                opened_on=date(2020, 6, 1),
                **who,
            )
        )
        venues.put_on_shelf(made[-1], entry, **who)
    suspend(entry, at=at, reason="quality_safety", by=None, because="虚构", basis_doc_no="")
    return at + timedelta(hours=1), lambda: [
        VenueNotice.objects.filter(venue=venue).exists() for venue in made
    ]


@pytest.fixture
def tables_to_make(office):
    """Two registers that were too long to wait for."""
    from doors import table_exports
    from doors.models import TableExport

    at, by = moment(date(2020, 6, 3)), holder("manager@fpb")
    for form in ("csv", "xlsx"):
        address = f"/admin/applications/item/?export={form}"
        table_exports.ask(address, title="产品", register="item", rows=2000, by=by, at=at)
    rows = TableExport.objects.order_by("pk")
    return at, lambda: [row.file is not None for row in rows.all()]


@pytest.fixture
def files(office):
    """Two files of a unit that wait to be judged."""
    from ledger.models import ImportBatch
    from ledger.services import file_imports
    from registry.models import Organisation

    at, clerk = moment(date(2020, 6, 3)), holder("fpb_clerk@fpb")
    unit = Organisation.objects.get(code="fpb")
    heads = [
        "流水号",
        "证书编号",
        "销售日期",
        "数量",
        "单位",
        "单价（元）",
        "销售渠道",
        "购买方类型",
    ]
    data = f"{','.join(heads)}\n1,x,x,x,x,x,x,x\n".encode()
    for name in ("a.csv", "b.csv"):
        file_imports.keep_file("sales", unit, name=name, data=data, by=clerk, at=at)
    judged = ImportBatch.objects.filter(judged_at__isnull=False)
    return at, lambda: [judged.filter(file_name=name).exists() for name in ("a.csv", "b.csv")]


@pytest.fixture
def platform_lists(office):
    """Two lists of platforms that wait to be read."""
    from exchange.models import PlatformFile
    from exchange.services.platform_files import keep_platform_file

    day = date(2020, 6, 3)
    who = {"by": holder("export_officer@fpb"), "at": moment(day)}
    data = "产品名称,单位名称\n虚构蜂蜜,虚构合作社\n".encode()
    names = ("省级平台", "832平台")
    for name in names:
        keep_platform_file("catalog", name="a.csv", data=data, platform=name, last_day=day, **who)
    judged = PlatformFile.objects.filter(judged_at__isnull=False)
    return who["at"], lambda: [judged.filter(platform=name).exists() for name in names]


@pytest.fixture
def closed_quarters(office):
    """Two quarters closed one after the other, before any bulletin of them was begun."""
    from tests.support import plan

    from ledger.services import close_quarter

    plan.load_plan()
    at, manager = moment(date(2020, 10, 9)), holder("manager@fpb")
    plan.sell(1, "A-1")
    closes = [close_quarter(word, by=manager, at=at) for word in ("2020Q2", "2020Q3")]
    return at, lambda: [close.bulletins.exists() for close in closes]


@pytest.fixture
def units_to_remind(office, settings):
    """Two tasks of which the office alone has reported nothing yet."""
    from tests.support import plan

    from ledger.models import TaskUnit

    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    plan.load_plan(2, 3)
    User.objects.filter(username="fpb-bao").update(email="fpb@example.com")
    mails = OutgoingMail.objects.all()
    return moment(date(2020, 7, 3)), lambda: [
        mails.filter(key__startswith=f"progress:{unit.pk}:").exists()
        for unit in TaskUnit.objects.order_by("pk")
    ]


@pytest.fixture
def units_to_file(office, settings):
    """Two units that have not filed their ledgers of the last quarter."""
    from tests.support import plan

    from ledger.filings import owing_units

    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    plan.load_plan(2)
    units = owing_units("2020Q2")[:2]
    for unit in units:
        person = holder(f"unit_reporter@{unit.code}")
        User.objects.filter(pk=person.pk).update(email=f"{unit.code}@example.com")
    mails = OutgoingMail.objects.all()
    return moment(date(2020, 7, 6)), lambda: [
        mails.filter(key__startswith=f"filing:{unit.pk}:").exists() for unit in units
    ]


@pytest.fixture
def bulletins_to_remind(office, settings):
    """The bulletins of two lead units, due in two days, which nobody has drafted."""
    from tests.support import plan

    from workflow.services import bulletins

    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    plan.load_plan(5, 10)
    for login in ("czj-bao", "gsl-bao"):
        User.objects.filter(username=login).update(email=f"{login}@example.com")
    close, mails = plan.close(1), OutgoingMail.objects.all()
    bulletins.begin(close, at=plan.CLOSED_AT)
    leads = close.bulletins.filter(kind="lead_unit").order_by("pk")
    return moment(date(2020, 7, 8)), lambda: [
        mails.filter(key__startswith=f"bulletin:{each.pk}:").exists() for each in leads
    ]
