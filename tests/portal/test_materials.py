"""Uploading and reading materials through the portal: the one way to a file."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Material, MaterialAccess
from applications.services import materials
from demo.papers import pdf


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


def test_drafts_hold_so_many_files_and_bytes_taken_back_ones_included(
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
    materials.take_back(one.materials.get(), by=one.created_by, at=one.created_at)
    text = hand_in(one, "丙")
    assert text.count("丙.pdf：本单位未提交的申请中已有2个文件（含已撤下的），请先提交") == 2
    settings.DRAFT_MAX_FILES, settings.DRAFT_MAX_BYTES = 9, 3 * size
    hand_in(one, "丁")
    assert "丁2.pdf：本单位未提交的申请中的文件（含已撤下的）合计将超过0MB" in hand_in(other, "丁2")
    assert Material.objects.count() == 3


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
    stored = ready().materials.first().file
    assert not stored.path.startswith(str(settings.MEDIA_ROOT))
    assert client.get(f"{settings.MEDIA_URL}{stored.name}", follow=True).status_code == 404
