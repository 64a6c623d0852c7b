"""Maps one capture line to rows: the rules once more, written with the standard library and with clarity alone in mind.

It shares no code and no technique with the relay: every payload becomes Python values, and every way to read them is
tried. Slow, and meant to be.
"""

import base64
import binascii
import csv
import datetime
import io
import itertools
import math
import re

from exact import Members, Number, Quantity, load
from decimal import Decimal
from settings import EACH

csv.field_size_limit(1 << 30)

WRAPPERS = ["instances", "predictions", "inputs", "outputs", "features", "data", "probabilities",
            "dataframe_records", "dataframe_split"]


class Quarantined(Exception):
    """What is wrong with a line, in words."""


class Cell(str):
    """A cell of CSV, which is text whatever it looks like."""


MISSING = object()


def map_line(line, settings, place):
    """`('rows', rows)`, or the kind of the line and why it gives none."""
    try:
        text = line.decode("utf-8")
        if not text.strip():
            return "blank", ""
        document = load(text)
    except ValueError as error:
        return "quarantined", str(error)
    if not isinstance(document, Members):
        return "quarantined", "not an object"
    document = dict(document)
    if "groundTruthData" in document:
        return "ignored", "ground truth"
    capture, metadata = dict(document.get("captureData") or []), dict(document.get("eventMetadata") or [])
    if "batchTransformOutput" in capture:
        return "ignored", "batch transform"
    if metadata.get("invocationSource") == "ShadowExperiment" and not settings.relays_shadow:
        return "ignored", "shadow"
    try:
        return "rows", rows_of(capture, metadata, settings, place)
    except Quarantined as problem:
        return "quarantined", str(problem)


def rows_of(capture, metadata, settings, place):
    refuse_failed_invocation(capture)
    inputs = readings(capture.get("endpointInput"), settings.inputs)
    outputs = readings(capture.get("endpointOutput"), settings.outputs)
    found = []
    for left, right in itertools.product(inputs, outputs):
        if left is None or right is None or len(left) == len(right):
            rows = [a + b for a, b in zip(left or [[]] * len(right), right or [[]] * len(left))]
            if rows not in found:
                found.append(rows)
    if len(found) != 1:
        raise Quarantined(f"{len(found)} readings of {len(inputs)} inputs and {len(outputs)} outputs")
    columns = settings.inputs + settings.outputs
    values = [[typed(value, column) for value, column in zip(row, columns)] for row in found[0]]
    return [finished(row, index, len(values), metadata, settings, place) for index, row in enumerate(values)]


def refuse_failed_invocation(capture):
    slot = dict(capture.get("endpointOutput") or [])
    if slot and slot.get("observedContentType") is None and isinstance(slot.get("data"), str):
        try:
            answer = load(decoded(slot))
        except ValueError:
            return
        if isinstance(answer, Members) and {"code", "message"} <= {key for key, _ in answer}:
            raise Quarantined("a failed invocation")


def decoded(slot):
    """The text of a payload."""
    data = slot["data"]
    if (slot.get("encoding") or "").lower() != "base64":
        return data
    plain = re.sub(r"[ \t\r\n]", "", data).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Quarantined(f"base64: {error}") from error


def readings(slot, columns):
    """Every way to read a payload as rows of the columns; `[None]` where no columns are asked for."""
    if not columns:
        return [None]
    slot = dict(slot or [])
    if not isinstance(slot.get("data"), str):
        raise Quarantined("no payload")
    text = decoded(slot)
    encoding = (slot.get("encoding") or "").lower()
    label = encoding if encoding in ("csv", "json") else (slot.get("observedContentType") or "").lower()
    begins = text.lstrip(" \t\r\n")[:1]
    if "json" in label or begins in ("{", "["):
        try:
            return json_readings(text, columns)
        except ValueError as error:
            if begins in ("{", "[") and "csv" not in label:
                raise Quarantined(f"JSON: {error}") from error
    return csv_readings(text, columns)


def csv_readings(text, columns):
    try:
        records = [list(map(Cell, record)) for record in csv.reader(io.StringIO(text, newline=""), strict=True) if record]
    except csv.Error as error:
        raise Quarantined(f"CSV: {error}") from error
    if any(column.path for column in columns):
        return []
    names = [column.name for column in columns]
    if records and len(set(records[0])) == len(records[0]) and set(records[0]) <= set(names):
        if any(len(record) != len(records[0]) for record in records):
            return []
        return complete([by_name(dict(zip(records[0], record)), columns) for record in records[1:]])
    if len(columns) == 1 and len(records) == 1:
        return [[[cell] for cell in records[0]]]
    return complete([record if len(record) == len(columns) else None for record in records])


