"""How a form shows what a service refused: each reason at its field, the rest above."""


def add_reasons(form, refused, *, field_names=None, at=None):
    """Add every reason of ``refused``, which has ``reasons`` and their ``fields``, to ``form``.

    ``field_names`` maps a field of the service to the one of the form, where people know it by
    another name. Reasons without a field stand at the field ``at`` where one is named.
    """
    field_names, added = field_names or {}, set()
    for name, reasons in refused.fields.items():
        added.update(reasons)
        field = field_names.get(name, name)
        form.add_error(field if field in form.fields else None, reasons)
    for reason in refused.reasons:
        if reason not in added:
            form.add_error(at, reason)
