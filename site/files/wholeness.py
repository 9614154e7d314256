"""Whether what is at rest is still what was handed in: looked at whole, after a restore."""

import hashlib

from cryptography.fernet import InvalidToken

from .models import StoredFile
from .vault import opened


def examined_files():
    """``(number of files, lines)``: a line for each that does not open to its own digest."""
    files = StoredFile.objects.filter(destroyed_at__isnull=True)
    rows = ((file, _fault(file)) for file in files.iterator(chunk_size=200))
    return files.count(), [f"文件 {file.pk}：{why}" for file, why in rows if why]


def _fault(file):
    try:
        is_whole = hashlib.sha256(opened(file.sealed)).hexdigest() == file.sha256
    except FileNotFoundError:
        return "没有"
    except InvalidToken:
        return "打不开，MATERIAL_KEY 是否是备份时的"
    return "" if is_whole else "与登记的摘要不符"
