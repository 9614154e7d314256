"""Uploading and reading materials through the portal: the one way to a file."""

import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Material, MaterialAccess
from applications.services import materials
from applications.services.discarding import discard_draft
from demo.papers import pdf
from rules.refusal import Refused


def file(name, data):
    return SimpleUploadedFile(name, data)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("notes.txt", "x")
    return out.getvalue()


def test_several_files_of_one_kind_are_kept_with_their_licence(draft, browse, press):
    application = draft()
    text = press(
        browse(application),
        "materials",
        application.pk,
        kind="M2_licence",
        files=[file("营业执照.pdf", pdf("甲")), file("许可证.pdf", pdf("乙"))],
        licence_no="SC10136070200001",
        valid_until="2024-05-01",
    )
    kept = application.materials.current()
    assert {each.name for each in kept} == {"营业执照.pdf", "许可证.pdf"}
    assert {each.licence_no for each in kept} == {"SC10136070200001"}
    assert "有效期至2024年5月1日" in text
    assert kept[0].sha256[:16] in text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("大.pdf", b"%PDF-" + b"0" * 400, "文件超过"),
        ("假.pdf", b"\x89PNG not a pdf", "图片文件已损坏"),
        ("错.docx", pdf("x"), "文件内容与扩展名不符"),
        ("程序.exe", b"MZ\x00", "只接受PDF"),
        ("包.xlsx", bomb(), "不接受压缩包"),
        ("空.pdf", b"", "文件是空的"),
    ],
)
def test_a_bad_file_is_refused_by_name_with_its_reason(
    name, data, reason, draft, browse, press, settings
):
    if name == "大.pdf":
        settings.MATERIAL_MAX_BYTES = 300
    application = draft()
    text = press(
        browse(application),
        "materials",
        application.pk,
        kind="M2_licence",
        files=[file(name, data)],
    )
    assert f"{name}：{reason}" in text
    assert text.count(f"{name}：{reason}") == 2  # in the summary and at its field
    assert not Material.objects.exists()


def test_drafts_hold_so_many_files_and_bytes_and_those_taken_back_count_no_more(
    draft, browse, press, settings
):
    one, other = draft(), draft()
    client, size = browse(one), len(pdf("甲"))

    def hand_in(application, name):
        return press(
            client,
            "materials",
            application.pk,
            kind="M3_benefit_proof",
            files=[file(f"{name}.pdf", pdf(name))],
        )

    settings.DRAFT_MAX_FILES = 2
    hand_in(one, "甲"), hand_in(other, "乙")
    text = hand_in(one, "丙")
    assert text.count("丙.pdf：本单位未提交的申请中已有2个文件，请删除不再需要的草稿和材料") == 2
    materials.take_back(one.materials.get(), by=one.created_by, at=one.created_at)
    hand_in(one, "丙")
    settings.DRAFT_MAX_FILES, settings.DRAFT_MAX_BYTES = 9, 3 * size
    hand_in(one, "丁")
    assert "丁2.pdf：本单位未提交的申请中的文件合计将超过0MB" in hand_in(other, "丁2")
    discard_draft(one, by=one.created_by, at=one.created_at)
    hand_in(other, "丁2")
    assert {each.name for each in Material.objects.current()} == {"乙.pdf", "丁2.pdf"}


@pytest.mark.parametrize("is_replaced", [True, False])
def test_the_bytes_of_a_file_that_a_draft_gives_back_are_gone(
    ready, at, agent_of, is_replaced, django_capture_on_commit_callbacks
):
    application = ready()
    old, signed = (
        application.materials.get(kind="M2_licence"),
        {"by": agent_of(application), "at": at},
    )
    assert old.file.sealed.storage.exists(old.file.sealed.name)
    with django_capture_on_commit_callbacks(execute=True):
        if is_replaced:
            new = {"name": "新证.pdf", "data": pdf("新证"), "replaces": old}
            materials.attach(application, "M2_licence", **new, **signed)
        else:
            materials.take_back(old, **signed)
    assert not old.file.sealed.storage.exists(old.file.sealed.name)
    old.refresh_from_db()
    with pytest.raises(Refused, match="在提交以前已撤下"):
        materials.read(old, **signed)


