"""What other documents a document names, which name it, what it consists of: asked all at once."""

from collections import defaultdict

from django.apps import apps
from django.db.models import Value

from records.beside import nothing_beside, read_beside
from records.prepared import (
    KEYS,
    MOMENT,
    NUMBER,
    Prepared,
    among,
    listed,
)

#: What a document names, and what those that name it in the same way are to it.
NAMED = {
    "repeals": ("repealed", "repealed_by"),
    "partly_repeals": ("partly_repealed", "partly_repealed_by"),
    "amends": ("amended", "amended_by"),
    "see_also": ("see_also", None),
}
#: What a document may consist of beside its text, and what is read of it at once.
OWN = {
    "parts": "parts",
    "attachments": "attachments__file",
    "figures": "figures",
    "materials": "materials__form",
}


def read_around(page, at):
    """``{how: [visible documents at ``at``, in the order of the site]}`` around ``page``.

    What ``page`` names is read from itself where it is a draft that was never stored so. What it
    consists of is read with it: few documents have each of it, and what is not there costs nothing.
    """
    keys = defaultdict(set)
    for how, key in AROUND(page.pk) if page.pk else ():
        keys[how].add(key)
    if page.pk:
        nothing_beside(page, *(name for name in OWN if name not in keys))
        read_beside([page], "versions", *(way for name, way in OWN.items() if name in keys))
    return _visible_of(page, at, keys)


def set_repealed(page, others):
    """Give ``page`` what ``set_validity`` gives, from what :func:`read_around` found."""
    for name, how in (("repealed_on", "repealed_by"), ("partly_repealed_on", "partly_repealed_by")):
        days = [each.effective_from or each.written_on for each in others[how]]
        setattr(page, name, min(days, default=None))


def _visible_of(page, at, keys):
    if getattr(page, "_cluster_related_objects", None):
        for relation, (how, _) in NAMED.items():
            keys[how] = {each.pk for each in getattr(page, relation).all()}
    if page.interprets_id:
        keys["interpreted"].add(page.interprets_id)
    every = set().union(*(of_how for how, of_how in keys.items() if how not in OWN))
    pages = list(VISIBLE(at, listed(sorted(every)))) if every else []
    hows = [*filter(None, (how for pair in NAMED.values() for how in pair)), "interpretations"]
    others = {how: [each for each in pages if each.pk in keys[how]] for how in hows}
    interpreted = [each for each in pages if each.pk in keys["interpreted"]]
    return {**others, "interpreted": next(iter(interpreted), None)}


def _around(key):
    """``(how, key of the other document)`` of everything that is stored around one.

    Of what it consists of the names alone, each with a key of one of its rows.
    """
    documents = apps.get_model("pages", "DocumentPage")
    questions = [
        documents.objects.filter(interprets=key)
        .order_by()
        .values_list(Value("interpretations"), "pk")
    ]
    for name in OWN:
        rows = getattr(documents, name).rel.related_model.objects.filter(page=key).order_by()
        questions.append(rows.values_list(Value(name), "pk"))
    for relation, (how, back) in NAMED.items():
        rows = getattr(documents, relation).through.objects.order_by()
        questions.append(
            rows.filter(from_documentpage=key).values_list(Value(how), "to_documentpage")
        )
        if back:
            questions.append(
                rows.filter(to_documentpage=key).values_list(Value(back), "from_documentpage")
            )
    return questions[0].union(*questions[1:], all=True)


def _visible(at, keys):
    documents = apps.get_model("pages", "DocumentPage").objects
    return documents.visible(at).filter(pk__in=among(keys)).order_by("path")


AROUND = Prepared(_around, NUMBER)
VISIBLE = Prepared(_visible, MOMENT, KEYS)
