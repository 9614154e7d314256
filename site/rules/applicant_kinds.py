"""Which kinds of units may apply, as their licence and their name say (办法一, A02)."""

import re
import unicodedata

from .vocabulary import ENTITY_TYPES, NOT_LEGAL_PERSONS, label

#: How the name of a branch ends, with or without a word in brackets behind.
BRANCH = re.compile(r"(分公司|分社|分厂|分店|分场|办事处|营业部)([(][^()]*[)])?$")
#: 合伙企业法 15, 56, 62: a partnership carries the word in its name.
PARTNERSHIP = re.compile(r"合伙")


def reasons_against_kind(entity_type: str, name: str, *, require_legal_person: bool) -> list[str]:
    """Why a unit of this 主体类型 and name may not apply, in Chinese; empty when it may.

    A branch never does: the unit that set it up applies for it (民法典 74, 公司法 13).
    """
    written = unicodedata.normalize("NFKC", name).strip()
    if entity_type == "branch" or BRANCH.search(written):
        return ["分支机构不能独立承担责任，请由设立该分支机构的单位申请"]
    if entity_type != "partnership" and PARTNERSHIP.search(written):
        return ["名称为合伙企业的，主体类型请按营业执照选择“合伙企业”"]
    if require_legal_person and entity_type in NOT_LEGAL_PERSONS:
        return [f"{label(ENTITY_TYPES, entity_type)}不具有法人资格，不符合申请条件"]
    return []
