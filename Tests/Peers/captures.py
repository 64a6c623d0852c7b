"""Capture objects, the rows that they must become, and the events that announce them."""

import hashlib
import json
from urllib.parse import quote_plus

# Settings that make of a capture of `line` the row of `row`.
SETTINGS = {
    "CAPTURE_INPUT_COLUMNS": "number,income,object",
    "CAPTURE_OUTPUT_COLUMNS": "score",
    "CAPTURE_ID_COLUMN": "id",
}


def mark(name):
    """A short text that stands for an object's name, so that rows tell which object they came from."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def line(number, name, padding=""):
    """A capture of one inference."""
    return (
        '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"%d,%d.25,%s",'
        '"encoding":"CSV"},"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT",'
        '"data":"0.%d\\n","encoding":"CSV"}},"eventMetadata":{"eventId":"%s-%d","customAttributes":["%s"],'
        '"inferenceTime":"2026-11-20T09:14:05Z"},"eventVersion":"0"}\n'
    ) % (number, number, mark(name), number, mark(name), number, padding)


def row(number, name):
    """What it must become."""
    return {
        "number": str(number), "income": f"{number}.25", "object": mark(name), "score": f"0.{number}",
        "id": f"{mark(name)}-{number}",
    }


def content(name, lines=3, padding=""):
    """An object."""
    return "".join(line(number, name, padding) for number in range(lines)).encode()


def rows(name, lines=3):
    """The rows of an object."""
    return [row(number, name) for number in range(lines)]


def parsed(text):
    """The rows that were written."""
    return [json.loads(part) for part in text.splitlines()]


def record(bucket, key, etag=None, version=None, region="us-east-1", size=None):
    """A record as S3 sends it, with the key encoded like a form."""
    thing = {"key": quote_plus(key, safe="/"), "sequencer": "0A"}
    if size is not None:
        thing["size"] = size
    if etag is not None:
        thing["eTag"] = etag.strip('"')
    if version is not None:
        thing["versionId"] = version
    return {
        "eventVersion": "2.6", "eventSource": "aws:s3", "awsRegion": region, "eventName": "ObjectCreated:Put",
        "eventTime": "2026-11-20T09:14:06.000Z", "s3": {"bucket": {"name": bucket}, "object": thing},
    }


def notification(*records):
    """An event from S3."""
    return {"Records": list(records)}


def queued(*bodies, queue="captures"):
    """An event from SQS, with messages m0, m1, …"""
    return {
        "Records": [
            {
                "messageId": f"m{number}", "receiptHandle": "r", "body": json.dumps(body),
                "attributes": {}, "messageAttributes": {}, "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}", "awsRegion": "us-east-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def job(*tasks):
    """An event from S3 Batch Operations, with tasks t0, t1, … of a bucket and a key each."""
    return {
        "invocationSchemaVersion": "1.0", "invocationId": "the-invocation", "job": {"id": "the-job"},
        "tasks": [
            {"taskId": f"t{number}", "s3Key": quote_plus(key, safe="/"), "s3VersionId": None,
             "s3BucketArn": f"arn:aws:s3:::{bucket}"}
            for number, (bucket, key) in enumerate(tasks)
        ],
    }


TEST_EVENT = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-11-20T08:00:00.000Z", "Bucket": "b"}
