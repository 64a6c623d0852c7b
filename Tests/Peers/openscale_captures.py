"""Captures of models as OpenScale's users have them, and the files that they lie in."""

import json
import time

from processes import scratch


def moment(number):
    return f"2026-11-20T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"


def side(mode, text, content):
    kind = {"text/csv": "CSV"}.get(content, "JSON")
    return {"observedContentType": content, "mode": mode, "data": text, "encoding": kind}


def capture(event, data, output, content="text/csv", answer="application/json", number=0):
    """A line of a capture file."""
    return json.dumps({
        "captureData": {
            "endpointInput": side("INPUT", data, content), "endpointOutput": side("OUTPUT", output, answer)},
        "eventMetadata": {"eventId": event, "inferenceTime": moment(number)}, "eventVersion": "0",
    }, ensure_ascii=False)


def truth(event, data):
    """A line of ground truth, as SageMaker's Model Monitor reads it."""
    return json.dumps({
        "groundTruthData": {"data": data, "encoding": "CSV"}, "eventMetadata": {"eventId": event},
        "eventVersion": "0"}, ensure_ascii=False)


def file_of(lines):
    """A file with some lines."""
    path = scratch(f"captures-{time.monotonic_ns()}.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))
    return path
