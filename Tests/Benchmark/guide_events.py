"""Events as S3 sends them."""


def event_of(key):
    """What S3 tells of an object."""
    return {"Records": [{
        "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "awsRegion": "us-east-1",
        "s3": {"bucket": {"name": "bucket"}, "object": {"key": key}}}]}
