"""The days that people type: the act that each follows, its floor and its ceiling.

A paper's day is typed by hand, so a year is mistyped sooner or later; a wrong one would make a
window seem over that never stood (R14, R61, requirements §2.13). One entry here for each.
"""

from dataclasses import dataclass
from datetime import date, timedelta

A_YEAR = 366


@dataclass(frozen=True)
class TypedDate:
    """One typed day: its form ``field``, its ``name``, and what it ``follows`` in words.

    ``back`` bounds the past in days where no recorded act does it; ``ahead`` is how many days after
    today it may lie: none, but for what begins later.
    """

    field: str
    name: str
    follows: str = ""
    back: int = A_YEAR
    ahead: int = 0

    def reasons_against(
        self, day: date | None, *, on: date, floor: date | None = None
    ) -> list[tuple[str, str]]:
        """Why ``day`` cannot stand when typed ``on``, as ``[(field, reason)]``, at most one.

        ``floor`` is the first possible day, None when the act that it follows is not recorded.
        """
        reason = self._reason(day, on, floor)
        return [(self.field, reason)] if reason else []

    def _reason(self, day: date | None, on: date, floor: date | None) -> str:
        if day is None:
            return f"请填写{self.name}"
        if day > on + timedelta(days=self.ahead):
            return f"{self.name}不得晚于{f'今天起{self.ahead}天' if self.ahead else '今天'}"
        if floor is not None and day < floor:
            return f"{self.name}不得早于{self.follows}{floor:%Y-%m-%d}"
        if floor is None and day < on - timedelta(days=self.back):
            return f"{self.name}早于今天{self.back}天以上，请核对年份"
        return ""


#: R59: the report goes up after the last day of the district's window.
REPORT = TypedDate("reported_on", "上报日期", "区级公示期满次日或者上次退回之日")
#: R60: city and province decide what was reported to them.
OUTCOME = TypedDate("decided_on", "决定日期", "上报日期")
#: R61, A08: the nation is told after the province's outcome, anew after an interrupted notice.
NATIONAL = TypedDate("published_on", "全国公示发布日期", "省级审核日期或者上次全国公示结束之日")
#: R16, R71: the platform announces a listing after the window, a removal after its decision.
PUBLICATION = TypedDate("first_day", "公布日期", "全国公示期满次日或者省级决定日期")
PUBLICATION_END = TypedDate("last_day", "公布截止日期", "公布日期")
#: [ours] a notice hangs at a village's board after it was published.
POSTING = TypedDate("posted_on", "张贴日期", "公示发布日期")
#: 办法二（六）: the catalogue follows both windows; ``catalog.policies`` says so of each of them.
LISTING = TypedDate("listed_on", "列入日期")
#: A19: what changes in the catalogue changes after the listing.
CHANGE = TypedDate("changed_on", "发生日期", "列入日期")
#: R69: a change goes up after it was registered, and is decided after the province has it.
CHANGE_REPORT = TypedDate("reported_up_on", "上报日期", "登记日期")
RULING = TypedDate("ruled_on", "决定日期", "上报或者省级收到日期")
#: R64: what the station has seen for itself belongs to the paper before it.
VISIT = TypedDate("visited_on", "现场核实日期", "申请提交日期")
#: R86: whoever signs, signs the paper that is handed in.
SIGNATURE = TypedDate("signed_on", "签署日期")
#: R19: what is inspected is in the catalogue.
INSPECTION = TypedDate("done_on", "检查日期", "列入日期")
INSPECTION_PLAN = TypedDate("planned_on", "计划日期", "今天", ahead=A_YEAR)
#: §3.3: the State Council arranges a year in the year before, or changes it within the year.
HOLIDAY_PAPER = TypedDate("issued_on", "成文日期", "所定年份的上一年")
#: Offices, duties and rule sets were founded long ago, and are planned some years ahead.
TERM = TypedDate("valid_from", "日期", back=80 * A_YEAR, ahead=10 * A_YEAR)
#: What works or rests is known a year before, and entered no later than a year after.
#: From when an officer holds a post, or holds none: entered late at most a year, ahead as well.
POST = TypedDate("first_day", "起始日期", ahead=A_YEAR)
LOCAL_DAYS = TypedDate("first_day", "日期", ahead=A_YEAR)
#: R46: ledgers of earlier years may be brought in.
SALE = TypedDate("sold_on", "销售日期", back=10 * A_YEAR)
#: A39: what a platform tells of earlier years is held against ours, too.
PLATFORM_FILE = TypedDate("last_day", "日期", back=10 * A_YEAR)
PLATFORM_FILE_START = TypedDate("first_day", "起始日期", back=11 * A_YEAR)
FOUNDING = TypedDate("established_on", "成立日期", back=150 * A_YEAR)
LICENCE = TypedDate("issued_on", "发证日期", back=50 * A_YEAR)
#: A licence that ended long ago is no evidence; one without an end has none typed.
LICENCE_END = TypedDate("valid_until", "有效期止", back=10 * A_YEAR, ahead=30 * A_YEAR)
#: R48: what hinders a task is solved some day to come.
PROBLEM = TypedDate("due_on", "解决期限", "今天", ahead=A_YEAR)
#: §2.1: who is away is stood in for from now on, or was for the days before it was entered.
ABSENCE = TypedDate("valid_from", "委托起日", back=31, ahead=A_YEAR)
#: R86: an authority may begin later, and ends some day.
AUTHORITY = TypedDate("valid_from", "授权起期", back=10 * A_YEAR, ahead=A_YEAR)
AUTHORITY_END = TypedDate("valid_until", "授权止期", "起期", ahead=10 * A_YEAR)
#: [ours] a word is called so from a day after its approval, and is no longer offered some day.
WORD = TypedDate("begins_on", "施行日期", "批准次日，即", ahead=A_YEAR)
WORD_END = TypedDate("ends_on", "停用日期", "施行日期次日，即", ahead=2 * A_YEAR)
