"""What the processes of a race do: one function each, called in a process of its own."""

from datetime import datetime


def sign(item, node, at):
    from demo.acts import perform
    from workflow.models import Item

    perform(Item.objects.get(pk=item), node, at=datetime.fromisoformat(at))


def clock(at):
    from workflow.services.clock import tick

    return tick(datetime.fromisoformat(at))


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
