"""Objects by whatever name, in whatever version, and what is said of those that are not handed out."""

import gzip
import re

import captures
from network import Door, answer, refusal
from program import replay, secret
from reading import Reading, moto, rclone

KEYS = [
    "in/plain.jsonl", "in/a b.jsonl", "in/a+b.jsonl", "in/day=2026-11-20/x=1.jsonl", "in/(1) [2] {3}.jsonl",
    "in/a&b.jsonl", "in/me@home.jsonl", "in/it's.jsonl", "in/a;b.jsonl", "in/a,b.jsonl", "in/a:b.jsonl",
    "in/100%.jsonl", "in/a%20b.jsonl", "in/%2F.jsonl", "in/~x~.jsonl", "in/$!*.jsonl", "in/a#b?c=d&versionId=e.jsonl",
    "in/\"q\" <x> \\ ^ ` |.jsonl", "in/été/日本😀.jsonl", "in/\u1112\u1161\u11ab\u1100\u1173\u11af.jsonl",
    "in/\ud55c\uae00.jsonl", "in/trailing.", "in/a b+c=é%~(1).jsonl", "-in/--dry-run", " in/space first.jsonl ",
]
# What rclone, whose keys are paths of a file system, does not take.
KEYS_OF_NO_PATH = [
    "in//two//slashes.jsonl", "in/x/../y.jsonl", "in/x/./y.jsonl", "../up.jsonl", "./here.jsonl", "/first.jsonl",
    "//first.jsonl", "in/last/", "in/last//",
]


class Keys(Reading):
    """Objects by whatever name."""

    def test_moto_hands_out_every_awkward_key(self):
        uris = [self.put(key) for key in KEYS + KEYS_OF_NO_PATH]
        for key, uri in zip(KEYS + KEYS_OF_NO_PATH, uris):
            with self.subTest(key=key):
                self.assertDelivers(replay(uri, settings=moto().settings), [key])

    def test_rclone_hands_out_every_awkward_key_that_is_a_path(self):
        for key in KEYS:
            rclone().put(key, captures.content(key))
        for key in KEYS:
            with self.subTest(key=key):
                self.assertDelivers(replay(f"s3://bucket/{key}", settings=rclone().settings), [key])

    def test_one_run_reads_many_objects_in_their_order(self):
        uris = [self.put(key) for key in KEYS]
        self.assertDelivers(replay(*reversed(uris), settings=moto().settings), reversed(KEYS))

    def test_an_event_names_awkward_keys_as_s3_encodes_them(self):
        for key in KEYS + KEYS_OF_NO_PATH:
            self.put(key)
        # A key that ends in a slash is a folder's marker in an event.
        keys = [key for key in KEYS + KEYS_OF_NO_PATH if not key.endswith("/")]
        path = self.event(*(captures.record("bucket", key) for key in keys))
        self.assertDelivers(replay(path, settings=moto().settings), keys)

    def test_a_bucket_with_dots_is_read(self):
        self.assertDelivers(replay(self.put("a.jsonl", bucket="dotted.bucket"), settings=moto().settings), ["a.jsonl"])

    def test_compressed_objects_are_inflated_by_their_content(self):
        body = gzip.compress(captures.content("gzip"))
        for key, more in (("a.gz", {}), ("a.jsonl", {"ContentEncoding": "gzip"}), ("b", {"ContentType": "text/plain"})):
            with self.subTest(key=key):
                moto().client().put_object(Bucket="bucket", Key=f"gzip/{key}", Body=body, **more)
                self.assertDelivers(replay(f"s3://bucket/gzip/{key}", settings=moto().settings), ["gzip"])

    def test_an_empty_object_holds_no_lines(self):
        moto().client().put_object(Bucket="bucket", Key="empty", Body=b"")
        ending = replay("s3://bucket/empty", settings=moto().settings)
        self.assertEqual((ending.code, ending.output), (0, ""), ending.errors)


class Versions(Reading):
    """Which of an object's versions is read."""

    def test_an_event_gets_the_version_that_it_names(self):
        versions = [
            moto().client().put_object(Bucket="versions", Key="a b", Body=captures.content(name))["VersionId"]
            for name in ("first", "second")]
        path = self.event(*(captures.record("versions", "a b", version=version) for version in versions))
        self.assertDelivers(replay(path, settings=moto().settings), ["first", "second"])

    def test_the_rest_of_a_version_is_a_part_of_that_version(self):
        version = moto().client().put_object(
            Bucket="versions", Key="long", Body=captures.content("long", 3000))["VersionId"]
        self.put("long", "short", bucket="versions")
        path = self.event(captures.record("versions", "long", version=version))
        with Door(moto().port, cuts=[500_000]) as door:
            ending = replay(path, settings={**moto().settings, "AWS_ENDPOINT_URL_S3": door.url})
            self.assertDelivers(ending, ["long"], 3000)
            self.assertRegex(door.heads[1], r"(?im)^range: *bytes=\d+-")
            for head in door.heads:
                self.assertIn(f"versionId={version}", head)

    def test_a_version_that_is_gone_is_an_error(self):
        version = moto().client().put_object(
            Bucket="versions", Key="gone", Body=captures.content("gone"))["VersionId"]
        moto().client().delete_object(Bucket="versions", Key="gone", VersionId=version)
        path = self.event(captures.record("versions", "gone", version=version))
        self.assertRefuses(replay(path, settings=moto().settings), "s3://versions/gone", "NoSuch")

    def test_an_object_that_was_overwritten_since_the_event_fails_and_both_etags_are_named(self):
        old, new = (
            moto().client().put_object(Bucket="bucket", Key="overwritten", Body=captures.content(name))["ETag"].strip('"')
            for name in ("before", "after"))
        path = self.event(captures.record("bucket", "overwritten", etag=old))
        self.assertRefuses(replay(path, settings=moto().settings), "s3://bucket/overwritten", old, new)
        path = self.event(captures.record("bucket", "overwritten", etag=new))
        self.assertDelivers(replay(path, settings=moto().settings), ["after"])


