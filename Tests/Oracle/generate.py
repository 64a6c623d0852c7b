#!/usr/bin/env python3
"""Makes captures at random, and the rows that each is meant to give.

    generate.py SEED LINES OUT      writes each scenario's settings, captures and meant rows under OUT

The rows are known because they come first: values are drawn, then put into one of the many forms that a payload can
have. Nothing here reads a payload.
"""

import base64
import datetime
import json
import os
import random
import re
import sys
import uuid
from dataclasses import dataclass, field

from decimal import Decimal
from exact import Members, Number, Quantity
from settings import EACH, Column, Settings

# No text below is a name: a first record of names is a header.
NAMES = ["age", "income", "city, state", "zip", "Größe", "a.b", "氏名", "x y", "flag", 'say "no"', "score 😀", "Age", "n[0]"]
TEXTS = ["", "red", "blue", "a b", " padded ", "O'Hara", 'say "hi"', '"', "a,b", "line\nbreak", "line\r\nbreak", "\ttab",
         "größe", "名前", "😀", "👩‍👩‍👧", "e\u0301", "\u2028", "\ufeff", "\x00", "\x1f", "\x7f", "\ud83d", "back\\slash",
         "007", "1e3", "NaN", "null", "true", "</script>", "{", "[1", "x" * 70, "\u00a0", "-", "="]
NUMBERS = ["0", "-0", "-0.0", "1", "-7", "41", "3.0", "0.1", "1e3", "1E+2", "2.5e-3", "0.30000000000000004",
           "12345678901234567890123", "9007199254740993", "1.7976931348623157e308", "1e999", "0.1000000000000000055",
           "100000000000000000000.000000000001", "1.10"]
NON_FINITE = ["NaN", "Infinity", "-Infinity"]

INTS = [("5", "5"), ("+5", "5"), ("007", "7"), ("-12", "-12"), ("5.0", "5"), ("0", "0"), ("-008.00", "-8"),
        ("12345678901234567890123", "12345678901234567890123")]
FLOATS = [".5", "5.", "+1", "007.5", " 2.5 ", "-0.125", "1e3", "1E-7", "0.30000000000000004", "12", "-.25", "1.e2",
          "123456789012345678901234567890.5"]
BOOLS = [("true", True), ("False", False), ("TRUE", True), ("1", True), ("0", False), ("false", False)]
REFUSED = {"int": ["1e3", "5.5", "abc", "0x10", "1 2", "--1"], "float": ["abc", "1,5", "0x10", "1_000", ".", "e5", "--1"],
           "bool": ["yes", "2", "t", "truefalse"]}

TIMES = ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.{ms:03d}Z", "%Y-%m-%dT%H:%M:%S+00:00", "%Y-%m-%dT%H:%M:%S",
         "%Y-%m-%d %H:%M:%S"]


# Python's csv reads no NUL before 3.11.
if sys.version_info < (3, 11):
    TEXTS.remove("\x00")


class Raw(str):
    """JSON that is written as it stands."""


MISSING = object()


@dataclass
class Line:
    """One line of a capture file and what is meant to become of it."""

    data: bytes
    kind: str  # what it tries
    verdict: str  # rows, quarantined, ignored or blank
    rows: list = field(default_factory=list)


@dataclass
class Scenario:
    name: str
    settings: Settings
    place: dict  # what the object's place is called, by the metadata columns' sources
    lines: list
    ending: bytes
    mark: bytes

    def data(self):
        """The capture file; its last line has no line break half of the time."""
        text = self.ending.join(line.data for line in self.lines)
        return self.mark + text + (self.ending if len(self.lines) % 2 or not self.lines[-1].data else b"")


