"""The whole paper as the desk shows it: facts in the form's order, and all that was said."""

from dataclasses import dataclass, field

from applications.models import Application, Item
from publicity.models import PublicityEntry
from records.audit_words import action
from records.beside import read_beside
from records.models import AuditEvent
from records.prepared import KEYS, NUMBER, Prepared, among, listed
from registry.calendars import calendar
from registry.models import Organisation, User
from registry.permissions import duties
from registry.roles import Permission
from rules.duties import CRITERIA, Duty
from rules.lifecycle import ItemState
from rules.periods import local_day
from workflow.models import Turn
from workflow.policies.acting import bars_of, reasons_against_acting
from workflow.policies.hints import hints
from workflow.policies.reversals import may_be_taken_back
from workflow.positions import INVESTIGATIONS, OPEN, REVIEWS, states_of

from .access import may
from .deadlines import acceptance_deadlines, deadline
from .steps import duty_of, page_of, step_of

#: Acts before anything was submitted, of which no desk needs to read.
OF_DRAFTS = frozenset({"applications.draft", "applications.add_item", "applications.move_item"})
OF_A_PAPER = (
    *("applicant", "station", "production_township"),
    *("ruleset__office", "ruleset__city", "ruleset__province"),
)
#: An application by its key, ready to be shown, to whoever was let in.
WHOLE = Prepared(
    lambda key: Application.objects.filter(pk=key).select_related(*OF_A_PAPER).order_by(), NUMBER
)
ITEMS = Prepared(
    lambda application: Item.objects.filter(application=application).select_related(
        "outcome", "renewal_of", "certificate", "origin_township"
    ),
    NUMBER,
)
OPEN_TURNS = Prepared(
    lambda items: (
        Turn.objects.filter(item__in=among(items), task__status__in=OPEN, finished_at__isnull=True)
        .select_related("task__owner", "opened_by")
        .order_by("pk")
    ),
    KEYS,
)
#: ``(code, name)`` of every office, also of one that has ended.
NAMES = Prepared(lambda: Organisation.objects.order_by().values_list("code", "name"))
#: What stands beside an item and is needed to take a step, and what only to show it.
TO_ACT = ("opinions", "reversals__reversed_by", "reversals__signed_by")
TO_SHOW = (
    "opinions__organisation",
    "opinions__signed_by",
    "opinions__files",
    "opinions__answers__material",
    "upper_reviews__organisation",
    "upper_reviews__report",
    "upper_reviews__scan",
    "upper_reviews__answers__material",
    "upper_reviews__corrections__entered_by",
    "upper_reviews__corrections__decided_by",
    "consultations__person",
    "consultations__office",
    "consultations__asked_by",
    "consultations__answered_by",
    "consultations__task__turn",
    "investigations__decided_by",
    "investigations__answers__material",
    "letters",
    "photos",
)


@dataclass
class Product:
    """One item with its state and all that was written about it."""

    item: Item
    state: object
    tasks: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    #: What the reader signed here and may still take back.
    own_signatures: list = field(default_factory=list)
    #: By when somebody is to accept it, ``(last day, Deadline)``; None where nobody needs to.
    acceptance: tuple | None = None

    @property
    def opinions(self):
        """Signed opinions, each with its criteria in words."""
        return [(opinion, _criteria(opinion)) for opinion in self.item.opinions.all()]

    @property
    def investigation(self):
        """The open task of answering objections, or None."""
        names = (task["turn"].task.flow_task.name for task in self.tasks)
        tasks = dict(zip(names, self.tasks, strict=True))
        return next((tasks[name] for name in INVESTIGATIONS if name in tasks), None)

    @property
    def renewal_of(self):
        return self.item.renewal_of


def products_of(application, user, at):
    """The application's products, in the form's order, with what taking a step asks of them.

    The number of queries does not grow; :func:`paper` reads the rest, which is for showing.
    """
    items = _items(application)
    on, work_calendar, bars = local_day(at), calendar(), bars_of(application, user)
    offices = dict(NAMES())
    states = states_of(items)
    return [
        Product(
            item,
            states[item.pk],
            [
                {
                    "office": _office(turn.task, offices),
                    **_task(turn, item, user, deadline(turn, on=on, calendar=work_calendar), bars),
                }
                for turn in item.open_turns
            ],
            own_signatures=_own_signatures(item, user, states[item.pk]),
        )
        for item in items
    ]


def tell_acceptance(products, at):
    """Each product before the district with the limit for accepting it, in one query or none."""
    keys = [each.item.pk for each in products if each.state is ItemState.DISTRICT_REVIEW]
    limits = acceptance_deadlines(keys, on=local_day(at), calendar=calendar())
    for product in products:
        product.acceptance = limits.get(product.item.pk)