class Refusals(Reading):
    """What is not handed out, and what is said of it."""

    def test_a_wrong_secret_is_refused_and_said_to_be(self):
        for storage in (moto(), rclone()):
            with self.subTest(storage=storage.process.name):
                self.put("in/plain.jsonl")
                rclone().put("in/plain.jsonl", captures.content("in/plain.jsonl"))
                wrong = {**storage.settings, "AWS_SECRET_ACCESS_KEY": secret("the-wrong-secret-of-all")}
                self.assertRefuses(
                    replay("s3://bucket/in/plain.jsonl", settings=wrong), "SignatureDoesNotMatch", "in/plain.jsonl")

    def test_an_unknown_key_id_is_refused(self):
        uri = self.put("in/plain.jsonl")
        ending = replay(uri, settings={**moto().settings, "AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"})
        self.assertRefuses(ending, "InvalidAccessKeyId", uri)

    def test_a_missing_object_and_a_missing_bucket_are_named(self):
        for storage in (moto(), rclone()):
            for uri, code in (("s3://bucket/in/nothing", "NoSuchKey"), ("s3://no-such-bucket/a", "NoSuchBucket")):
                with self.subTest(storage=storage.process.name, uri=uri):
                    self.assertRefuses(replay(uri, settings=storage.settings), code, uri)

    def test_what_is_there_is_delivered_beside_what_is_missing(self):
        ending = replay("s3://bucket/nothing", self.put("a.jsonl"), settings=moto().settings)
        self.assertEqual(ending.code, 4)
        self.assertEqual(ending.rows, captures.rows("a.jsonl"))
        counts = {name: ending.summary[name] for name in ("objects", "failed", "accepted")}
        self.assertEqual(counts, {"objects": 2, "failed": 1, "accepted": 3})

    def test_without_any_keys_it_says_what_was_tried(self):
        settings = {**moto().settings, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        self.assertRefuses(replay("s3://bucket/a", settings=settings), "AWS_ACCESS_KEY_ID")

    def test_a_server_that_is_busy_is_asked_again(self):
        rclone().put("busy", captures.content("busy"))
        for trouble in (refusal(503, "SlowDown"), refusal(500, "InternalError"), answer(502), b""):
            with self.subTest(trouble=trouble), Door(rclone().port, instead=[trouble] * 2) as door:
                settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url}
                self.assertDelivers(replay("s3://bucket/busy", settings=settings), ["busy"])
                self.assertEqual(door.connections, 3)

    def test_what_is_not_the_object_is_not_taken_for_it(self):
        body = captures.content("masked")
        rclone().put("masked", body)
        endless = b'HTTP/1.1 200 OK\r\nETag: "e"\r\nConnection: close\r\n\r\n' + body
        for trouble, words in (
            (endless, "no length"),
            (answer(200, {"Content-Type": "text/html"}, b"<html>Sign in</html>"), "without an ETag"),
            (answer(200, {"ETag": '"e"', "x-amz-version-id": "v9"}, body), "another version"),
            (answer(200, {"ETag": '"e"', "x-amz-version-id": "v1"}, body), f"announced with {len(body) + 1}"),
        ):
            with self.subTest(words=words), Door(rclone().port, instead=[trouble]) as door:
                settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url}
                path = self.event(captures.record("bucket", "masked", version="v1", size=len(body) + 1))
                self.assertRefuses(replay(path, settings=settings), words, "s3://bucket/masked", "AWS_ENDPOINT_URL_S3")

    def test_attempts_are_counted_in_the_summary(self):
        rclone().put("busy", captures.content("busy"))
        with Door(rclone().port, instead=[refusal(503, "SlowDown")] * 2) as door:
            ending = replay("s3://bucket/busy", settings={**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url})
        self.assertDelivers(ending, ["busy"])
        self.assertEqual(ending.summary["retries"], 2)

    def test_it_asks_no_more_often_than_it_may(self):
        with Door(rclone().port, instead=[refusal(503, "SlowDown")] * 50) as door:
            settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url, "AWS_MAX_ATTEMPTS": 2}
            self.assertRefuses(replay("s3://bucket/busy", settings=settings), "SlowDown", "s3://bucket/busy")
            self.assertEqual(door.connections, 2)

    def test_what_is_refused_for_good_is_asked_for_once(self):
        for status, code in ((403, "AccessDenied"), (403, "InvalidObjectState"), (400, "InvalidRequest")):
            with self.subTest(code=code), Door(rclone().port, instead=[refusal(status, code)] * 9) as door:
                settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url}
                self.assertRefuses(replay("s3://bucket/a", settings=settings), code, "s3://bucket/a")
                self.assertEqual(door.connections, 1)

    def test_another_region_is_signed_for_once_when_s3_names_it(self):
        rclone().put("region", captures.content("region"))
        fields = {"x-amz-bucket-region": "eu-west-3"}
        for trouble in (
            refusal(400, "AuthorizationHeaderMalformed", fields, "<Region>eu-west-3</Region>"),
            refusal(301, "PermanentRedirect", {**fields, "Location": "http://127.0.0.1:9/elsewhere"}),
        ):
            with self.subTest(trouble=trouble), Door(rclone().port, instead=[trouble]) as door:
                settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url}
                self.assertDelivers(replay("s3://bucket/region", settings=settings), ["region"])
                scopes = [re.search(r"Credential=[^/]+/\d+/([^/]+)/s3/", head)[1] for head in door.heads]
                self.assertEqual(scopes, ["us-east-1", "eu-west-3"])