class Draw:
    """Draws values, payloads and lines from one source of chance."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice

    def chance(self, share):
        return self.random.random() < share

    # Values. Each gives what is written and what is meant to be in the row.

    def cell(self, column):
        """A cell of CSV."""
        if column.type and self.chance(0.08):
            return "", None
        if column.type == "int":
            written, meant = self.pick(INTS)
            return written, Number(meant)
        if column.type == "float":
            if self.chance(0.05):
                return self.pick(NON_FINITE + ["nan", "inf"]), None
            written = self.pick(FLOATS)
            return written, Quantity(Decimal(written.strip()))
        if column.type == "bool":
            return self.pick(BOOLS)
        text = self.text()
        return text, text or (None if column.type else "")

    def value(self, column, nested=True):
        """A value of JSON."""
        if self.chance(0.05):
            return None, None
        if column.type == "int":
            written, meant = self.pick([("5", "5"), ("-12", "-12"), ("5.0", "5"), ("12345678901234567890", "12345678901234567890")])
            return Raw(written), Number(meant)
        if column.type == "float":
            if self.chance(0.05):
                return Raw(self.pick(NON_FINITE)), None
            written = self.pick(NUMBERS)
            # What no float can hold is an infinity to it, and null in the row.
            return Raw(written), None if written == "1e999" else Quantity(Decimal(written))
        if column.type == "bool":
            value = self.chance(0.5)
            return value, value
        if column.type == "string":
            text = self.text()
            return text, text
        return self.any(nested)

    def any(self, nested=True):
        chance = self.random.random()
        if chance < 0.45:
            number = self.number()
            return Raw(number), Number(number)
        if chance < 0.5:
            return Raw(self.pick(NON_FINITE)), None
        if chance < 0.6:
            return self.pick([(True, True), (False, False), (None, None)])
        if chance < 0.9 or not nested:
            text = self.text()
            return text, text
        # Nested values pass through whole. A list of one would look like a column of one row.
        items = [self.pick([(Raw(n), Number(n)), ("a", "a"), (True, True), (None, None), ({}, Members()), ([], [])])
                 for n in self.random.sample(NUMBERS, self.pick([2, 3]))]
        if chance < 0.95:
            return [item[0] for item in items], [item[1] for item in items]
        keys = self.random.sample(["k", "l", "", "__proto__", "a b"], len(items))
        return dict(zip(keys, (item[0] for item in items))), Members(zip(keys, (item[1] for item in items)))

    def text(self):
        if self.chance(0.15):
            return "".join(self.pick(TEXTS) for _ in range(3))
        return self.pick(TEXTS)

    def number(self):
        if self.chance(0.5):
            return self.pick(NUMBERS)
        return repr(self.random.uniform(-1000, 1000)) if self.chance(0.7) else str(self.random.randrange(10**9))

    # Texts.

    def json(self, value):
        """JSON text with blanks and escapes by chance."""
        space = self.pick(["", "", " ", "\n  ", "\r\n\t"])
        return self.written(value, space)

    def written(self, value, space=""):
        if isinstance(value, Raw):
            return str(value)
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, dict):
            items = [f"{space}{self.string(key)}:{space and ' '}{self.written(item, space)}" for key, item in value.items()]
            return "{" + ",".join(items) + space + "}"
        if isinstance(value, list):
            return "[" + ",".join(space + self.written(item, space) for item in value) + space + "]"
        return {True: "true", False: "false", None: "null"}[value]

    def string(self, text):
        plain = all(not 0xD800 <= ord(character) < 0xE000 for character in text)
        written = json.dumps(text, ensure_ascii=not plain or self.chance(0.4))
        return written.replace("/", "\\/") if self.chance(0.3) else written

    def csv(self, records):
        """CSV with quotes where they are needed, and sometimes where not."""
        ending = self.pick(["\n", "\n", "\r\n"])
        lines = [",".join(self.csv_cell(cell, len(record)) for cell in record) for record in records]
        blank = ending * self.pick([0, 0, 0, 1, 2])
        return blank + ending.join(lines) + self.pick(["", ending, ending + ending])

    def csv_cell(self, text, width):
        needed = any(mark in text for mark in '",\r\n') or text[:1] in ("{", "[", "\ufeff") or (width == 1 and not text.strip())
        return '"' + text.replace('"', '""') + '"' if needed or self.chance(0.1) else text


class Side:
    """One side of the inferences of a scenario: its columns and the forms that its payloads take."""

    def __init__(self, draw, columns, is_output, has_partner):
        self.draw, self.columns, self.is_output, self.has_partner = draw, columns, is_output, has_partner
        self.names = [column.name for column in columns]
        # Objects of arrays on both sides can be read in two ways, as one row and as many; no line means that.
        self.may_be_columnar = True
        # A list that is read as rows of one value each needs another side that has rows without doubt.
        self.may_be_bare_list = True

    def payload(self, count):
        """`(text, label, rows)`: a payload of some rows, the label that fits it, and what is meant to be in the rows."""
        draw, columns = self.draw, self.columns
        if any(column.path for column in columns):
            return self.by_path(count)
        if draw.chance(0.45):
            return self.as_csv(count)
        forms = ["flat"] if count == 1 else []
        forms += ["instances", "records", "split"]
        if self.has_partner:
            forms += ["lines", "objects"] if count > 1 else []
            forms += ["columnar"] if count > 1 and self.may_be_columnar else []
        if not any(column.type == "string" for column in columns) or draw.chance(0.5):
            forms += ["vectors"]
            if len(columns) > 1 or count > 1:
                forms += ["matrix"]
            if count == 1 and len(columns) > 1:
                forms += ["vector"]
            if len(columns) == 1 and count > 1 and self.has_partner:
                forms += ["scalars", "scalar-lines"]
        return getattr(self, "as_" + draw.pick(forms).replace("-", "_"))(count)

    def as_csv(self, count):
        cells = [[self.draw.cell(column) for column in self.columns] for _ in range(count)]
        records = [[cell[0] for cell in row] for row in cells]
        if looks_headed(records):
            return self.as_csv(count)
        rows = [[cell[1] for cell in row] for row in cells]
        if self.draw.chance(0.2):
            order = list(range(len(self.columns)))
            self.draw.random.shuffle(order)
            order = [index for index in order if not self.columns[index].optional or self.draw.chance(0.6)]
            absent = set(range(len(self.columns))) - set(order)
            if order:
                records = [[self.names[index] for index in order]] + [[row[index] for index in order] for row in records]
                rows = [[None if index in absent else value for index, value in enumerate(row)] for row in rows]
        elif self.is_output and len(self.columns) == 1 and count > 1 and self.has_partner and self.draw.chance(0.3):
            records = [[record[0] for record in records]]
            self.may_be_bare_list = False
        return self.draw.csv(records), "csv", rows

    # JSON by name.

    def object(self, row, extra=True):
        """A row as an object: keys in any order, optional ones sometimes missing, others beside them."""
        pairs = list(zip(self.names, row))
        if extra and self.draw.chance(0.4):
            pairs += [("extra_" + str(index), self.draw.any()[0]) for index in range(self.draw.pick([1, 2]))]
        self.draw.random.shuffle(pairs)
        return {name: value for name, value in pairs if value is not MISSING}

    def values(self, count, nested=True, optional=True):
        """`(written, meant)`, row by row."""
        written, meant = [], []
        for _ in range(count):
            row = [self.draw.value(column, nested) for column in self.columns]
            if optional:
                row = [(MISSING, None) if column.optional and self.draw.chance(0.4) else value
                       for column, value in zip(self.columns, row)]
            written.append([value[0] for value in row])
            meant.append([value[1] for value in row])
        return written, meant

    def as_flat(self, count):
        written, meant = self.values(count)
        if all(isinstance(value, list) for value in written[0] if value is not MISSING):
            return self.as_flat(count)
        document = self.object(written[0], extra=False)
        document["extra"] = Raw("1")
        if self.draw.chance(0.5):
            del document["extra"]
        return self.draw.json(document), "json", meant

    def as_objects(self, count):
        written, meant = self.values(count)
        return self.draw.json([self.object(row) for row in written]), "json", meant

    def as_instances(self, count):
        written, meant = self.values(count)
        wrapper = "predictions" if self.is_output else "instances"
        return self.draw.json({wrapper: [self.object(row) for row in written]}), "json", meant

    def as_records(self, count):
        written, meant = self.values(count)
        document = {"dataframe_records": [self.object(row) for row in written]}
        return self.draw.json({"inputs": document} if self.draw.chance(0.3) else document), "json", meant

    def as_split(self, count):
        written, meant = self.values(count, optional=False)
        order = list(range(len(self.columns) + 1))
        self.draw.random.shuffle(order)
        written = [row + [self.draw.any()[0]] for row in written]
        names = self.names + ["extra"]
        document = {"dataframe_split": {"columns": [names[index] for index in order],
                                        "data": [[row[index] for index in order] for row in written]}}
        return self.draw.json({"inputs": document} if self.draw.chance(0.4) else document), "json", meant

    def as_columnar(self, count):
        written, meant = self.values(count, nested=False, optional=False)
        document = dict(zip(self.names, [list(column) for column in zip(*written)]))
        if self.draw.chance(0.3):
            document["extra"] = [Raw("1")] * count
        pairs = list(document.items())
        self.draw.random.shuffle(pairs)
        self.may_be_columnar = False
        return self.draw.json(dict(pairs)), "json", meant

    def as_lines(self, count):
        written, meant = self.values(count)
        lines = [self.draw.written(self.object(row)) for row in written]
        return "\n".join(lines) + self.draw.pick(["", "\n"]), "jsonlines", meant

    # JSON by position.

    def as_vectors(self, count):
        written, meant = self.values(count, nested=False, optional=False)
        if count == 1 and self.draw.chance(0.4):
            return self.draw.json({"features": written[0]}), "json", meant
        wrapper = "predictions" if self.is_output else "instances"
        return self.draw.json({wrapper: [{"features": row} for row in written]}), "json", meant

    def as_matrix(self, count):
        written, meant = self.values(count, nested=False, optional=False)
        wrapper = self.draw.pick([None, "instances", "predictions", "inputs", "data"])
        return self.draw.json({wrapper: written} if wrapper else written), "json", meant

    def as_vector(self, count):
        written, meant = self.values(count, nested=False, optional=False)
        document = {"predictions": written[0]} if self.is_output and self.draw.chance(0.3) else written[0]
        return self.draw.json(document), "json", meant

    def as_scalars(self, count):
        written, meant = self.values(count, nested=False, optional=False)
        values = [row[0] for row in written]
        if not self.may_be_bare_list or self.draw.chance(0.5):
            return self.draw.json({"predictions": values}), "json", meant
        self.may_be_bare_list = False
        return self.draw.json(values), "json", meant

    def as_scalar_lines(self, count):
        written, meant = self.values(count, nested=False, optional=False)
        return "\n".join(self.draw.written(row[0]) for row in written), "jsonlines", meant

    def by_path(self, count):
        """A document in which each column's path leads to its value."""
        written, meant = self.values(count, nested=False, optional=False)
        for column in range(len(self.columns)):
            # What stands outside the list of rows is the same for each.
            if EACH not in self.columns[column].path:
                for row, means in zip(written, meant):
                    row[column], means[column] = written[0][column], meant[0][column]
        document = None
        for index, row in enumerate(written):
            for column, value in zip(self.columns, row):
                document = placed(document, column.path, index, value)
        return self.draw.json(document), "json", meant


