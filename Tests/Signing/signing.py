#!/usr/bin/env python3
"""Compares our signatures with those of botocore, AWS's own signer, byte for byte and at the same fixed time.

    PYTHON Tests/Signing/signing.py [PROGRAM]

PYTHON is one that can import botocore; PROGRAM is SigningTable (.build/debug/SigningTable), which signs the same table.
"""

import datetime
import itertools
import json
import os
import subprocess
import sys
import unicodedata

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from urllib.parse import quote

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIME = datetime.datetime(2026, 11, 21, 9, 57, 38, tzinfo=datetime.timezone.utc)

HANGUL = "한국어/캡처"
KEYS = [
    "plain.jsonl", "a b", "a+b", "a=b", "(1)", "a&b", "user@host", "it's", "a;b", "a,b", "a:b", "100%", "%41", "%2F",
    "~tilde", "a//b", "//a", "/leading", "a/../b", "../a", "a/./b", "./a", "a/..", "a/.", "trailing.", "trailing/",
    ".", "..", "*", "!", "$", "a\\b", "a|b", "[x]", "{y}", "<z>", '"q"', "`", "^", "#hash", "?mark", "a?b#c", "tab\there",
    "line\nbreak", "\x7f", "é", "e\u0301", unicodedata.normalize("NFC", HANGUL), unicodedata.normalize("NFD", HANGUL),
    "😀.jsonl", "👩‍👩‍👧", "a b+c=é%~(1).jsonl", "-_.~", "year=2026/month=11/day=21/hour=09/x.jsonl", "\u00a0", "ﬁ", "ÅÅ",
]
QUERIES = [
    "?acl", "?versionId=3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY", "?versionId=null", "?b=2&a=1", "?a=2&a=1&a", "?a=", "?a=&b",
    "?list-type=2&prefix=a%2Fb&continuation-token=1%2B2%3D%3D", "?q=a+b", "?q=a%2Bb", "?q=a%20b", "?a-=1&a=2&a.=3&aa=4",
    "?A=1&a=2&_=3&%7E=4&~=5", "?a=b=c", "?=x", "?a&&b", "?a=%ED%95%9C&a=%E1%84%92", "?",
]
HEADERS = [
    [],
    [["Range", "bytes=5-"]],
    [["If-Match", '"9b2cf535f27731c974343645a3985328"'], ["range", "bytes=0-9"]],
    [["X-Amz-Meta-Spaces", "  a   b \t c  "], ["x-amz-request-payer", "requester"], ["User-Agent", "capture-relay/1"]],
    [["x-amz-meta-twice", "one"], ["X-Amz-Meta-Twice", "two"], ["content-type", "text/csv; charset=utf-8"]],
    [["x-amz-expected-bucket-owner", "111122223333"], ["x-amz-checksum-mode", "ENABLED"], ["Accept-Encoding", "identity"],
     ["Expect", ""], ["X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"], ["Connection", "keep-alive"]],
    [["x-amz-meta-empty", ""], ["x-amz-a", "1"], ["x-amz-a-b", "2"], ["x-amz-ab", "3"]],
]
CONDITIONS = [
    [["If-None-Match", "*"]], [["If-Match", '"9b2cf535f27731c974343645a3985328-3"']],
    [["If-Match", '""'], ["x-amz-expected-bucket-owner", "111122223333"], ["x-amz-request-payer", "requester"]],
]
TOKENS = [None, "IQoJb3JpZ2luX2VjEJ//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=="]
BUCKETS = [
    "https://capture.s3.eu-central-1.amazonaws.com", "http://127.0.0.1:9000/dotted.bucket",
    "https://s3.cn-north-1.amazonaws.com.cn:443/bucket", "http://localhost:80/bucket", "https://[::1]:9000/bucket",
]
# Paths as others than S3 may have them; these are canonicalised before they are signed.
PATHS = ["", "/", "/v3//a%20b/./c/../d/~f", "/a/", "/../a", "/a/..", "/%ED%95%9C%EA%B5%AD", "/a+b(1),;:@&=", "/a%2Fb/c"]
SERVICES = ["sts", "secretsmanager", "ssm", "sqs", "sagemaker"]


def case(service, url, token=None, method="GET", key=None, query="", headers=(), body=None, payload="body",
         region="eu-central-1"):
    return {
        "accessKeyID": "AKIDEXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "sessionToken": token, "service": service, "rule": "s3" if service == "s3" else "others", "region": region,
        "method": method, "url": url, "key": key, "query": query, "headers": list(headers), "body": body,
        "payload": payload,
    }


