"""All that lies under a prefix: listed as by others' clients, told, sent to queues, and relayed from here."""

import functools
import gzip
import json
import re
import subprocess
import time
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import captures
import ledger
from monitor import Monitor
from network import Door, answer
from processes import scratch, until
from program import Backfill, backfill, secret
from reading import moto, rclone
from s3_objects import KEYS, KEYS_OF_NO_PATH
from storage import Ministack
from warehouse import Warehouse

# Keys whose numbers stand in all the places where a key can be awkward.
AWKWARD = ["plain {:04}", "a+b/{:04}%20", "é/日本 {:04}😀", "it's \"{:04}\" & <x>", "tab\t{:04}", "\u202e{:04}", "-{:04}"]
COUNT = 2100
# What SQS says to whoever may not send.
DENIED = answer(403, body=b'{"__type":"com.amazon.coral.service#AccessDeniedException","message":"words"}')


@functools.cache
def ministack():
    """ministack, started when it is first asked for."""
    return Ministack()


def fill(storage, bucket, keys, body=b"x"):
    """Puts an object for each key."""
    client = storage.client()
    client.create_bucket(Bucket=bucket)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda key: client.put_object(Bucket=bucket, Key=key, Body=body), keys))


def listed(storage, bucket, prefix="", **more):
    """The objects as boto3 lists them."""
    pages = storage.client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, **more)
    return [entry for page in pages for entry in page.get("Contents", [])]


@functools.cache
def many(storage=None):
    """A bucket with more objects than fit into a page, or into two in ministack; the keys in the order of their bytes."""
    count = COUNT if storage is None else 1050
    keys = ["in/" + AWKWARD[number % len(AWKWARD)].format(number) for number in range(count)]
    fill(storage or ministack(), "many", keys)
    return sorted(keys, key=str.encode)


def resumption(ending):
    """The key behind which a run goes on, as a shell reads the flag that it printed."""
    flags = re.findall(r"give the same command with (--after=.+)", ending.errors)
    if len(flags) != 1:
        raise AssertionError(f"no flag to go on with:\n{ending.errors}")
    word = subprocess.run(["bash", "-c", f"printf %s {flags[0]}"], check=True, capture_output=True, timeout=20).stdout
    return word.decode().removeprefix("--after=")


