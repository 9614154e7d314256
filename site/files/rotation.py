"""Changing the key: everything that is sealed is sealed anew under the current one.

What is sealed is found by looking at the models: every file on the private storage, every
:class:`~files.vault.SealedTextField` and ``SealedBinaryField``, the secrets of second factors.
"""

import os
from contextlib import suppress

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import transaction
from django.db.models import BinaryField, F, FileField, TextField, Value
from django.db.models.functions import Cast

from .models import private_storage
from .storage import UNFINISHED
from .vault import MARK, SealedBinaryField, SealedTextField, is_current, seal, sealed, unseal

ROTATING = ".rotating"
AT_ONCE = 200


def rotate():
    """Seal what is under an older key anew; ``(rotated, already current)``, files and values.

    May be interrupted and run again: a thing is replaced whole or not at all. What no key opens
    stays as it is and stops nothing else: :func:`left_over` names it.
    """
    counts = [_rotate_factors(), *(_rotate_column(*column) for column in sealed_columns())]
    counts += [_rotate_file(path) for path in sealed_files()]
    return sum(count[0] for count in counts), sum(count[1] for count in counts)


def left_over():
    """What is still sealed under another key, as words for the operator; [] when all is well."""
    rest = [f"文件 {path}" for path in sealed_files() if not is_current(_read(path))]
    for model, name in sealed_columns():
        older = sum(not is_current(_bytes(value)) for _, value in _values(model, name))
        rest += [f"{model._meta.label} {name}：{older} 行"] if older else []
    factors = Authenticator.objects.all()
    older = sum(not _is_current(value) for factor in factors for value in factor.data.values())
    return rest + ([f"两步验证：{older} 项"] if older else [])


def sealed_columns():
    """``(model, column name)`` of every column that is sealed, of every installed model."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField | SealedBinaryField)
    ]


def private_file_fields():
    """Every file field whose bytes lie on the private storage."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField) and field.deconstruct()[3].get("storage") is private_storage
    ]


def sealed_files():
    """The paths of all files on the private storage, in every folder, named by a row or not."""
    storage, folders = private_storage(), [""]
    while folders:
        folder = folders.pop()
        if folder and not storage.exists(folder):
            continue
        inner, names = storage.listdir(folder)
        folders += [f"{folder}/{name}".lstrip("/") for name in inner]
        for name in sorted(names):
            if not name.endswith((ROTATING, UNFINISHED)):
                yield f"{folder}/{name}".lstrip("/")


def _rotate_column(model, name):
    rotated = current = 0
    for pk, value in _values(model, name):
        if is_current(_bytes(value)):
            current += 1
        else:
            with suppress(InvalidToken):
                rotated += _replace_value(model, pk, name, value)
    return rotated, current


def _values(model, name):
    """``(pk, what is stored)`` of every row that holds something, as it is stored."""
    rows = _raw(model, name).exclude(raw=_nothing(model, name)).exclude(raw=None).order_by("pk")
    return rows.values_list("pk", "raw").iterator(AT_ONCE)


def _replace_value(model, pk, name, value):
    """Compare and set, so that nothing written meanwhile is lost."""
    fresh = seal(unseal(_bytes(value)))
    stored = _plain_field(model, name)
    fresh = fresh.decode() if isinstance(stored, TextField) else fresh
    return _raw(model, name).filter(pk=pk, raw=value).update(**{name: Value(fresh, stored)})


def _raw(model, name):
    return model._base_manager.annotate(raw=Cast(F(name), _plain_field(model, name)))


def _plain_field(model, name):
    """A field of the same kind that neither opens nor seals."""
    is_text = isinstance(model._meta.get_field(name), SealedTextField)
    return TextField() if is_text else BinaryField()


def _nothing(model, name):
    return "" if isinstance(_plain_field(model, name), TextField) else b""


def _bytes(value):
    return value.encode() if isinstance(value, str) else bytes(value)


@transaction.atomic
def _rotate_factors():
    """The secrets of second factors stand inside JSON."""
    rotated = current = 0
    for factor in Authenticator.objects.select_for_update():
        fresh = {name: _anew(value) for name, value in factor.data.items()}
        if fresh == factor.data:
            current += 1
            continue
        factor.data = fresh
        factor.save(update_fields=["data"])
        rotated += 1
    return rotated, current


def _anew(value):
    """A sealed text under the current key; anything else as it is."""
    if isinstance(value, list):
        return [_anew(each) for each in value]
    if isinstance(value, str) and value.encode().startswith(MARK):
        text = value.encode()
        return value if is_current(text) else _sealed_anew(text).decode()
    return value


def _sealed_anew(text):
    try:
        return seal(unseal(text))
    except InvalidToken:
        return text


def _is_current(value):
    """Whether nothing in ``value`` is sealed under another key."""
    if isinstance(value, list):
        return all(map(_is_current, value))
    is_sealed = isinstance(value, str) and value.encode().startswith(MARK)
    return not is_sealed or is_current(value.encode())


def _read(path):
    with private_storage().open(path, "rb") as file:
        return file.read()


def _rotate_file(path):
    stored = _read(path)
    if is_current(stored):
        return 0, 1
    with suppress(InvalidToken):
        _replace(private_storage(), path, sealed(unseal(stored)))
        return 1, 0
    return 0, 0


def _replace(storage, path, content):
    """Beside it first, then in its place in one step, as a file system can."""
    beside = path + ROTATING
    if storage.exists(beside):
        storage.delete(beside)
    storage.save(beside, content)
    os.replace(storage.path(beside), storage.path(path))
