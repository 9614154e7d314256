"""What a unit fills in at its browser: a product, its benefit, files from a telephone, buttons."""

import io
import re

from PIL import Image

from demo.papers import pdf

STORY = "通过吸纳务工和订单收购带动当地农户稳定增收，收益分配公开透明，帮扶关系稳定，"
STORY += "合作社统一提供技术指导和销售渠道（测试数据）。"


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"[name={name}]", f"{value}")


def press_named(page, words):
    """The button of the page's main part that says ``words``."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def link_in(letter):
    """The address below the site that a mail leads to."""
    return re.search(r"https?://[^/]+(/\S+)", letter.body).group(1)


def photo(colour):
    """A photograph as a telephone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), colour).save(out, "WEBP")
    return {"name": f"{colour}.webp", "mimeType": "image/webp", "buffer": out.getvalue()}


def scan(name):
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(name)}


def fill_product(page, name):
    """One line of the table, R78–R83; not yet saved."""
    fill(page, name=name, sales_spec="5公斤/箱", reference_price="60.50", annual_output="330")
    page.select_option("[name=category]", "fruit")
    page.select_option("[name=origin_township]", label="水东镇")
    page.fill("[name=origin_text]", "章贡区水东镇")
    page.check("[name=input_sources][value=self_produced]")
    page.select_option("[name=output_unit]", "吨")
    page.click("text=全年")


def fill_benefit(page):
    """What stands below the table for one product, R84; not yet saved."""
    page.check("[name=mechanisms][value=employment]")
    fill(page, households=16, persons=50, employed_workers=0, benefit_text=STORY)


def send_as_one(page, kind, *photos):
    """Several photographs of one paper: one PDF."""
    form = page.locator(f"#upload-{kind}")
    form.locator("input[type=file]").set_input_files(list(photos))
    form.locator("[name=as_one]").check()
    with page.expect_navigation():
        form.locator("button").click()


def send_files(page, kind, *files):
    form = page.locator(f"#upload-{kind}")
    form.locator("input[type=file]").set_input_files(list(files))
    with page.expect_navigation():
        form.locator("button").click()


def replace_file(page, kind, file):
    """The file of ``kind`` that is there gives way to ``file``."""
    with page.expect_navigation():
        page.click(f"#material-{kind} >> text=更换")
    send_files(page, kind, file)