def bare_print(**marks):
    """A PDF under the title of our form, as it is downloaded; ``marks`` puts something on it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    with document.open_metadata() as metadata:
        metadata["dc:title"] = "章贡区扶贫产品认定申请书"
    rect = pikepdf.Array([0, 0, 9, 9])
    if "picture" in marks:
        image = pikepdf.Stream(document, b"\0", Type=pikepdf.Name.XObject, Width=1, Height=1)
        image.Subtype, image.ColorSpace, image.BitsPerComponent = (
            pikepdf.Name.Image,
            pikepdf.Name.DeviceGray,
            8,
        )
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    if "annotation" in marks:
        kind = pikepdf.Name(f"/{marks['annotation']}")
        page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=kind, Rect=rect)])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


BARE = "没有签字盖章的申请书"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("认定申请书.pdf", bare_print(), BARE),
        ("改了名字.pdf", bare_print(annotation="Link"), BARE),
        ("申请书.docx", None, "不接受 Word 文件"),
        ("扫描.pdf", bare_print(picture=True), ""),
        ("平板上签的.pdf", bare_print(annotation="Ink"), ""),
        ("盖了章的.pdf", bare_print(annotation="Stamp"), ""),
        ("自己的格式.pdf", pdf("某某公司申请书"), ""),
    ],
)
def test_a_form_that_nobody_signed_is_no_signed_form(name, data, reason, draft, browse, press):
    application = draft(1)
    client = browse(application)
    if data is None:
        data = client.post(reverse("portal:print_word", args=[application.pk])).content
    text = press(
        client, "signing", application.pk, kind="M1_application_form", files=[file(name, data)]
    )
    assert (f"{name}：" in text) is bool(reason)
    assert reason in text
    assert application.materials.exists() is not bool(reason)


@pytest.mark.paper
def test_the_form_as_it_is_downloaded_is_known_again(draft, browse, press):
    application = draft(1)
    client = browse(application)
    data = client.post(reverse("portal:print_pdf", args=[application.pk])).content
    text = press(
        client,
        "signing",
        application.pk,
        kind="M1_application_form",
        files=[file("认定申请书.pdf", data)],
    )
    assert BARE in text
    assert not application.materials.exists()


def test_one_bad_file_does_not_cost_the_good_one(draft, browse, press):
    application = draft()
    text = press(
        browse(application),
        "materials",
        application.pk,
        kind="M3_benefit_proof",
        files=[file("证明.pdf", pdf("甲")), file("程序.exe", b"MZ")],
    )
    assert [each.name for each in Material.objects.all()] == ["证明.pdf"]
    assert "已上传“证明.pdf”" in text
    assert "程序.exe：只接受PDF" in text


def test_nothing_chosen_is_told_at_the_field(draft, browse, press):
    application = draft()
    text = press(
        browse(application), "materials", application.pk, kind="M2_licence", licence_no="A1"
    )
    assert "请选择文件" in text
    assert 'value="A1"' in text


def test_other_materials_are_not_offered_before_they_are_asked_for(draft, browse, press, look):
    application = draft()
    client = browse(application)
    assert "其他材料" not in look(client, "materials", application.pk)
    text = press(
        client, "materials", application.pk, kind="M5_other", files=[file("a.pdf", pdf("a"))]
    )
    assert "请选择材料种类" in text
    assert not Material.objects.exists()


def test_a_file_is_taken_back_after_a_question(ready, browse, press, look):
    application = ready()
    client = browse(application)
    material = application.materials.get(kind="M2_licence")
    assert "撤下" in look(client, "take_back", application.pk, material.pk)
    press(client, "take_back", application.pk, material.pk)
    assert not application.materials.current().filter(kind="M2_licence").exists()
    assert "该材料已撤下" in press(client, "take_back", application.pk, material.pk)


def test_a_file_is_delivered_to_be_saved_and_never_run(draft, browse, at, agent_of):
    application = draft()
    by = agent_of(application)
    data = pdf("甲")
    material = materials.attach(
        application, "M2_licence", name='营业 执照".pdf', data=data, by=by, at=at
    )
    response = browse(application).get(
        reverse("portal:download", args=[application.pk, material.pk])
    )
    assert response.content == data
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E8%90%A5")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert not MaterialAccess.objects.exists()


def test_every_reading_of_a_roster_leaves_a_row(ready, browse):
    application = ready(1, serial=3)  # a co-operative
    roster = application.materials.get(kind="M4b_member_roster")
    client = browse(application)
    for _ in range(2):
        client.get(reverse("portal:download", args=[application.pk, roster.pk]))
    assert MaterialAccess.objects.filter(material=roster, purpose="本单位查看").count() == 2


def test_stored_files_have_no_public_address(ready, client, settings):
    stored = ready().materials.first().file.sealed
    assert not stored.path.startswith(str(settings.MEDIA_ROOT))
    assert client.get(f"{settings.MEDIA_URL}{stored.name}", follow=True).status_code == 404
