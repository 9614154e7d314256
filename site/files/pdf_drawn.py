"""What a PDF draws beside the content of its pages, drawn onto pages, so that it is read like them.

Stamps, remarks and fields have a face of their own, which may say something else than their words;
patterns, pages and drawings that nobody put in the book still lie in the file.
"""

import io

import pikepdf

MAX_DEPTH = 6
#: Drawings stand below each other on the page that is added for them, and no two in one line.
LINE = 40


def with_all_drawn(data):
    """``(number of pages, the PDF whose pages show all that lies in it)``.

    Faces of remarks stand on their pages; what no page shows, on pages behind the last one.
    """
    with pikepdf.open(io.BytesIO(data)) as document:
        count, is_changed = len(document.pages), False
        faces_of = [list(_faces(page.obj)) for page in document.pages]
        every_face = [face for faces in faces_of for face in faces]
        visible = {each.objgen for each in every_face}
        visible |= drawings([*(page.obj for page in document.pages), *every_face]).keys()
        for page, faces in zip(document.pages, faces_of, strict=True):
            is_changed |= _draw(page, faces)
            if faces:
                del page.obj.Annots
        is_changed |= _add_lost_pages(document)
        lost = [each for each in document.objects if _is_drawing(each)]
        lost = [each for each in lost if each.objgen not in visible]
        if lost:
            is_changed |= _draw(document.add_blank_page(page_size=(600, 800)), lost)
        return count, _saved(document) if is_changed else data


def _saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_lost_pages(document):
    """Pages that are in the file and in no order of pages any more."""
    in_order = {page.obj.objgen for page in document.pages}
    lost = [
        each
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary)
        and str(each.get("/Type", "")) == "/Page"
        and each.objgen not in in_order
    ]
    for each in lost:
        document.pages.append(pikepdf.Page(each))
    return bool(lost)


def _faces(page):
    """What the remarks and fields of a page look like, in every state and at every press."""
    for remark in page.get("/Annots") or ():
        faces = remark.get("/AP") if isinstance(remark, pikepdf.Dictionary) else None
        for _, face in faces.items() if isinstance(faces, pikepdf.Dictionary) else ():
            if isinstance(face, pikepdf.Stream):
                yield face
            elif isinstance(face, pikepdf.Dictionary):
                yield from (each for _, each in face.items() if isinstance(each, pikepdf.Stream))


def drawings(holders):
    """``{objgen: drawing}`` of what ``holders`` show, and of what those drawings show.

    Each once, where it lies least deep: hundreds may share one list that names them all.
    """
    reached, level, lists = {}, holders, set()
    for _ in range(MAX_DEPTH):
        entries = (each for holder in level for each in resources(holder, "/XObject", lists))
        below = {each.objgen: each for each in entries if _is_drawing(each)}
        level = [each for number, each in below.items() if number not in reached]
        reached |= below
    return reached


def resources(holder, kind, lists):
    """What ``holder`` may use of one kind; nothing where its list is already among ``lists``."""
    holder = holder.stream_dict if isinstance(holder, pikepdf.Stream) else holder
    every_kind = holder.get("/Resources") or pikepdf.Dictionary()
    entries = every_kind.get(kind) or pikepdf.Dictionary()
    for each in (entries, every_kind):
        if each.is_indirect:
            if each.objgen in lists:
                return []
            lists.add(each.objgen)
            break
    return [each for _, each in entries.items()]


def _is_drawing(thing):
    """A form XObject or a tiling pattern: content of its own (ISO 32000-1, 8.7.3 and 8.10)."""
    if not isinstance(thing, pikepdf.Stream):
        return False
    is_form = str(thing.stream_dict.get("/Subtype", "")) == "/Form"
    return is_form or thing.stream_dict.get("/PatternType") == 1


def _draw(page, drawings):
    """Whether there was something to draw on ``page``."""
    lines = []
    for number, drawing in enumerate(drawings):
        drawing.stream_dict.Type = pikepdf.Name.XObject
        drawing.stream_dict.Subtype = pikepdf.Name.Form
        name = page.add_resource(drawing, pikepdf.Name.XObject)
        lines.append(f"q 1 0 0 1 0 {number * LINE} cm {name} Do Q")
    if lines:
        page.contents_add("\n".join(lines).encode())
    return bool(lines)