class Queue:
    """A queue of which every message can be taken out; moto's takes seconds for a thousand."""

    def __init__(self, name, storage=None, **attributes):
        self.storage = storage or ministack()
        self.sqs = self.storage.client("sqs")
        self.url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    @property
    def settings(self):
        return {**self.storage.settings, "AWS_ENDPOINT_URL_SQS": self.storage.url}

    def length(self):
        told = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(told["Attributes"]["ApproximateNumberOfMessages"])

    def take(self):
        """Takes all messages out, as the objects that they name and the groups that they are in."""
        taken = []
        while True:
            found = self.sqs.receive_message(
                QueueUrl=self.url, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"]).get("Messages", [])
            if not found:
                return taken
            for message in found:
                body = json.loads(message["Body"])
                assert body["captureRelay"] == "continue/1" and "position" not in body, message
                taken.append((body["object"], message.get("Attributes", {}).get("MessageGroupId")))
            self.sqs.delete_message_batch(QueueUrl=self.url, Entries=[
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(found)])


class Listing(unittest.TestCase):
    """What is found under a prefix."""

    def test_every_awkward_key_is_found_as_by_boto3(self):
        for storage, keys in ((moto(), KEYS + KEYS_OF_NO_PATH), (ministack(), KEYS), (rclone(), KEYS)):
            with self.subTest(storage=storage.process.name):
                if storage is rclone():
                    for key in keys:
                        storage.put(key, captures.content(key), bucket="awkward")
                else:
                    fill(storage, "awkward", keys)
                ending = backfill("s3://awkward", "--keys", settings=storage.settings)
                self.assertEqual(ending.code, 0, ending.errors)
                # No key of these has a line break.
                markers = [e["Key"] for e in listed(storage, "awkward") if e["Key"].endswith("/") and e["Size"] == 0]
                self.assertEqual(
                    ending.output.splitlines(),
                    [f"s3://awkward/{e['Key']}" for e in listed(storage, "awkward") if e["Key"] not in markers])
                self.assertIn(f"{len(keys)} objects listed", ending.errors)

    def test_more_objects_than_fit_into_a_page_are_told_as_by_boto3(self):
        for storage, keys in ((moto(), many(moto())), (ministack(), many())):
            with self.subTest(storage=storage.process.name):
                self.assertEqual([entry["Key"] for entry in listed(storage, "many")], keys)
                ending = backfill("s3://many/in/", settings=storage.settings)
                self.assertEqual((ending.code, ending.output), (0, ""), ending.errors)
                self.assertRegex(ending.errors, rf"\nsum +{len(keys)} +[0-9.]+ KB\n")
                self.assertIn(f"\n{len(keys)} objects listed: {len(keys)} to relay.\n", ending.errors)
                for prefix in ("in/a+b/", "in/é/日", "in/it's \"00", "in/-", "in/nothing", "IN/"):
                    ending = backfill(f"s3://many/{prefix}", "--keys", settings=storage.settings)
                    expected = [f"s3://many/{key}" for key in keys if key.startswith(prefix)]
                    self.assertEqual(ending.output.splitlines(), expected, prefix)

    def test_a_list_begins_behind_a_key_that_need_not_be_there(self):
        keys = many()
        for after in (keys[0], keys[1234], keys[-1], "in/b", "in/é/日本", "in/\U0001f600"):
            with self.subTest(after=after):
                ending = backfill("s3://many/in/", f"--after={after}", settings=ministack().settings)
                count = sum(key.encode() > after.encode() for key in keys)
                self.assertIn(f"{count} objects listed", ending.errors)

    def test_a_list_that_is_not_allowed_says_what_to_grant(self):
        reader = {**moto().settings, "AWS_ACCESS_KEY_ID": moto().session["AccessKeyId"],
                  "AWS_SECRET_ACCESS_KEY": moto().session["SecretAccessKey"],
                  "AWS_SESSION_TOKEN": moto().session["SessionToken"]}
        ending = backfill("s3://bucket/in/", settings=reader)
        self.assertEqual((ending.code, ending.output), (4, ""), ending.errors)
        self.assertIn("s3://bucket/in/ cannot be listed: access is denied", ending.errors)
        self.assertIn("grant s3:ListBucket on the bucket", ending.errors)

    def test_a_bucket_that_is_not_there_and_a_wrong_secret_are_said_to_be(self):
        ending = backfill("s3://no-such-bucket/in/", settings=moto().settings)
        self.assertEqual(ending.code, 4)
        self.assertIn("there is no such bucket (NoSuchBucket)", ending.errors)
        wrong = {**moto().settings, "AWS_SECRET_ACCESS_KEY": secret("another-wrong-secret")}
        self.assertIn("SignatureDoesNotMatch", backfill("s3://bucket/in/", settings=wrong).errors)

    def test_a_connection_that_breaks_inside_of_a_page_is_no_end_of_the_list(self):
        many()
        with Door(ministack().port, cuts=[100_000]) as door:
            ending = backfill("s3://many/in/", settings={**ministack().settings, "AWS_ENDPOINT_URL_S3": door.url})
        self.assertEqual(ending.code, 0, ending.errors)
        self.assertIn(f"{COUNT} objects listed", ending.errors)


class Times(unittest.TestCase):
    """Which objects a time chooses."""

    KEYS = [f"in/e/v/2025/{month:02}/{day:02}/{hour:02}/15-30-123-0a1b.jsonl"
            for month in (2, 3) for day in (1, 15, 28) for hour in (0, 10, 23)]

    @classmethod
    def setUpClass(cls):
        fill(moto(), "times", cls.KEYS + ["in/e/v/of-today.jsonl"])

    def chosen(self, *flags):
        ending = backfill("s3://times/in/", "--keys", *flags, settings=moto().settings)
        self.assertEqual(ending.code, 0, ending.errors)
        return ending.output.replace("s3://times/", "").splitlines()

    def test_times_choose_by_the_key_and_else_by_when_it_was_written(self):
        cases = [
            ("2025-03-01", "2025-03-01", lambda key: "/2025/03/01/" in key),
            ("2025-02", "2025-02", lambda key: "/2025/02/" in key),
            ("2025-02-28T10:15", "2025-03-01T10:15:30", lambda key: "/02/28/1" in key or "/02/28/2" in key or
             "/03/01/00/" in key),
            ("2025-02-28T10:15:31Z", "2025-03-01T10:15:31Z", lambda key: "/02/28/2" in key or "/03/01/00/" in key or
             "/03/01/10/" in key),
        ]
        for start, end, is_meant in cases:
            with self.subTest(start=start, end=end):
                self.assertEqual(
                    self.chosen("--from", start, "--to", end), [key for key in self.KEYS if is_meant(key)])
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86_400))
        self.assertEqual(self.chosen("--from", today), ["in/e/v/of-today.jsonl"])