def json_readings(text, columns):
    try:
        document = load(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise
        document = [load(line) for line in lines]
    if any(column.path for column in columns):
        return path_readings(document, columns)
    found = []
    visit(document, columns, found)
    return found


def visit(value, columns, found):
    """Collects the ways to read a JSON value as rows."""
    if isinstance(value, Members):
        fields = members(value)
        found += complete([by_name(fields, columns)])
        lists = [item for item in fields.values() if type(item) is list and item]
        if lists and len(lists) == len(fields) and len({len(item) for item in lists}) == 1:
            found += complete([by_name(dict(zip(fields, cells)), columns) for cells in zip(*lists)])
        if type(fields.get("columns")) is list and type(fields.get("data")) is list:
            found += complete([by_name(dict(zip(fields["columns"], row)), columns) for row in fields["data"]])
            return
        for wrapper in WRAPPERS:
            if isinstance(fields.get(wrapper), list):
                visit(fields[wrapper], columns, found)
    elif type(value) is list and value and all(isinstance(item, list) for item in value):
        found += complete([row_of(item, columns) for item in value])
    elif type(value) is list:
        if len(value) == len(columns):
            found.append([value])
        if len(columns) == 1 and len(value) != 1:
            found.append([[item] for item in value])
    elif len(columns) == 1:
        found.append([[value]])


def complete(rows):
    """The rows as one reading, or none if one of them lacks something."""
    return [rows] if rows and all(row is not None for row in rows) else []


def members(value):
    fields = dict(value)
    if len(fields) != len(value):
        raise Quarantined("a key is there twice")
    return fields


def row_of(item, columns):
    if not isinstance(item, Members):
        return list(item) if len(item) == len(columns) else None
    fields = members(item)
    vector = fields.get("features")
    return by_name(fields, columns) or (row_of(vector, columns) if type(vector) is list else None)


def by_name(fields, columns):
    if any(column.name not in fields and not column.optional for column in columns):
        return None
    return [fields.get(column.name, MISSING) for column in columns]


def path_readings(document, columns):
    cells = [follow(document, column.path) for column in columns]
    if any(cell is None and not column.optional for cell, column in zip(cells, columns)):
        return []
    counts = {len(cell) for cell, column in zip(cells, columns) if EACH in column.path and cell is not None}
    if len(counts) > 1:
        return []
    rows = []
    for index in range(counts.pop() if counts else 1):
        row = [
            MISSING if cell is None else cell[index if EACH in column.path else 0]
            for cell, column in zip(cells, columns)
        ]
        if any(value is MISSING and not column.optional for value, column in zip(row, columns)):
            return []
        rows.append(row)
    return [rows]


def follow(value, path):
    """The values at the end of a path: one, or one for each element; None where it leads nowhere."""
    if not path:
        return [value]
    step, rest = path[0], path[1:]
    if step is EACH:
        if type(value) is not list:
            return None
        return [cell for item in value for cell in follow(item, rest) or [MISSING]]
    if isinstance(step, int):
        return follow(value[step], rest) if type(value) is list and step < len(value) else None
    fields = members(value) if isinstance(value, Members) else {}
    return follow(fields[step], rest) if step in fields else None


def typed(value, column):
    """The value as its column's type has it."""
    if value is MISSING or value is None:
        return None
    if not column.type:
        return str(value) if isinstance(value, Cell) else value
    if isinstance(value, Cell) and value == "":
        return None
    text = value.text if isinstance(value, Number) else value
    if column.type == "string" and isinstance(value, str):
        return str(value)
    if column.type == "bool":
        word = text if isinstance(text, bool) else {"true": True, "false": False, "1": True, "0": False}.get(text.lower())
        if word is not None:
            return word
    elif column.type == "int" and isinstance(text, str):
        match = re.fullmatch(r"([+-]?)0*([0-9]+)(\.0*)?", text)
        if match:
            return Number(match[1].strip("+") + match[2])
    elif column.type == "float" and isinstance(text, str):
        if re.fullmatch(r"[+-]?(nan|inf|infinity)", text.strip(), re.IGNORECASE):
            return None
        if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text.strip()):
            return None if math.isinf(float(text)) else Quantity(Decimal(text.strip()))
    raise Quarantined(f"{column.name}: {value!r} is no {column.type}")


def finished(values, index, count, metadata, settings, place):
    """A row with its columns' names, in their order."""
    row = list(zip([column.name for column in settings.inputs], values))
    if settings.timestamp:
        row.append((settings.timestamp, time_of(metadata.get("inferenceTime"), settings.format)))
    row += zip([column.name for column in settings.outputs], values[len(settings.inputs):])
    for name, source in settings.metadata:
        kind, _, rest = source.partition(".")
        row.append((name, metadata.get(rest) if kind == "eventMetadata" else place[source]))
    if settings.id:
        own = metadata.get("inferenceId") or metadata["eventId"]
        row.append((settings.id, own if count == 1 else f"{own}-{index}"))
    return Members(row)


def time_of(text, form):
    try:
        time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, AttributeError) as error:
        raise Quarantined(f"time: {error}") from error
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.timezone.utc)
    since = time - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    if form == "epoch":
        return Number(str(since // datetime.timedelta(seconds=1)))
    if form == "epoch-ms":
        return Number(str(since // datetime.timedelta(milliseconds=1)))
    if form == "datetime":
        return time.astimezone(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    return text
