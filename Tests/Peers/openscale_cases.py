"""Captures, the settings that map them, and the records that a notebook would make of them for OpenScale.

The records are made here as IBM's notebooks make them: the fields are the columns, the values are what the CSV holds,
cast, or what the predictions hold, in the order of their keys. Only the ids and times are those that the program's
contract names.
"""

import csv
import io
import json
import uuid

from openscale_captures import capture, moment, truth

TYPES = {"int": int, "float": float, "string": str, "bool": lambda text: text == "true"}


class Case:
    """Lines to relay, the settings for them, and the records for IBM's client."""

    def __init__(self, name, lines, settings, records):
        self.name, self.lines, self.settings, self.records = name, lines, settings, records


def quoted(names):
    """Names as a list of columns writes them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(names)
    return out.getvalue()


def settings(inputs, outputs, types=None, **more):
    """The settings of the mapping, and nothing of those that other suites share."""
    kinds = ",".join(f"{quoted([name])}:{kind}" for name, kind in (types or {}).items())
    return {"CAPTURE_INPUT_COLUMNS": quoted(inputs), "CAPTURE_OUTPUT_COLUMNS": outputs, "CAPTURE_ID_COLUMN": "",
            "CAPTURE_COLUMN_TYPES": kinds, **more}


def table(names, text, types):
    """A table of the lines of CSV, cast."""
    return {"fields": names, "values": [
        [TYPES[types.get(name, "string")](cell) for name, cell in zip(names, row)]
        for row in csv.reader(io.StringIO(text))]}


def predictions(rows):
    """A table of what the model answered."""
    return {"fields": list(rows[0]), "values": [list(row.values()) for row in rows]}


def record(event, request, response, number=0):
    return {"request": request, "response": response, "scoring_timestamp": moment(number),
            "scoring_id": str(uuid.uuid5(uuid.NAMESPACE_URL, event))}


def learner(name, inputs, types, rows, answers, jsonlines=False):
    """A case of SageMaker's linear learner: each of `rows` is the CSV of one request, `answers` its predictions."""
    lines, records = [], []
    for number, (text, found) in enumerate(zip(rows, answers)):
        event = f"{name}-{number}"
        output = "\n".join(map(json.dumps, found)) if jsonlines else json.dumps({"predictions": found})
        kind = "application/jsonlines" if jsonlines else "application/json"
        lines.append(capture(event, text, output, answer=kind, number=number))
        records.append(record(event, table(inputs, text, types), predictions(found), number))
    path = "" if jsonlines else "predictions[]."
    outputs = ",".join(f"{field}={path}{field}" if path else field for field in answers[0][0])
    return Case(name, lines, settings(inputs, outputs, types), records)


def payloads():
    """The cases that both versions know."""
    numbers = {"radius_mean": "float", "texture_mean": "float", "concave points_mean": "float"}
    names = list(numbers)
    binary = {"score": 0.20244570076465607, "predicted_label": 0}
    korean = {"나이": "int", "도시, 구": "string", "소득": "float"}
    odd = ["é\u0301", "a/b", "it's", "emoji 😀"]
    return [
        learner("one row", names, numbers, ["17.02,23.98,0.1203"], [[binary]]),
        learner(
            "many rows in a record, and many records", names, numbers,
            ["17.02,23.98,0.1203\n11.0,12.5,0.1\n1e-07,-0.5,3.0", "9.75,8.25,0.5"],
            [[binary, {"score": 8.901956221052387e-07, "predicted_label": 0},
              {"score": 0.9999994039535522, "predicted_label": 1}], [{"score": 0.5, "predicted_label": 1}]]),
        learner(
            "json lines", names, numbers, ["17.02,23.98,0.1203\n11.0,12.5,0.1"],
            [[binary, {"score": 0.75, "predicted_label": 1}]], jsonlines=True),
        learner(
            "types", ["i", "f", "s", "b"], {"i": "int", "f": "float", "b": "bool"},
            ["9007199254740993,0.1,007,true\n-3,1e+16,,false"],
            [[{"score": 1, "predicted_label": 0}, {"score": 0.0, "predicted_label": 1}]]),
        learner(
            "hangul", list(korean), korean, ['41,"서울, 강남구",3500.5\n29,부산,0.25'],
            [[{"점수": 0.75, "예측": "이탈"}, {"점수": 0.125, "예측": "유지"}]]),
        learner("odd names", odd, {}, ['x,"y ""z""",\u2028,\U0001F600'], [[{"score": 0.5, "예": "é"}]]),
        learner(
            "multiclass", ["a", "b"], {"a": "float", "b": "float"}, ["1.5,2.5\n3.5,4.5"],
            [[{"score": [0.1, 0.7, 0.2], "predicted_label": 1}, {"score": [0.5, 0.25, 0.25], "predicted_label": 0}]]),
        learner("regression", ["rooms"], {"rooms": "int"}, ["3\n4"], [[{"score": 96719.57}, {"score": 120000.25}]]),
        scores(), threshold(), argmax(),
    ]


