"""The terms of one version of the rules: every period, limit and text that a notice may change.

The first version is the district's notice of 2020-03-26. Another 办法 is another ``Terms`` row in
the registry, never another branch in the code (A38).
"""

from dataclasses import dataclass, fields

from . import vocabulary

#: 申请书样稿, verbatim (R85).
COMMITMENT_2020 = (
    "本人(公司/合作社）承诺提交的申报材料和带贫成效真实可信，产品质量合格、价格合理，"
    "并自觉接受相关部门监管和社会监督，如有虚假，愿意承担一切责任。"
)


@dataclass(frozen=True)
class Terms:
    """Periods are working days unless the name says months or hour; ``*_days`` ≥ 1."""

    publicity_days: int = 5  # 办法二（四）
    national_publicity_days: int = 5  # 办法二（六）
    count_start_day: bool = False  # A09, 民法典 201
    notice_hour: int = 9  # [ours] the hour at which the day's notice goes out by itself
    validity_months: int = 12  # 办法四（二）
    renewal_window_months: int = 3  # 办法四（二）, A16
    change_report_days: int = 5  # 办法四（三）
    station_days: int = 5  # [ours] §1c
    assignment_days: int = 2  # [ours] §1c acceptance
    acceptance_days: int = 5  # [ours] 一次性告知, 行政许可法 32
    deems_accepted: bool = False  # whether silence accepts
    review_days: int = 15  # [ours] §1c
    mending_days: int = 10  # [ours] the applicant's time to mend, shown as a wish
    objection_days: int = 10  # [ours] A10
    report_days: int = 5  # [ours] to report passed items upward
    outcome_days: int = 15  # [ours] the district chases an upper outcome after this
    national_days: int = 5  # [ours] to record the national publicity
    listing_days: int = 2  # [ours] A14
    change_registering_days: int = 2  # [ours] to take down a report of a change
    change_checking_days: int = 2  # [ours] the station checks figures reported as higher
    change_assessment_days: int = 3  # [ours] within the five days of 办法四（三）
    change_notice_days: int = 10  # [ours] 「及时」, A19
    exit_window_days: int = 3  # [ours] R42, in which an exit may be taken back
    licence_reminders: str = "60,30,7"  # [ours] days before the end of a licence, R63
    sales_report_day: int = 10  # [ours] R46, of the month after
    renewal_reminders: str = "90,60,30,7"  # [ours] days before the end, A16
    complaint_accept_days: int = 5  # [ours] R26
    complaint_finish_days: int = 15  # [ours] R26, from acceptance
    complaint_extension_days: int = 15  # [ours] once
    complaint_feedback_days: int = 5  # [ours] R26, from what was decided
    rating_callback_days: int = 3  # [ours] 国办发〔2019〕51号: a bad rating is called back at once
    site_report_days: int = 3  # 政府网站发展指引: 「我为政府网站找错」 is answered within three
    reply_days: int = 5  # [ours] the applicant's time to answer a complaint
    defence_days: int = 5  # A23, at least five: a unit's statement and defence
    dishonesty_notice_days: int = 5  # [ours] from the proposal to the notice
    dishonesty_decision_days: int = 10  # [ours] from the end of the defence
    dishonesty_basis: str = ""  # A23: without a named legal basis the register is internal
    unit_bulletin_days: int = 10  # [ours] A27, calendar days after the quarter
    bulletin_days: int = 20  # [ours] A27, calendar days after the quarter
    roster_retention_months: int = 36  # [ours] §5.7, after the last product's end
    require_legal_person: bool = True  # 办法一, A02
    local_region: str = vocabulary.REGION
    district_name: str = vocabulary.DISTRICT
    product_term: str = vocabulary.PRODUCT
    station_term: str = vocabulary.STATION
    campaign_term: str = vocabulary.CAMPAIGN
    hotline: str = "12317"  # 任务4, A25
    second_hotline: str = "12345"  # A25
    commitment_text: str = COMMITMENT_2020  # R85


TERMS_2020 = Terms()
TERM_NAMES = tuple(field.name for field in fields(Terms))
