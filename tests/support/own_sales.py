"""What a holder types and uploads of its own sales."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

SALE = {
    "sold_on": "2020-05-25",
    "quantity": "20",
    "unit": "箱",
    "unit_price": "60.50",
    "channel": "canteen",
    "buyer_type": "school",
    "buyer_name": "示例学校",
    "six_entry": "school",
    "fund_source": "canteen_fund",
}
HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,金额（元）,销售渠道,购买方类型,购买单位"


def upload(holder, text, name="sales.csv"):
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"))
    return holder.post(reverse("portal:import_sales"), {"file": file}, follow=True)
