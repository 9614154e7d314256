"""A batch as a file for the web form of a receiver: its own columns, by a mapping file (§6.4).

The mapping language knows the fields of the exchange format and nothing else of the house.
"""

import tomllib
from pathlib import Path

from printing.tables import CsvTable, XlsxTable
from records.audit import record as audit
from rules.amounts import yuan
from rules.refusal import refuse_if

from .. import schema
from ..contents import iter_records, open_files
from ..models import ExportStream
from ..receivers import receiver

MAPPINGS = Path(__file__).parents[1] / "mappings"
FORMATS = {"yuan": lambda fen: "" if fen is None else yuan(fen)}
#: What fills a column: a field of the format, words that stand, the number of the row.
KINDS = ("field", "constant", "number")
SCHEMAS = {"catalog": schema.RECORD, "sales": schema.SALE, "reconciliation": schema.RECONCILED}


def mapping_of(stream):
    """The mapping for the files of ``stream``, or None where the receiver takes our own columns.

    A mapping tells of the catalogue; other datasets go in our columns.
    """
    name = receiver(stream.receiver).options.get("mapping")
    if name is None or stream.dataset != ExportStream.Dataset.CATALOG:
        return None
    path = MAPPINGS / f"{name}.toml" if name.isidentifier() else Path(name)
    mapping = tomllib.loads(path.read_text(encoding="utf-8"))
    refuse_if(reasons_against_mapping(mapping))
    return mapping


def reasons_against_mapping(mapping, dataset="catalog"):
    """What of a mapping is not of its language: fields, formats."""
    fields = schema.columns(SCHEMAS[dataset])
    reasons = []
    for column in mapping["columns"]:
        if sum(kind in column for kind in KINDS) != 1:
            reasons.append(f"列“{column['title']}”须有字段、固定内容或者序号之一")
        if "field" in column and column["field"] not in fields:
            reasons.append(f"列“{column['title']}”的字段{column['field']}不在交换格式中")
        if column.get("format", "yuan") not in FORMATS:
            reasons.append(f"列“{column['title']}”的格式无法识别")
    return reasons


def write_upload_file(batch, target, *, form, by, at):
    """Write ``batch`` to the open binary file ``target`` as ``csv`` or ``xlsx``, and note who."""
    open_files(batch)  # raises Damaged
    mapping = mapping_of(batch.stream)
    columns = _columns(batch, mapping)
    title = mapping["title"] if mapping else schema.schema(SCHEMAS[batch.stream.dataset])["title"]
    table = CsvTable(target, columns) if form == "csv" else XlsxTable(columns, title=title)
    for number, record in enumerate(iter_records(batch), 1):
        table.add(_mapped(record, mapping, number))
    table.save() if form == "csv" else table.save(target)
    audit("exchange.download", batch, by=by, at=at, form=form)


def _columns(batch, mapping):
    if mapping is None:
        return schema.columns(SCHEMAS[batch.stream.dataset])
    return {str(number): column["title"] for number, column in enumerate(mapping["columns"])}


def _mapped(record, mapping, number):
    if mapping is None:
        return record
    cells = enumerate(mapping["columns"])
    return {str(place): _cell(record, column, number) for place, column in cells}


def _cell(record, column, number):
    if "number" in column:
        return number
    if "constant" in column:
        return column["constant"]
    value, codes = record[column["field"]], column.get("codes", {})
    if "format" in column:
        return FORMATS[column["format"]](value)
    if isinstance(value, list):
        return "、".join(codes.get(str(each), str(each)) for each in value)
    return codes.get(str(value), value)
