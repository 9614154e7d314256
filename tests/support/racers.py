"""What the processes of a race do: one function each, called in a process of its own."""

from datetime import datetime


def sign(item, node, at):
    from demo.acts import perform
    from workflow.models import Item

    perform(Item.objects.get(pk=item), node, at=datetime.fromisoformat(at))


def clock(at):
    from workflow.services.clock import tick

    return tick(datetime.fromisoformat(at))


def seal(rows, at):
    """Write and seal so many audit rows, one by one."""
    from registry.audit import record
    from registry.models import Counter
    from registry.sealing import seal_all

    now = datetime.fromisoformat(at)
    subject = Counter(pk=1, series="race", year=0)
    for _ in range(rows):
        record("test.act", subject, by=None, at=now)
        seal_all(now)


def objection(entry, at):
    from supervision.models import PublicityEntry
    from supervision.services import object_to

    object_to(
        PublicityEntry.objects.get(pk=entry),
        channel="web",
        content="带动户数与实际不符",
        at=datetime.fromisoformat(at),
    )


def submit(application, at):
    from demo.acts import agent
    from workflow.models import Application
    from workflow.services import submissions

    paper = Application.objects.get(pk=application)
    submissions.submit(paper, by=agent(paper.applicant_id), at=datetime.fromisoformat(at))


def complaint(nonce, at):
    """One form sent in; the number under which it was received."""
    from supervision.services import complaints
    from supervision.services.admissions import Visit, admit

    now = datetime.fromisoformat(at)
    said = {
        "subject_kind": "venue",
        "about_text": "示例专柜",
        "category": "price",
        "content": "同样的产品价格高出一半。",
    }
    sent = Visit(nonce, "complaint", now, "here", "d", True)
    received = admit(sent, lambda: complaints.receive(source="web", at=now, **said), at=now)
    return received.number
