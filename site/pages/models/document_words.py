"""The controlled words of documents: kinds and their columns, validity, disclosure, targets."""

from django.db import models


class Kind(models.TextChoices):
    NOTICE = "notice", "通知"
    MEASURE = "measure", "办法"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLICITY = "publicity", "公示"
    BULLETIN = "bulletin", "通报"
    INTERPRETATION = "interpretation", "政策解读"
    GUIDE = "guide", "办事指南"
    CASE = "case", "典型案例"


class Section(models.TextChoices):
    """Which column a document belongs to; it follows from its kind."""

    POLICY = "policy", "政策文件"
    INTERPRETATION = "interpretation", "政策解读"
    ANNOUNCEMENT = "announcement", "通知公告"
    BULLETIN = "bulletin", "工作通报"
    CASE = "case", "典型案例"
    GUIDE = "guide", "办事指南"


KINDS = {
    Section.POLICY: (Kind.NOTICE, Kind.MEASURE),
    Section.INTERPRETATION: (Kind.INTERPRETATION,),
    Section.ANNOUNCEMENT: (Kind.ANNOUNCEMENT, Kind.PUBLICITY),
    Section.BULLETIN: (Kind.BULLETIN,),
    Section.CASE: (Kind.CASE,),
    Section.GUIDE: (Kind.GUIDE,),
}
ANNOUNCED = (Kind.ANNOUNCEMENT, Kind.PUBLICITY, Kind.BULLETIN)


def section_of(kind):
    """The :class:`Section` of a kind."""
    return next(section for section, kinds in KINDS.items() if kind in kinds)


class Disclosure(models.TextChoices):
    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"


class Urgency(models.TextChoices):
    """紧急程度 (GB/T 9704-2012, 7.2.3)."""

    URGENT = "urgent", "加急"
    MOST_URGENT = "most_urgent", "特急"


class Form(models.TextChoices):
    """解读形式 (§5.3)."""

    TEXT = "text", "文字解读"
    PICTURES = "pictures", "图解"
    QUESTIONS = "questions", "问答"
    VIDEO = "video", "音视频"


class Named(models.TextChoices):
    """Does a text name natural persons (R52)? The editor must answer before it is published."""

    NO = "no", "没有写到具体个人"
    YES = "yes", "写到具体个人，已取得本人书面同意"


class Validity(models.TextChoices):
    """有效性, never stored: it follows from dates and from what repeals the document."""

    IN_FORCE = "in_force", "有效"
    PARTLY = "partly", "部分失效"
    NOT_YET = "not_yet", "尚未施行"
    LAPSED = "lapsed", "失效"
    REPEALED = "repealed", "废止"


STANDING = (Validity.IN_FORCE, Validity.PARTLY)

#: Field of the document → the group it supports (R43).
TARGETS = {
    "for_leading_enterprises": "龙头企业",
    "for_cooperatives": "专业合作社",
    "for_pioneers": "致富带头人",
    "for_epidemic_hit": "受疫情影响的经营主体",
}

#: What belongs to one document alone: a copy is another one, not signed, that repeals nothing.
OF_ONE_DOCUMENT = [
    *("index_no", "doc_no", "doc_no_key", "written_on", "correction_note", "consent_record"),
    *("public_review_ref", "go_live_at", "expire_at", "repeals", "partly_repeals", "amends"),
]
