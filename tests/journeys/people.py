"""What people do at their browsers: applicants in the portal, officers at the desk."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from demo.acts import agent, holder
from demo.papers import pdf

PASSWORD = "journey-password"
WORDS = "经现场核实和材料审核，情况属实，符合认定条件，同意。"


def sign_in(page, user, door):
    """``user`` on the first page of ``door`` with a session of their own.

    Django makes the session, as after the form: of a journey's time with an officer, the form's
    page, its answer and what they load took more than the page that the officer came for.
    """
    with_password(user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie | {"httpOnly": True, "sameSite": "Lax"}])
    page.goto(f"/{door}/")
    return page


def sign_in_by_form(page, user, door):
    """Sign in through the door's own form."""
    with_password(user)
    page.goto(f"/{door}/login/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button, form button[type=submit]")
    page.wait_for_url(f"**/{door}/**")
    return page


def with_password(user):
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def officer(page, permission):
    return sign_in(page, holder(permission), "admin")


def applicant(page, applicant_id):
    return sign_in(page, agent(applicant_id), "portal")


def add_product(page, application, name):
    """Fill in one product row of the form and what it does for poor households, R78–R84."""
    page.goto(f"/portal/applications/{application}/products/new/")
    page.fill("[name=name]", name)
    page.select_option("[name=category]", "fruit")
    page.fill("[name=sales_spec]", "5公斤/箱")
    page.fill("[name=reference_price]", "60.50")
    page.select_option("[name=origin_township]", label="水东镇")
    page.fill("[name=origin_text]", "章贡区水东镇")
    page.check("[name=input_sources][value=self_produced]")
    page.fill("[name=annual_output]", "330")
    page.select_option("[name=output_unit]", "吨")
    for month in (11, 12, 1):
        page.check(f"[name=supply_months][value='{month}']")
    page.click("text=保存产品")
    page.locator("main table a", has_text=name).first.wait_for()
    page.goto(f"/portal/applications/{application}/benefits/")
    page.locator("main h2 a", has_text=name).last.click()
    page.check("[name=mechanisms][value=employment]")
    page.fill("[name=households]", "16")
    page.fill("[name=persons]", "50")
    page.fill("[name=employed_workers]", "0")
    page.fill(
        "[name=benefit_text]",
        "通过吸纳务工和订单收购带动当地农户稳定增收，收益分配公开透明，帮扶关系稳定，"
        "合作社统一提供技术指导和销售渠道（测试数据）。",
    )
    page.click("main form button[name=save]")
    page.locator(".notice-line--success").wait_for()


def upload(page, application, kind):
    """Upload one file of ``kind`` through the form of that kind."""
    page.goto(f"/portal/applications/{application}/materials/")
    form = page.locator("form.upload", has=page.locator(f"input[name=kind][value={kind}]"))
    form.locator("input[type=file]").set_input_files(
        {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": pdf(kind)}
    )
    form.locator("button").click()
    page.locator(f"#material-{kind} ul.rows a", has_text=f"{kind}.pdf").first.wait_for()


def commit(page, application, on):
    """Read the commitment, agree, sign."""
    page.goto(f"/portal/applications/{application}/commitment/")
    page.check("[name=accept]")
    page.check("[name=no_roster_statement]")
    page.fill("[name=signatory]", "测试法人")
    page.fill("[name=signed_on]", f"{on}")
    page.click("main form button[name=save]")
    page.locator(".notice-line--success").wait_for()


def give_opinion(page, item, *, result="pass", text=WORDS, visited_on=None):
    """Fill in one product's part of the opinion form."""

    def field(name):
        return page.locator(f"[name=item-{item.pk}-{name}]")

    page.check(f"[name=item-{item.pk}-result][value={result}]")
    field("text").fill(text)
    if result == "pass":
        for box in page.locator(f"[name^=item-{item.pk}-met_]").all():
            box.check()
        for evidence in page.locator(f"[name^=item-{item.pk}-evidence_]").all():
            evidence.fill("见材料和现场核实记录")
    if result == "return":
        field("demands").fill("盖章的带贫益贫成效证明")
    if result == "refuse":
        field("reason_code").select_option("quality_fail")
    if visited_on is not None:
        give_findings(field, item, visited_on)


def give_findings(field, item, visited_on):
    """What the station found for itself, as declared."""
    field("verified_households").fill(f"{item.households}")
    field("verified_persons").fill(f"{item.persons}")
    if item.average_income_fen is not None:
        field("verified_income_fen").fill(f"{item.average_income_fen / 100:.2f}")
    field("visited_on").fill(f"{visited_on}")
    field("visited_by").fill("示例甲、示例乙")


def follow(page, selector):
    """Click what leads to another page; back when that page has loaded, and not before."""
    with page.expect_navigation():
        page.click(selector)


def press(page):
    """The form's own button."""
    follow(page, "footer.desk-footer button >> nth=0")


def send(page, panel):
    """Send the form of one act at the desk, and be told that it is done."""
    with page.expect_navigation():
        page.locator(f"#{panel}-section form button.button").first.click()
    expect(page.locator(".messages")).to_be_visible()


def reads(page, *texts):
    """The page says each of ``texts``, once it has loaded."""
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def lacks(page, text):
    """The page has loaded and does not say ``text`` anywhere, its source included."""
    page.wait_for_load_state()
    assert text not in page.content()


def source(page):
    """The markup of the page, once it has loaded."""
    page.wait_for_load_state()
    return page.content()


def words(page):
    """What the page's main part says, its pictures included, once it has loaded."""
    page.wait_for_load_state()
    pictures = page.locator("main img").all()
    return page.locator("main").inner_text() + "".join(
        each.get_attribute("alt") for each in pictures
    )


def choose_all(page):
    for box in page.locator("input[name=items]").all():
        box.check()
