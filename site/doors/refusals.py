"""How a form shows what a service refused: each reason at its field, the rest above."""


def tell(form, refused, *, called=None, at=None):
    """Show every reason of ``refused``, which has ``reasons`` and their ``fields``, in ``form``.

    ``called`` maps a field of the service to the one of the form, where people know it by another
    name. Reasons without a field stand at the field ``at`` where one is named.
    """
    called, told = called or {}, set()
    for name, reasons in refused.fields.items():
        told.update(reasons)
        shown = called.get(name, name)
        form.add_error(shown if shown in form.fields else None, reasons)
    for reason in refused.reasons:
        if reason not in told:
            form.add_error(at, reason)