def paper(application, user, at, products=None):
    """The context of the paper's templates; ``products`` where somebody has read them already."""
    products = products_of(application, user, at) if products is None else products
    _read_the_rest(products)
    watches = may(user, Permission.SEE_ACCESSES)
    materials = application.materials.all()
    if watches:
        materials = materials.prefetch_related("accesses__user")
    return {
        "application": application,
        "applicant": application.applicant,
        "products": products,
        "materials": materials.filter(superseded_at__isnull=True),
        "superseded": materials.filter(superseded_at__isnull=False),
        "may_see_views": watches,
        **_hint_lists(application, products, at),
        "history": history(application, products, with_views=watches),
        "circulars": application.circulars.select_related("sent_by").prefetch_related(
            "copies__reader"
        ),
        "turns": Turn.objects.filter(item__application=application)
        .select_related("item", "task__owner")
        .order_by("arrived_at", "pk"),
    }


def _hint_lists(application, products, at):
    """The machine's hints, what deserves a look apart from what is in order."""
    items = [product.item for product in products if not product.item.is_ended]
    rows = hints(application, items, on=local_day(at))
    return {
        "worth_a_look": [hint for hint in rows if hint.is_worth_a_look],
        "in_order": [hint for hint in rows if not hint.is_worth_a_look],
    }


def history(application, products, *, with_views=False):
    """What happened to the application and its items, latest first, with words for people.

    ``with_views``: its materials too, with who read which roster.
    """
    materials = application.materials.values_list("pk", flat=True) if with_views else []
    events = [
        *_events("applications.material", materials),
        *_events("applications.application", [application.pk]),
        *_events("applications.item", [product.item.pk for product in products]),
        *_events(
            "publicity.publicityentry",
            [entry.pk for product in products for entry in product.entries],
        ),
    ]
    events.sort(key=lambda event: event.pk, reverse=True)
    return in_words([event for event in events if event.action not in OF_DRAFTS])


def in_words(events):
    """``[(event, what was done, by whom)]`` in words for people."""
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    return [
        (event, action(event.action), people.get(event.actor_id, event.actor)) for event in events
    ]


def applications_of(user):
    """The applications in the scope of ``user``, ready to be shown."""
    return Application.objects.submitted().scope(user).select_related(*OF_A_PAPER)


def _items(application):
    """The application's items with what is needed to act on them, and their ``open_turns``."""
    items = list(ITEMS(application.pk))
    turns = _by_item(OPEN_TURNS(listed(item.pk for item in items)))
    for item in items:
        item.application, item.open_turns = application, turns.get(item.pk, [])
    read_beside(items, *TO_ACT)
    return items


def _by_item(rows):
    """``{item key: [rows]}``"""
    groups = {}
    for row in rows:
        groups.setdefault(row.item_id, []).append(row)
    return groups


def _read_the_rest(products):
    """What is only shown: all that was said of the products, and their notices."""
    items = [product.item for product in products]
    read_beside(items, *TO_SHOW)
    entries = _entries(items)
    for product in products:
        product.entries = entries.get(product.item.pk, [])
        _tell_waiting(product.item)


def _tell_waiting(item):
    """``is_waiting`` of each review: whether its outcome is still to be recorded.

    What was recorded wrongly of the province may never be asked for again.
    """
    nodes = {turn.task.flow_task.name for turn in item.open_turns}
    for review in item.upper_reviews.all():
        is_of_now = review.round == item.round and f"{review.level}_review" in nodes
        review.is_waiting = is_of_now and not review.result


def _own_signatures(item, user, state):
    own = [each for each in item.opinions.all() if each.signed_by_id == user.pk]
    return [each for each in own if may_be_taken_back(each, item, state)]


def _entries(items):
    """``{item key: [publicity entries]}`` with their notices and objections."""
    rows = PublicityEntry.objects.filter(item__in=items)
    rows = rows.select_related("publicity").prefetch_related("objections__evidence")
    return _by_item(rows.order_by("pk"))


def _task(turn, item, user, due, bars):
    """An open task with its page and every reason why ``user`` may not take it."""
    step = step_of(turn.task)
    task = {"turn": turn, "title": turn.task.flow_task.task_title, "deadline": due}
    if step is None:
        return {**task, "url": "", "reasons": [], "is_own": False}
    duty = duty_of(step, item)
    reasons = reasons_against_acting(item, turn.task, by=user, duty=duty, bars=bars)
    is_own = turn.task.owner_permission in duties(user)
    goes_back = is_own and not reasons and turn.task.flow_task.name in REVIEWS
    return {
        **task,
        "url": page_of(step, item),
        "reasons": reasons,
        "is_own": is_own,
        "may_ask": is_own and not reasons,
        "may_entrust": is_own and not reasons and step.about == "application",
        "may_go_to_station": goes_back and _only_the_station_signed(item),
    }


def _office(task, names):
    """Which office has the step, as it is called."""
    code = (task.owner_permission or "").partition("@")[2]
    return names.get(code, code)


def _only_the_station_signed(item):
    steps = {each.step for each in item.opinions.all() if each.round == item.round}
    return steps == {Duty.ENDORSE}


def _events(kind, pks):
    keys = [str(pk) for pk in pks]
    return AuditEvent.objects.filter(subject_type=kind, subject_id__in=keys)


def _criteria(opinion):
    titles = dict(CRITERIA[opinion.step])
    return [(titles.get(name, name), criterion) for name, criterion in opinion.criteria.items()]