def bare(name, inputs, types, text, output, response, **more):
    """A case of an answer without names, such as XGBoost's CSV."""
    line = capture(name, text, output, answer="text/csv; charset=utf-8")
    return Case(name, [line], settings(inputs, "", types, **more), [record(name, table(inputs, text, types), response)])


def scores():
    return bare("bare scores", ["a", "b"], {"a": "int", "b": "float"}, "1,2.5\n3,4.5", "0.25\n0.75\n",
                {"fields": ["score"], "values": [[0.25], [0.75]]}, OPENSCALE_RESPONSE="score")


def threshold():
    return bare("a label from a bare score", ["a"], {"a": "int"}, "1\n2\n3", "0.25\n0.5\n0.75\n",
                {"fields": ["score", "predicted_label"], "values": [[0.25, 0], [0.5, 1], [0.75, 1]]},
                OPENSCALE_RESPONSE="score,predicted_label>=0.5")


def argmax():
    return bare("a label from bare probabilities", ["a"], {"a": "int"}, "1\n2", "0.25,0.5,0.25\n0.75,0.125,0.125\n",
                {"fields": ["probability", "predicted_label"],
                 "values": [[[0.25, 0.5, 0.25], 1], [[0.75, 0.125, 0.125], 0]]},
                OPENSCALE_RESPONSE="probability[],predicted_label=argmax")


def payloads_with_meta():
    """Columns about the capture itself, which only the second version has room for."""
    text, found = "1\n2", [{"score": 0.5, "predicted_label": 1}, {"score": 0.25, "predicted_label": 0}]
    line = capture("meta", text, json.dumps({"predictions": found}))
    request = {**table(["a"], text, {"a": "int"}),
               "meta": {"fields": ["event", "id"], "values": [["meta", "meta-0"], ["meta", "meta-1"]]}}
    return [Case(
        "columns about the capture", [line],
        settings(["a"], "score=predictions[].score,predicted_label=predictions[].predicted_label", {"a": "int"},
                 CAPTURE_METADATA_COLUMNS="event=eventMetadata.eventId", CAPTURE_ID_COLUMN="id"),
        [record("meta", request, predictions(found))])]


def not_a_number():
    return Case(
        "not a number", [capture("nan", "NaN,1.5", "Infinity\n", answer="text/csv")],
        settings(["a", "b"], "score", {"a": "float", "b": "float", "score": "float"}), [])


def feedback():
    """Labels alone, as SageMaker's ground truth and as a table."""
    labels = {"CAPTURE_LABEL_COLUMNS": "이탈,reason", "CAPTURE_INPUT_COLUMNS": "a", "CAPTURE_OUTPUT_COLUMNS": "score",
              "CAPTURE_COLUMN_TYPES": "이탈:int", "CAPTURE_ID_COLUMN": ""}
    records = [{"fields": ["이탈", "reason"], "values": [[1, "가격, 비쌈"], [0, ""]]}]
    return [
        Case("ground truth", [truth("e-1", '1,"가격, 비쌈"'), truth("e-2", "0,")], labels, records),
        Case("a table", ["id,이탈,reason", 'e-1,1,"가격, 비쌈"', "e-2,0,"], labels, records),
    ]