class Queues(unittest.TestCase):
    """What is sent to a queue."""

    def test_each_object_is_sent_once_with_all_that_the_list_says(self):
        queue = Queue("once")
        keys, began = many(), time.monotonic()
        ending = backfill("s3://many/in/", "--queue", queue.url, settings=queue.settings)
        seconds = time.monotonic() - began
        self.assertEqual((ending.code, ending.output), (0, ""), ending.errors)
        self.assertIn(f"{COUNT} objects were sent to {queue.url}.", ending.errors)
        sent = [named for named, _ in queue.take()]
        self.assertEqual(sorted(named["key"].encode() for named in sent), [key.encode() for key in keys])
        tags = {entry["Key"]: entry["ETag"].strip('"') for entry in listed(ministack(), "many")}
        for named in sent:
            self.assertEqual(named, {"bucket": "many", "key": named["key"], "region": "us-east-1",
                                     "etag": tags[named["key"]], "size": 1, "listed": True})
        ledger.note(f"backfill, ministack: {COUNT / seconds:.0f} objects listed and sent a second")

    def test_every_queue_gets_each_object_and_one_that_keeps_order_each_in_a_group_of_its_own(self):
        for storage in (moto(), ministack()):
            fill(storage, "few", [f"in/{number}" for number in range(25)])
            for name, attributes in (("few", {}), ("few.fifo", {"FifoQueue": "true"})):
                with self.subTest(storage=storage.process.name, queue=name):
                    queue = Queue(name, storage, **attributes)
                    ending = backfill("s3://few/in/", "--queue", queue.url, settings=queue.settings)
                    self.assertEqual(ending.code, 0, ending.errors)
                    taken = queue.take()
                    self.assertEqual(
                        sorted(named["key"] for named, _ in taken), sorted(f"in/{number}" for number in range(25)))
                    self.assertEqual(len({group for _, group in taken}), 25 if attributes else 1)

    def test_what_is_interrupted_goes_on_where_it_says(self):
        queue = Queue("interrupted")
        keys = many()
        run = Backfill("s3://many/in/", "--queue", queue.url, "--rate", "700", settings=queue.settings)
        until(lambda: queue.length() >= 300, "some messages are sent")
        run.interrupt()
        ending = run.end()
        self.assertEqual(ending.code, 130, ending.errors)
        first = [named["key"] for named, _ in queue.take()]
        after = resumption(ending)
        # What was on its way came to its end, so that nothing is sent twice.
        self.assertEqual(sorted(first, key=str.encode), [key for key in keys if key.encode() <= after.encode()])
        self.assertTrue(300 <= len(first) < COUNT, len(first))
        ending = backfill("s3://many/in/", "--queue", queue.url, f"--after={after}", settings=queue.settings)
        self.assertEqual(ending.code, 0, ending.errors)
        counts = Counter(first + [named["key"] for named, _ in queue.take()])
        self.assertEqual(counts, Counter(keys))

    def test_a_queue_that_is_not_there_is_said_to_be(self):
        many()
        queue = Queue("there")
        ending = backfill("s3://many/in/", "--queue", queue.url + "-not", settings=queue.settings)
        self.assertEqual(ending.code, 4, ending.errors)
        self.assertIn("there is no such queue", ending.errors)
        self.assertIn("0 objects were sent", ending.errors)
        self.assertIn("give the same command again", ending.errors)

    def test_a_queue_that_may_not_be_sent_to_is_said_to_be(self):
        many()
        queue = Queue("closed")
        with Door(ministack().port) as door:
            denied = {**queue.settings, "AWS_ENDPOINT_URL_SQS": door.url}
            door.instead = [DENIED] * 8
            ending = backfill("s3://many/in/", "--queue", queue.url, settings=denied)
        self.assertEqual(ending.code, 4, ending.errors)
        self.assertIn("grant sqs:SendMessage on it", ending.errors)

    def test_what_a_queue_takes_in_part_is_sent_again_alone(self):
        keys = [f"in/{number:05}" for number in range(2500)]

        def refusing(number, attempt):
            return "InternalError" if number % 7 == 0 and attempt < 1 + number % 3 else None

        with Warehouse(keys, refusing, throttled=2) as warehouse:
            ending = backfill("s3://bucket/in/", "--queue", warehouse.queue, settings=warehouse.settings)
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertEqual(sorted(warehouse.sent), keys)
            attempts = {number: 2 + number % 3 if number % 7 == 0 else 1 for number in range(2500)}
            self.assertEqual(warehouse.attempts, attempts)
            self.assertEqual(max(warehouse.calls), 10)

    def test_a_queue_that_never_takes_one_stops_it_before_that_one(self):
        keys = [f"in/{number:05}" for number in range(1500)]
        with Warehouse(keys, lambda number, _: "InvalidMessageContents" if number == 777 else None) as warehouse:
            ending = backfill("s3://bucket/in/", "--queue", warehouse.queue, settings=warehouse.settings)
            self.assertEqual(ending.code, 4, ending.errors)
            self.assertIn("SQS refused (InvalidMessageContents: words)", ending.errors)
            self.assertEqual(resumption(ending), "in/00769")
            self.assertLessEqual({f"in/{number:05}" for number in range(777)}, set(warehouse.sent))

    def test_a_rate_is_kept(self):
        keys = [f"in/{number:05}" for number in range(150)]
        with Warehouse(keys) as warehouse:
            began = time.monotonic()
            ending = backfill(
                "s3://bucket/in/", "--queue", warehouse.queue, "--rate", "100", settings=warehouse.settings)
            self.assertEqual(ending.code, 0, ending.errors)
            # Fifteen batches, with a tenth of a second between them.
            self.assertGreaterEqual(time.monotonic() - began, 1.39)


