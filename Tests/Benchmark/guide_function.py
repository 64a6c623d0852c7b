"""What users have today: a function as Fiddler's guide for SageMaker gives it, its one wrong call mended.

The guide's function passes one argument too few where a line is read, and so it fails at the first one; beside that its
way is kept: boto3 fetches the object into a file, each line is read with json, its CSV split at commas, and all rows of
the object are handed to Fiddler's client at once, which sends a thousand at a time. The guide knows CSV alone; JSON and
BASE64 are read in the shortest way that somebody would add to it.

As a program it handles one event: `guide_function.py KEY`.
"""

import base64
import json
import logging
import os
import sys
import tempfile
import uuid

import boto3
import fiddler

from guide_events import event_of

log = logging.getLogger()
log.setLevel(logging.INFO)

inputs = os.environ["FIDDLER_MODEL_COLUMNS"]
output = os.environ["FIDDLER_MODEL_OUTPUT_COLUMN"]
timestamp = os.environ["FIDDLER_TIMESTAMP_COLUMN"]

storage = boto3.client("s3")
fiddler.init(url=os.environ["FIDDLER_URL"], token=os.environ["FIDDLER_TOKEN"])
model = fiddler.Model.get(id_=os.environ["FIDDLER_MODEL_UUID"])




READERS = {
    "CSV": (lambda data: data.split(","), lambda data: data),
    "JSON": (
        lambda data: json.loads(data)["instances"][0], lambda data: json.loads(data)["predictions"][0]["score"]),
    "BASE64": (
        lambda data: base64.b64decode(data).decode().split(","), lambda data: base64.b64decode(data).decode()),
}


def columns():
    """The names of a row's values; the guide's asks for them anew for each row, and so does this."""
    return inputs.split(",") + [timestamp] + [output]


def row_of(capture):
    """The row of one capture."""
    request, answer = capture["captureData"]["endpointInput"], capture["captureData"]["endpointOutput"]
    values = READERS[request["encoding"]][0](request["data"])
    prediction = READERS[answer["encoding"]][1](answer["data"])
    return dict(zip(columns(), values + [capture["eventMetadata"]["inferenceTime"]] + [prediction]))


def rows_of(path):
    """The rows of a file, one of each line."""
    rows = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            rows.append(row_of(json.loads(line.strip())))
    return rows


def handle(event, _=None):
    """What Lambda calls."""
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        log.info(f"{key} is new")
        path = os.path.join(tempfile.gettempdir(), f"{uuid.uuid4()}{key.replace('/', '')}")
        storage.download_file(record["s3"]["bucket"]["name"], key, path)
        rows = rows_of(path)
        ids = model.publish(source=rows, environment=fiddler.EnvType.PRODUCTION)
        log.info(f"published with the ids {ids}")
    return {"statusCode": 200, "body": {"message": "processed", "results": rows}}


if __name__ == "__main__":
    handle(event_of(sys.argv[1]))
