"""Word and Excel files as archives of parts."""

import io
import zipfile


def with_one_changed(data, name, change):
    """The Office file ``data`` whose part ``name`` is what ``change`` makes of its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == name else content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
