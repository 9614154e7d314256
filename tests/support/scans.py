"""Pictures with words in them, as scanners and telephones make them; all people are invented."""

import io
import subprocess
from functools import cache

import pikepdf
from PIL import Image, ImageDraw, ImageFont

ID = "360702194910010015"
ROSTER = [
    ["序号", "姓名", "身份证号码", "联系电话"],
    ["1", "张示例", ID, "15400000001"],
    ["2", "李示例", "360702194910010023", "15400000002"],
]
NAMES = [["姓名", "年龄", "致贫原因"], ["阿依古丽", "45", "缺技术"], ["蓝示例", "52", "因病"]]
PRICES = [["产品", "产地", "价格"], ["赣南脐橙", "沙河镇", "5.5元/斤"], ["监督电话：12317"]]
SIZE = (1180, 330)


@cache
def font(size):
    """The Chinese font of the official editions (Debian: fonts-noto-cjk)."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True
    )
    return ImageFont.truetype(found.stdout, size)


def scan(rows, *, turned=0, size=24, quality=80):
    """The bytes of a JPEG with ``rows`` drawn as a table, ``turned`` by degrees."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            pen.text((80 + across * 290, 80 + down * 70), text, font=font(size), fill="black")
    if turned:
        page = page.rotate(turned, expand=True, fillcolor="white")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return out.getvalue()


def scanned_pdf(*pictures):
    """A PDF whose every page is one of the JPEGs ``pictures``, and no words."""
    document, out = pikepdf.new(), io.BytesIO()
    for data in pictures:
        page = document.add_blank_page(page_size=(566, 158))
        image = document.make_stream(
            data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=SIZE[0],
            Height=SIZE[1],
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.Contents = document.make_stream(b"q 566 0 0 158 0 0 cm /I Do Q")
    document.save(out)
    return out.getvalue()
