"""Turns every added, changed and deleted row of an audited model into its row of the trail.

The changed row and its audit row land together: saving, ``update`` and ``bulk_create`` are
wrapped in a transaction here; Django itself wraps deleting and many-to-many changes in one.
"""

from copy import copy
from functools import partial, wraps

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher, identify_hasher, is_password_usable
from django.db import transaction
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from .acting import actor
from .audit import record
from .audited import AUDITED, Audited, enter
from .row_values import difference, ends, snapshot


def audit(model, room, *, title="", ignore=(), secret=(), **options):
    """Have every change of ``model`` audited as acts of ``room``; the options: see Audited."""
    audited = Audited(
        model,
        room,
        title or str(model._meta.verbose_name),
        ignore=frozenset(ignore),
        secret=frozenset(secret),
        **options,
    )
    enter(audited)
    _listen(audited)


def _listen(audited):
    model, label = audited.model, audited.model._meta.label_lower
    for signal, receiver in ((pre_save, before), (post_save, after), (pre_delete, deleted)):
        uid = f"records.row_changes.{receiver.__name__}.{label}"
        signal.connect(receiver, sender=model, dispatch_uid=uid)
    for relation in model._meta.local_many_to_many:
        uid = f"records.row_changes.ends.{label}.{relation.name}"
        m2m_changed.connect(
            partial(ends_changed, relation),
            sender=relation.remote_field.through,
            weak=False,
            dispatch_uid=uid,
        )
    model.save = _whole(model.save)
    _tell_of_querysets(model)


def _tell_of_querysets(model):
    """Managers of the model's own, also for inherited ones: Django makes its copies of these anew
    whenever another model is made, and would forget what was put on the copies.
    """
    own = model._meta.local_managers
    for manager in model._meta.managers:
        rows = manager._queryset_class
        manager._queryset_class = type(rows.__name__, (AuditedRows, rows), {})
        own[:] = [each for each in own if each.name != manager.name] + [copy(manager)]


def _whole(save):
    @wraps(save)
    def save_with_its_audit_row(self, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            return save(self, *args, **kwargs)

    return save_with_its_audit_row


class AuditedRows:
    """What a queryset of an audited model does without saving one row: it sends no signals."""

    def update(self, **values):
        audited = AUDITED[self.model._meta.label_lower]
        if not any(audited.is_told(name) for name in values):
            return super().update(**values)
        with transaction.atomic(savepoint=False):
            rows = {row.pk: snapshot(audited, row) for row in self.all()}
            count = super().update(**values)
            for row in self.model._base_manager.filter(pk__in=rows):
                tell_change(audited, row, rows[row.pk])
        return count

    def bulk_create(self, objs, *args, **kwargs):
        audited = AUDITED[self.model._meta.label_lower]
        with transaction.atomic(savepoint=False):
            objs = list(objs)
            numbers = [row.pk for row in objs if row.pk is not None]
            old = set(self.model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True))
            rows = super().bulk_create(objs, *args, **kwargs)
            for row in rows:
                if row.pk not in old:
                    tell(audited, "add", row, difference(audited, {}, snapshot(audited, row)))
        return rows


def before(sender, instance, raw=False, update_fields=None, **kwargs):
    """Keep what the row says before it is saved; a fixture that is loaded says nothing."""
    audited = AUDITED[sender._meta.label_lower]
    is_dull = update_fields is not None and not any(map(audited.is_told, update_fields))
    if raw or is_dull:
        return
    row = sender._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    instance._audited = {} if row is None else snapshot(audited, row)


def after(sender, instance, update_fields=None, **kwargs):
    """Tell what has changed; a row saved as it was says nothing."""
    old = instance.__dict__.pop("_audited", None)
    if old is None:
        return
    audited = AUDITED[sender._meta.label_lower]
    if not old:
        tell(audited, "add", instance, difference(audited, {}, snapshot(audited, instance)))
        return
    if update_fields is not None:
        old = {name: value for name, value in old.items() if name in update_fields}
    tell_change(audited, instance, old)


def tell_change(audited, row, old):
    """Tell what of ``old`` (name -> value) the saved ``row`` no longer says."""
    new = {name: value for name, value in snapshot(audited, row).items() if name in old}
    fields = difference(audited, old, new)
    is_password = isinstance(row, get_user_model()) and fields.pop("password", None)
    if is_password and not _is_hashed_anew(row, old, new["password"]):
        tell(audited, "set_password", row, {})
    if fields:
        tell(audited, "change", row, fields)


def _is_hashed_anew(user, old, new):
    """Whether Django renewed the hash of the same password, as it does when somebody signs in."""
    if set(old) != {"password"} or user._password is not None:
        return False
    before = old["password"]
    if not (is_password_usable(before) and is_password_usable(new)):
        return False
    hasher = identify_hasher(before)
    return hasher.algorithm != get_hasher().algorithm or hasher.must_update(before)


def deleted(sender, instance, **kwargs):
    """Told before it happens, while what the row belongs to is still there; one transaction."""
    audited = AUDITED[sender._meta.label_lower]
    fields = difference(audited, snapshot(audited, instance), {})
    many = [relation.name for relation in sender._meta.local_many_to_many]
    for name in (*many, *audited.also):
        if rows := ends(getattr(instance, name).all()):
            fields[name] = [rows, []]
    tell(audited, "delete", instance, fields)


def ends_changed(relation, sender, instance, action, reverse, pk_set, **kwargs):
    """``instance`` got or lost ends of a many-to-many ``relation``, from either side of it."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    audited = AUDITED[relation.model._meta.label_lower]
    far = relation.related_model._base_manager
    if not reverse:
        _tell_ends(audited, relation, instance, action, far, pk_set)
        return
    near = relation.model._base_manager
    is_clear = pk_set is None
    rows = near.filter(**{relation.name: instance}) if is_clear else near.filter(pk__in=pk_set)
    for row in rows:
        _tell_ends(audited, relation, row, action, far, {instance.pk})


def _tell_ends(audited, relation, row, action, far, numbers):
    now = set(getattr(row, relation.name).values_list("pk", flat=True))
    if action == "pre_clear":
        was, now = now, now - (now if numbers is None else numbers)
    else:
        was = now - numbers if action == "post_add" else now | numbers
    if was != now:
        fields = [ends(far.filter(pk__in=was)), ends(far.filter(pk__in=now))]
        tell(audited, "change", row, {relation.name: fields})


def tell(audited, verb, row, fields):
    """One row of the trail about ``row``; ``fields``: name -> [before, after].

    A new row that says nothing, as Wagtail makes one of the site's settings by itself, is no act.
    """
    if verb == "add" and not fields:
        return
    subject = audited.subject(row)
    by, at, data = actor(subject if isinstance(subject, get_user_model()) else None)
    record(audited.act(verb), subject, by=by, at=at, fields=fields, **data)