def table():
    """Every case; those of S3 name a key, which each side encodes by itself."""
    for key, token, bucket in itertools.product(KEYS, TOKENS, BUCKETS[:2]):
        yield case("s3", bucket, token, key=key)
    for bucket, headers, token in itertools.product(BUCKETS, HEADERS, TOKENS):
        yield case("s3", bucket, token, key="a b+c=é%~(1).jsonl", headers=headers)
        yield case("s3", bucket, token, method="PUT", key="x", headers=headers, body='{"ü":1}\n')
    for condition, key, token in itertools.product(CONDITIONS, KEYS[:6], TOKENS):
        yield case("s3", BUCKETS[0], token, "PUT", key=key, headers=condition, body='{"captureRelay":"progress/1"}')
    for query, bucket in itertools.product(QUERIES, BUCKETS[:2]):
        yield case("s3", bucket, key="a b", query=query, region="us-gov-west-1")
        yield case("s3", bucket, query="/" + query, headers=HEADERS[1])
    for key, token in itertools.product(KEYS[:4], TOKENS):
        yield case("s3", BUCKETS[0], token, key=key, payload="unsigned")
        yield case("s3", BUCKETS[0], token, key=key, method="put", payload="unsigned", body="rows")
    for service, path, token in itertools.product(SERVICES, PATHS, TOKENS):
        url = f"https://{service}.us-east-1.amazonaws.com{path}"
        yield case(service, url, token, region="us-east-1")
        yield case(service, url, token, "POST", headers=[["Content-Type", "application/x-amz-json-1.1"],
                   ["X-Amz-Target", "secretsmanager.GetSecretValue"]], body='{"SecretId":"é"}', region="us-east-1")
    for token in TOKENS:
        yield case("sqs", "https://sqs.eu-central-1.amazonaws.com/", token, "POST", headers=[
            ["Content-Type", "application/x-amz-json-1.0"], ["X-Amz-Target", "AmazonSQS.SendMessage"]],
            body='{"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/q","MessageBody":"{\\"é\\":1}"}')
    for service, query in itertools.product(SERVICES[:2], QUERIES):
        yield case(service, f"https://{service}.us-east-1.amazonaws.com/", query=query)
        yield case(service, f"https://{service}.us-east-1.amazonaws.com/", query=query, payload="unsigned", body="x",
                   method="POST")


def expected(entry):
    """The URL and the fields as botocore makes them."""
    url = entry["url"] + entry["query"]
    if entry["key"] is not None:
        # As botocore puts a key into a path.
        url = entry["url"] + "/" + quote(entry["key"], safe="/~") + entry["query"]
    body = None if entry["body"] is None else entry["body"].encode()
    request = AWSRequest(method=entry["method"], url=url, data=body)
    for name, value in entry["headers"]:
        request.headers.add_header(name, value)
    is_signed = entry["payload"] == "body"
    request.context["payload_signing_enabled"] = is_signed
    credentials = Credentials(entry["accessKeyID"], entry["secretAccessKey"], entry["sessionToken"])
    if entry["service"] == "s3":
        request.context["client_config"] = type("Config", (), {"s3": {"payload_signing_enabled": is_signed}})
        signer = botocore.auth.S3SigV4Auth
    else:
        signer = botocore.auth.SigV4Auth
    signer(credentials, entry["service"], entry["region"]).add_auth(request)
    return url, fields(request.headers.items())


def fields(pairs):
    """Those that a signer adds."""
    added = ("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256")
    return {name.lower(): value for name, value in pairs if name.lower() in added}


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, ".build/debug/SigningTable")
    if not hasattr(botocore.auth, "get_current_datetime"):
        print(f"botocore {botocore.__version__} asks for the time in another way than this program knows")
        return 1
    botocore.auth.get_current_datetime = lambda *_, **__: TIME
    cases = list(table())
    given = json.dumps({"time": int(TIME.timestamp()), "cases": cases}, ensure_ascii=False).encode()
    result = subprocess.run([program], input=given, stdout=subprocess.PIPE, timeout=300, check=True)
    lines = result.stdout.decode().splitlines()
    if len(lines) != len(cases):
        print(f"{len(cases)} cases were given, and {len(lines)} came back")
        return 1
    for entry, line in zip(cases, lines):
        ours = json.loads(line)
        ours = ours["url"], fields(ours["headers"])
        theirs = expected(entry)
        if ours != theirs:
            print(f"differs: {json.dumps(entry, ensure_ascii=False)}\n  ours     {ours}\n  botocore {theirs}")
            return 1
    print(f"{len(cases)} requests are signed as by botocore {botocore.__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
