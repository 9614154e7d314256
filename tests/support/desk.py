"""What a person fills in at the desk, as the fields of its forms."""

from django.urls import reverse


def page(name, *args):
    return reverse(f"desk:{name}", args=args)


def opinion(item, result="pass", **changes):
    """The fields of one product's opinion form, complete for every step."""
    said = {
        "result": result,
        "text": "经现场核实和材料审核，情况属实，符合认定条件，同意。",
        "verified_households": item.households,
        "verified_persons": item.persons,
        "verified_income_fen": "" if item.average_income_fen is None else "1234.50",
        "visited_on": "2020-04-01",
        "visited_by": "示例甲、示例乙",
        "reason_code": "quality_fail" if result == "refuse" else "",
        "demands": "清晰的营业执照复印件\n带贫成效说明" if result == "return" else "",
    }
    for criterion in ("genuine", "lawful", "benefit", "quality", "safety", "price"):
        said |= {f"met_{criterion}": "on", f"evidence_{criterion}": "见材料和现场核实记录"}
    return {f"item-{item.pk}-{name}": value for name, value in {**said, **changes}.items()}


def press_twice(client, address, data):
    """Press, read what it will do, and press again; the answer of the second press."""
    first = client.post(address, data)
    assert first.status_code == 200, "shown, not done"
    press = first.context.get("press") or {"digest": first.context["press_digest"]}
    return client.post(address, {**data, "confirmed": press["digest"]})