def looks_headed(records):
    """Whether words stand over numbers: that looks like a header of columns that nobody configured, not like a row."""
    number = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*").fullmatch
    return len(records) > 1 and all(cell and not number(cell) for cell in records[0]) and any(
        all(number(cell) for cell in column[1:]) for column in zip(*records))


def placed(document, path, row, value):
    """The document with a value at the end of a path, in the element for its row."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        document = {} if document is None else document
        document[step] = placed(document.get(step), rest, row, value)
        return document
    document = [] if document is None else document
    index = row if step is EACH else step
    document += [None] * (index + 1 - len(document))
    document[index] = placed(document[index], rest, row, value)
    return document


PATHS = [
    [["predictions", EACH, "score"], ["predictions", EACH, "predicted_label"], ["meta", "model"]],
    [["rows", EACH, 0], ["rows", EACH, 1]],
    [["a.b", "c d", EACH, "x, y"], ["a.b", "c d", EACH, "z"]],
    [[EACH, "a"], [EACH, "b", "c"]],
    [["items", EACH, "features", 1], ["items", EACH, "features", 0], ["items", EACH, "id"]],
    [["one"], ["two", 0], ["two", 2, "three"]],
]


class Writer:
    """Writes the lines of one scenario."""

    def __init__(self, draw, number, folder):
        self.draw, self.number = draw, number
        self.settings, self.name = self.make_settings()
        pick = draw.pick
        endpoint, variant = pick(["churn", "churn-2026"]), pick(["AllTraffic", "variant-name-1"])
        self.path = os.path.join(
            folder, f"{number:02d}-{self.name}", "captures", endpoint, variant, "2026/11/20/12",
            f"34-56-789-{uuid.UUID(int=draw.random.getrandbits(128), version=4)}.jsonl")
        self.place = {"key.endpoint": endpoint, "key.variant": variant, "object.uri": "file://" + self.path}

    def make_settings(self):
        draw, kinds = self.draw, ["untyped", "typed", "paths", "one-output", "inputs-only", "optional"]
        kind = kinds[self.number % len(kinds)]
        names = draw.random.sample(NAMES, len(NAMES))
        inputs = [Column(names.pop()) for _ in range(draw.pick([1, 2, 3, 5]))]
        outputs = [Column(names.pop()) for _ in range(draw.pick([1, 2, 3]))]
        if kind == "one-output":
            outputs = outputs[:1]
        if kind == "inputs-only":
            outputs = []
        if kind == "typed":
            for column in inputs + outputs:
                column.type = draw.pick(["int", "float", "string", "bool", ""])
        if kind == "paths":
            for side in draw.pick([[inputs], [outputs], [inputs, outputs]]):
                paths = draw.pick(PATHS)
                side[:] = [Column(names.pop() if names else f"c{index}", path=path) for index, path in enumerate(paths)][:4]
        if kind == "optional":
            inputs = [Column(name) for name in ("first", "second")] + [Column(names.pop(), optional=True)]
        settings = Settings(inputs, outputs)
        if draw.chance(0.6):
            settings.timestamp, settings.format = "when", draw.pick(["iso8601", "epoch", "epoch-ms", "datetime"])
        if draw.chance(0.5):
            sources = ["key.endpoint", "key.variant", "object.uri", "eventMetadata.inferenceId", "eventMetadata.eventId"]
            settings.metadata = [(f"m{index}", source) for index, source in
                                 enumerate(draw.random.sample(sources, draw.pick([1, 2, 3])))]
        if draw.chance(0.6):
            settings.id = "id"
        settings.relays_shadow = draw.chance(0.3)
        return settings, kind

    def scenario(self, count):
        draw = self.draw
        lines = [self.capture(draw.pick([1, 1, 1, 2, 3, 5, draw.random.randint(1, 40)]))]
        while len(lines) < count:
            chance = draw.random.random()
            rows = draw.pick([1, 1, 1, 2, 3, 5, draw.random.randint(1, 40)])
            if chance < 0.02:
                lines.append(Line(draw.pick([b"", b" ", b"\t "]), "blank", "blank"))
            elif chance < 0.05:
                lines.append(self.other_kind(rows))
            elif chance < 0.15:
                lines.append(self.broken(rows))
            else:
                lines.append(self.capture(rows))
        return Scenario(self.name, self.settings, self.place, lines, draw.pick([b"\n", b"\n", b"\r\n"]),
                        draw.pick([b"", b"", b"\xef\xbb\xbf"]))

    # Lines.

    def sides(self):
        settings, draw = self.settings, self.draw
        return (Side(draw, settings.inputs, False, bool(settings.outputs)),
                Side(draw, settings.outputs, True, bool(settings.inputs)))

    def capture(self, count):
        """A line that is mapped to so many rows, or to one where no path leads through a list."""
        draw, settings = self.draw, self.settings
        left, right = self.sides()
        for columns in (settings.inputs, settings.outputs):
            if columns and all(column.path and EACH not in column.path for column in columns):
                count = 1
        if settings.outputs:
            *output, outputs = right.payload(count)
            left.may_be_columnar = right.may_be_columnar
            left.may_be_bare_list = right.may_be_bare_list
        else:
            output = (draw.csv([["0"]] * count), "csv") if draw.chance(0.5) else None
            outputs = [[]] * count
        *payload, inputs = left.payload(count)
        slots = {"endpointInput": self.slot("INPUT", *payload)}
        if output:
            slots["endpointOutput"] = self.slot("OUTPUT", *output)
        metadata, time = self.metadata()
        rows = self.finished(inputs, outputs, metadata, time)
        return Line(self.line(slots, metadata), f"{payload[1]} to {output and output[1]}", "rows", rows)

    def slot(self, mode, text, form):
        """A payload with labels, and encoded, in one of the ways that real captures are."""
        draw = self.draw
        types = {"csv": ["text/csv", "text/csv; charset=utf-8", "TEXT/CSV"], "json": ["application/json", "application/json; x=1"],
                 "jsonlines": ["application/jsonlines", "application/jsonlines; charset=utf-8"]}[form]
        encoding = "CSV" if form == "csv" else "JSON"
        content, chance, bracketed = draw.pick(types), draw.random.random(), text.lstrip()[:1] in ("{", "[")
        lone = any(0xD800 <= ord(character) < 0xE000 for character in text)
        if chance < 0.3 and not lone:
            encoding, text = "BASE64", self.base64(text)
        elif chance < 0.35:
            encoding = encoding.lower()
        elif chance < 0.4:
            encoding = "NONE"
        if draw.chance(0.1) and encoding.upper() in ("CSV", "JSON"):
            content = draw.pick(["text/html; charset=utf-8", "application/octet-stream", "text/csv", "application/json"])
        elif draw.chance(0.1) and (form == "csv" or (bracketed and form == "json")):
            content = draw.pick([None, "application/octet-stream"])
        slot = {"observedContentType": content, "mode": mode, "data": text, "encoding": encoding}
        if content is None and mode == "OUTPUT" and encoding == "BASE64":
            slot["observedContentType"] = "application/octet-stream"
        return slot

    def base64(self, text):
        encode = self.draw.pick([base64.b64encode, base64.b64encode, base64.urlsafe_b64encode])
        code = encode(text.encode("utf-8")).decode()
        chance = self.draw.random.random()
        if chance < 0.2:
            code = code.rstrip("=")
        elif chance < 0.3:
            code = "\n".join(code[start:start + 76] for start in range(0, len(code), 76))
        return code

    def metadata(self):
        draw = self.draw
        metadata = {"eventId": str(uuid.UUID(int=draw.random.getrandbits(128), version=4))}
        if draw.chance(0.3):
            metadata["inferenceId"] = draw.pick(["0", "order 17", "größe-😀", 'q"uote', "i" + str(draw.random.randrange(10**6))])
        if draw.chance(0.2):
            metadata["customAttributes"] = draw.pick([['{"a":1}'], ["accept_eula=true"], []])
        time = datetime.datetime(2026, 11, 20, 12) + datetime.timedelta(seconds=draw.random.randrange(86400))
        form, offset, milliseconds = draw.pick(TIMES), 0, draw.random.randrange(1000)
        if draw.chance(0.1):
            form, offset = "%Y-%m-%dT%H:%M:%S+02:30", 9000
        if "{ms" in form and self.settings.format == "epoch":
            form = TIMES[0]
        text = (time + datetime.timedelta(seconds=offset)).strftime(form.split("{")[0])
        if "{ms" in form:
            text += f"{milliseconds:03d}Z"
        else:
            milliseconds = 0
        metadata["inferenceTime"] = text
        seconds = int((time - datetime.datetime(1970, 1, 1)).total_seconds())
        meant = {"iso8601": text, "epoch": Number(str(seconds)), "epoch-ms": Number(str(seconds * 1000 + milliseconds)),
                 "datetime": time.strftime("%Y-%m-%d %H:%M:%S")}[self.settings.format]
        return metadata, meant

    def finished(self, inputs, outputs, metadata, time):
        settings, rows = self.settings, []
        own = metadata.get("inferenceId", metadata["eventId"])
        for index, (left, right) in enumerate(zip(inputs, outputs)):
            row = Members(zip([column.name for column in settings.inputs], left))
            row += [(settings.timestamp, time)] if settings.timestamp else []
            row += zip([column.name for column in settings.outputs], right)
            for name, source in settings.metadata:
                kind, _, rest = source.partition(".")
                row.append((name, metadata.get(rest) if kind == "eventMetadata" else self.place[source]))
            if settings.id:
                row.append((settings.id, own if len(inputs) == 1 else f"{own}-{index}"))
            rows.append(row)
        return rows

    def line(self, slots, metadata):
        draw = self.draw
        document = {"captureData": slots, "eventMetadata": metadata, "eventVersion": "0"}
        if draw.chance(0.2):
            document = {key: document[key] for key in draw.random.sample(list(document), len(document))}
            for mode, slot in slots.items():
                slots[mode] = {key: slot[key] for key in draw.random.sample(list(slot), len(slot))}
        return draw.written(document, draw.pick(["", "", "", " "])).encode("utf-8")

    def other_kind(self, count):
        draw, line = self.draw, self.capture(count)
        if draw.chance(0.5):
            document = json.loads(line.data)
            document["eventMetadata"]["invocationSource"] = "ShadowExperiment"
            line.data, line.kind = json.dumps(document).encode(), "shadow"
            if not self.settings.relays_shadow:
                line.verdict, line.rows = "ignored", []
            return line
        metadata, _ = self.metadata()
        truth = {"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": metadata, "eventVersion": "0"}
        return Line(json.dumps(truth).encode(), "ground truth", "ignored")

    def broken(self, count):
        """A line that must be quarantined."""
        ways = ["cut", "bytes", "base64", "slot", "twice", "json", "failed"]
        ways += ["time"] if self.settings.timestamp else []
        if not any(column.path for column in self.settings.inputs + self.settings.outputs):
            ways += ["width", "column"] + ["count", "count"] * bool(self.settings.outputs)
        if any(column.type in REFUSED for column in self.settings.inputs):
            ways += ["refused"] * 3
        way = self.draw.pick(ways)
        data = getattr(self, "break_" + way)(count)
        return Line(data, "broken: " + way, "quarantined")

    def document(self, count):
        return json.loads(self.capture(count).data)

    def break_cut(self, count):
        data = self.capture(count).data
        return data[:self.draw.random.randrange(1, len(data) - 1)].rstrip()

    def break_bytes(self, count):
        data, metadata = self.capture(count).data, b'"eventVersion"'
        return data.replace(metadata, b'"x":"' + self.draw.pick([b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"]) + b'",' + metadata)

    def with_input(self, data, encoding="CSV", content="text/csv", count=1):
        """A capture whose input is replaced."""
        document = self.document(count)
        document["captureData"]["endpointInput"] = {
            "observedContentType": content, "mode": "INPUT", "data": data, "encoding": encoding}
        return json.dumps(document).encode()

    def break_base64(self, count):
        return self.with_input(self.draw.pick(["!!!!", "MSwy*A==", "MQ=M", "A", "MQ==MQ=="]), "BASE64")

    def break_slot(self, count):
        document = self.document(count)
        if self.draw.chance(0.5):
            del document["captureData"]["endpointInput"]
        else:
            document["captureData"]["endpointInput"] = self.draw.pick([None, {"mode": "INPUT"}])
        return json.dumps(document).encode()

    def break_twice(self, count):
        names = [column.name for column in self.settings.inputs]
        members = [f"{json.dumps(name)}: 1" for name in names + names[:1]]
        return self.with_input("{" + ",".join(members) + "}", "JSON", "application/json")

    def break_json(self, count):
        text = json.dumps({"instances": [[1] * len(self.settings.inputs)] * count})
        return self.with_input(text[:self.draw.random.randrange(1, len(text))], "JSON", "application/json", count)

    def break_failed(self, count):
        document = self.document(count)
        answer = base64.b64encode(b'{"code":500,"message":"the model failed"}').decode()
        document["captureData"]["endpointOutput"] = {
            "observedContentType": None, "mode": "OUTPUT", "data": answer, "encoding": "BASE64"}
        return json.dumps(document).encode()

    def break_time(self, count):
        document = self.document(count)
        document["eventMetadata"]["inferenceTime"] = self.draw.pick(["garbage", "", "2026-13-01T00:00:00Z", None])
        return json.dumps(document).encode()

    def break_width(self, count):
        record = ["1"] * (len(self.settings.inputs) + 1)
        return self.with_input("\n".join([",".join(record)] * max(2, count)), count=max(2, count))

    def break_column(self, count):
        required = [column.name for column in self.settings.inputs if not column.optional]
        item = {name: 1 for name in required[1:]} | {"other": 2}
        return self.with_input(json.dumps({"instances": [item] * count}), "JSON", "application/json", count)

    def break_count(self, count):
        count = max(3, count)
        record = ",".join(["1"] * len(self.settings.inputs))
        return self.with_input("\n".join([record] * (count - 1)), count=count)

    def break_refused(self, count):
        index, column = self.draw.pick([pair for pair in enumerate(self.settings.inputs) if pair[1].type in REFUSED])
        record = ["" if column.type else "x" for column in self.settings.inputs]
        record[index] = self.draw.pick(REFUSED[column.type])
        return self.with_input(self.draw.csv([record]))


def scenarios(seed, lines, folder, count=24):
    """The scenarios of a seed, one after the other, with so many lines in all."""
    for number in range(count):
        draw = Draw(f"{seed}/{number}")
        share = lines // count + (number < lines % count)
        if share:
            writer = Writer(draw, number, folder)
            yield writer.path, writer.scenario(share)


def main(seed, lines, folder):
    for path, scenario in scenarios(seed, int(lines), os.path.abspath(folder)):
        write(path, scenario)
        with open(os.path.join(top(path), "meant.txt"), "w", encoding="utf-8", errors="backslashreplace") as file:
            for line in scenario.lines:
                print(line.verdict, line.kind, line.rows, file=file)


def top(path):
    """The folder of a scenario, from its capture file."""
    return path[:path.index("/captures/")]


def write(path, scenario):
    """Writes a scenario's captures and settings; returns the settings file."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(scenario.data())
    settings = os.path.join(top(path), "settings.env")
    with open(settings, "w", encoding="utf-8") as file:
        for name, value in scenario.settings.variables().items():
            # A value in quotes of its own would lose them to the settings file's quotes; a list can be a file.
            if value.startswith('"'):
                value_file = os.path.join(top(path), name + ".txt")
                with open(value_file, "w", encoding="utf-8") as values:
                    values.write(value + "\n")
                value = "@" + value_file
            file.write(f"{name}={value}\n")
    return settings


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