class Sizes(unittest.TestCase):
    """However much lies there, it takes the same room."""

    def test_a_hundred_thousand_objects_take_no_more_memory_than_two_thousand(self):
        keys = [f"in/e/v/2025/{1 + n // 9000:02}/01/00/00-00-{n:09}-0a1b2c3d.jsonl" for n in range(100_000)]
        for way in ("told", "sent"):
            peaks = []
            for count in (2000, 100_000):
                with self.subTest(way=way, count=count), Warehouse(keys[:count]) as warehouse:
                    flags = ["--queue", warehouse.queue] if way == "sent" else []
                    began = time.monotonic()
                    ending = backfill("s3://bucket/in/", *flags, settings=warehouse.settings)
                    seconds = time.monotonic() - began
                    self.assertEqual(ending.code, 0, ending.errors)
                    self.assertIn(f"{count} objects listed: {count} to relay", ending.errors)
                    self.assertEqual(warehouse.pages, count // 1000)
                    if way == "sent":
                        self.assertEqual(sorted(warehouse.sent), warehouse.keys)
                    peaks.append(ending.peak_kilobytes)
                    ledger.note(f"backfill, {count} objects {way}: {count / seconds:.0f} a second, "
                                f"{ending.peak_kilobytes / 1024:.1f} MiB")
            self.assertLess(peaks[1], peaks[0] + 4096)


class Here(unittest.TestCase):
    """What is relayed from here."""

    KEYS = [f"in/e/v/2025/03/{day:02}/10/{number:02}-30-123-0a1b.jsonl" for day in (1, 2, 3) for number in range(8)]

    @classmethod
    def setUpClass(cls):
        cls.client = moto().client()
        cls.client.create_bucket(Bucket="here")

    def setUp(self):
        for key in self.KEYS:
            self.client.put_object(Bucket="here", Key=key, Body=captures.content(key))
        self.state = scratch(f"state-{time.monotonic_ns()}")

    def expected(self, *keys):
        return {row["id"]: 1 for key in keys for row in captures.rows(key)}

    def settings(self, monitor, **more):
        return {**moto().settings, **monitor.settings("json"), "RELAY_STATE_URL": f"file://{self.state}", **more}

    def test_the_rows_of_the_days_that_were_named_reach_the_monitor_once(self):
        with Monitor() as monitor:
            settings = self.settings(monitor)
            ending = backfill("s3://here/in/", "--here", "--from", "2025-03-02", settings=settings)
            self.assertEqual((ending.code, ending.output), (0, ""), ending.errors)
            wanted = self.expected(*self.KEYS[8:])
            self.assertEqual(monitor.counts, wanted)
            self.assertRegex(ending.errors, r"\n2025-03-02 +8 +0 +0 +24 +0 +0 +24\n2025-03-03 +8 .*\nsum +16 ")
            self.assertIn("24 objects listed: 16 to relay, 8 outside of --from and --to.", ending.errors)
            self.assertEqual((ending.summary["objects"], ending.summary["accepted"]), (16, 48))
            # What progress says was delivered is not sent again, unless that is asked for.
            ending = backfill("s3://here/in/", "--here", settings=settings)
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertEqual(monitor.counts, self.expected(*self.KEYS))
            self.assertEqual((ending.summary["resumed"], ending.summary["accepted"]), (48, 24))
            # A million objects that were delivered before are no million lines.
            self.assertNotIn("an earlier run delivered it", ending.errors)
            again = backfill("s3://here/in/", "--here", "--again", "--to", "2025-03-01", settings=settings)
            self.assertEqual(again.summary["accepted"], 24)

    def test_several_objects_at_once_come_to_the_same_rows_in_less_time(self):
        seconds = []
        for parallel in (1, 8):
            with Monitor(latency=0.1) as monitor:
                began = time.monotonic()
                settings = self.settings(monitor, RELAY_STATE_URL=f"file://{self.state}-{parallel}")
                ending = backfill("s3://here/in/", "--here", "--parallel", str(parallel), settings=settings)
                seconds.append(time.monotonic() - began)
                self.assertEqual(ending.code, 0, ending.errors)
                self.assertEqual(monitor.counts, self.expected(*self.KEYS))
                self.assertRegex(ending.errors, r"\nsum +24 +0 +0 +72 +0 +0 +72\n")
                self.assertTrue(parallel / 2 < monitor.most_at_once <= parallel, monitor.most_at_once)
        ledger.note(f"backfill, 24 objects from here: {seconds[0]:.1f} s, eight at once {seconds[1]:.1f} s")
        self.assertLess(seconds[1], seconds[0] / 2)

    def test_a_bad_line_is_quarantined_and_a_bad_object_fails_alone(self):
        self.client.put_object(Bucket="here", Key=self.KEYS[0], Body=captures.content(self.KEYS[0]) + b"rubbish\n")
        with Monitor() as monitor:
            ending = backfill("s3://here/in/", "--here", settings=self.settings(monitor))
            self.assertEqual(ending.code, 3, ending.errors)
            self.assertRegex(ending.errors, r"\n2025-03-01 +8 +0 +0 +25 +1 +0 +24\n")
            self.assertEqual(monitor.counts, self.expected(*self.KEYS))

    def test_every_object_that_fails_is_named_and_the_same_command_relays_it_when_the_cause_is_gone(self):
        self.client.create_bucket(Bucket="broken")
        keys = [f"in/{number:03}.gz" for number in range(230)]
        # Every other one ends too early, so that they do not fail one after the other.
        cut = keys[::2]
        for key in keys:
            content = gzip.compress(captures.content(key))
            self.client.put_object(Bucket="broken", Key=key, Body=content[:20] if key in cut else content)
        with Monitor() as monitor:
            settings = self.settings(monitor)
            ending = backfill("s3://broken/in/", "--here", settings=settings)
            self.assertEqual((ending.code, ending.summary["failed"]), (4, len(cut)), ending.errors)
            named = re.findall(r"^error: s3://broken/(in/\d+\.gz)\b", ending.errors, re.MULTILINE)
            self.assertEqual(sorted(named), cut)
            self.assertIn("What was not delivered is named above: the same command from the beginning", ending.errors)
            for key in cut:
                self.client.put_object(Bucket="broken", Key=key, Body=gzip.compress(captures.content(key)))
            ending = backfill("s3://broken/in/", "--here", settings=settings)
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertNotIn("What was not delivered", ending.errors)
            self.assertEqual(monitor.counts, self.expected(*keys))

    def test_an_object_that_is_overwritten_after_it_was_listed_fails_and_both_etags_are_named(self):
        old = self.client.head_object(Bucket="here", Key=self.KEYS[5])["ETag"].strip('"')
        seen = []

        def overwrite():
            seen.append(1)
            # The first request is the list; behind it come the objects.
            if len(seen) == 2:
                self.client.put_object(Bucket="here", Key=self.KEYS[5], Body=captures.content("newer"))

        with Monitor() as monitor, Door(moto().port, one_request=True, on_request=overwrite) as door:
            settings = self.settings(monitor, AWS_ENDPOINT_URL_S3=door.url)
            ending = backfill("s3://here/in/", "--here", settings=settings)
            new = self.client.head_object(Bucket="here", Key=self.KEYS[5])["ETag"].strip('"')
            self.assertEqual(ending.code, 4, ending.errors)
            self.assertIn(f"its ETag was {old}", ending.errors)
            self.assertIn(new, ending.errors)
            self.assertEqual(monitor.counts, self.expected(*self.KEYS[:5], *self.KEYS[6:]))
            self.assertEqual(ending.summary["failed"], 1)

    def test_what_is_interrupted_goes_on_with_the_key_or_with_the_progress(self):
        for with_key in (True, False):
            with self.subTest(with_key=with_key), Monitor(latency=0.1) as monitor:
                settings = self.settings(monitor)
                settings["RELAY_STATE_URL"] += f"-{with_key}"
                run = Backfill("s3://here/in/", "--here", settings=settings)
                monitor.wait(lambda monitor: monitor.requests >= 5, "some objects are relayed")
                run.interrupt()
                ending = run.end()
                self.assertEqual(ending.code, 130, ending.errors)
                self.assertIn("Without that flag it finds by the progress that is kept", ending.errors)
                monitor.heal()
                flags = [f"--after={resumption(ending)}"] if with_key else []
                ending = backfill("s3://here/in/", "--here", *flags, settings=settings)
                self.assertEqual(ending.code, 0, ending.errors)
                self.assertEqual(set(monitor.counts), set(self.expected(*self.KEYS)))
                # Those of the one object that was on its way.
                self.assertLessEqual(monitor.repeated, 3)

