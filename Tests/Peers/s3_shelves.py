"""Documents that are kept in S3 and in folders, messages to queues, and objects that are read from a place on."""

import os
import signal
import subprocess
import time

from network import Door, answer
from processes import scratch
from reading import Reading, moto, rclone
from shelves import PATH, ended, started, use

SHELF = "s3://bucket/state"


def text(key):
    """What an object holds, as another client reads it."""
    return moto().client().get_object(Bucket="bucket", Key=key)["Body"].read().decode()


class ShelvesInS3(Reading):
    """Small documents, written under conditions that S3 holds to."""

    def shelf(self, *words, **more):
        return use(SHELF, *words, settings={**moto().settings, **more})

    def test_a_document_is_written_read_and_replaced(self):
        self.assertEqual(self.shelf("read", "a b+é.json"), "nothing")
        first = self.shelf("write", "a b+é.json", "always", '{"first":1}')
        self.assertEqual(self.shelf("read", "a b+é.json"), first + ' {"first":1}')
        second = self.shelf("write", "a b+é.json", "always", '{"second":2}')
        self.assertNotEqual(first, second)
        self.assertEqual(text("state/a b+é.json"), '{"second":2}')

    def test_a_document_is_written_only_where_there_is_none(self):
        first = self.shelf("write", "new", "absent", "mine")
        self.assertRegex(first, r"^[0-9a-f]{32}$")
        self.assertIn("conflict: s3://bucket/state/new cannot be written", self.shelf("write", "new", "absent", "other"))
        self.assertEqual(text("state/new"), "mine")

    def test_a_document_is_replaced_only_while_its_tag_is_the_same(self):
        first = self.shelf("write", "tagged", "absent", "1")
        second = self.shelf("write", "tagged", first, "2")
        self.assertIn("conflict: ", self.shelf("write", "tagged", first, "3"))
        self.assertIn("conflict: ", self.shelf("write", "never there", first, "3"))
        self.assertRegex(self.shelf("write", "tagged", second, "3"), r"^[0-9a-f]{32}$")
        self.assertEqual(text("state/tagged"), "3")

    def test_a_write_whose_answer_was_lost_is_found_to_be_done(self):
        for name, condition in (("lost-new", "absent"), ("lost-tagged", None), ("lost-always", "always")):
            with self.subTest(name=name):
                condition = condition or self.shelf("write", name, "always", "before")
                # The connection breaks before the first byte of the answer, which is there by then.
                with Door(moto().port, cuts=[0]) as door:
                    tag = self.shelf("write", name, condition, "mine", AWS_ENDPOINT_URL_S3=door.url)
                    self.assertRegex(door.heads[1], r"^PUT ")
                self.assertEqual(self.shelf("read", name), f"{tag} mine")

    def test_a_write_of_which_no_answer_ever_came_is_found_to_be_done(self):
        with Door(moto().port, cuts=[0, 0, 0]) as door:
            tag = self.shelf("write", "silent", "absent", "mine", AWS_ENDPOINT_URL_S3=door.url)
        self.assertEqual(self.shelf("read", "silent"), f"{tag} mine")

    def test_what_somebody_else_wrote_after_a_lost_answer_is_a_conflict(self):
        def overtake():
            moto().client().put_object(Bucket="bucket", Key="state/overtaken", Body=b"theirs")

        with Door(moto().port, cuts=[0], on_cut=overtake) as door:
            told = self.shelf("write", "overtaken", "absent", "mine", AWS_ENDPOINT_URL_S3=door.url)
        self.assertIn("conflict: ", told)
        self.assertEqual(text("state/overtaken"), "theirs")

    def test_a_store_that_is_busy_with_another_condition_is_asked_again(self):
        busy = answer(409, {"Content-Type": "application/xml"},
                      b"<Error><Code>ConditionalRequestConflict</Code><Message>m</Message></Error>")
        with Door(moto().port, instead=[busy, busy]) as door:
            self.shelf("write", "busy", "absent", "mine", AWS_ENDPOINT_URL_S3=door.url)
            self.assertEqual(len(door.heads), 3)
        self.assertEqual(text("state/busy"), "mine")

    def test_who_may_not_write_is_told_what_to_grant(self):
        session = moto().session
        told = self.shelf(
            "write", "forbidden", "absent", "mine", AWS_ACCESS_KEY_ID=session["AccessKeyId"],
            AWS_SECRET_ACCESS_KEY=session["SecretAccessKey"], AWS_SESSION_TOKEN=session["SessionToken"])
        for words in ("lasting: ", "cannot be written", "s3:PutObject", "kms:GenerateDataKey", "RELAY_STATE_URL"):
            self.assertIn(words, told)

    def test_a_missing_bucket_is_no_conflict(self):
        told = use("s3://no-such-bucket/state", "write", "a", "absent", "x", settings=moto().settings)
        self.assertIn("lasting: ", told)
        self.assertIn("NoSuchBucket", told)

    def test_rclone_which_knows_no_conditions_keeps_documents(self):
        shelf = "s3://bucket/state"
        first = use(shelf, "write", "kept", "always", "mine", settings=rclone().settings)
        self.assertEqual(use(shelf, "read", "kept", settings=rclone().settings), f"{first} mine")
        self.assertEqual(use(shelf, "read", "none", settings=rclone().settings), "nothing")


class ShelvesInFolders(Reading):
    """Small documents in a folder that several processes share."""

    def folder(self):
        return scratch(f"shelf-{time.monotonic_ns()}")

    def test_of_several_processes_none_overwrites_what_another_one_wrote(self):
        folder = self.folder()
        processes = [started(folder, "count", "number", "25", settings={}) for _ in range(4)]
        self.assertEqual([ended(process) for process in processes], ["done"] * 4)
        self.assertTrue(use(folder, "read", "number", settings={}).endswith(" 100"))

    def test_a_writer_that_is_killed_leaves_a_whole_document_and_a_free_folder(self):
        folder = self.folder()
        use(folder, "count", "number", "1", settings={})
        for _ in range(10):
            process = started(folder, "count", "number", "1000000", settings={})
            time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            before = int(use(folder, "read", "number", settings={}).split()[1])
            use(folder, "count", "number", "1", settings={})
            self.assertEqual(int(use(folder, "read", "number", settings={}).split()[1]), before + 1)
        self.assertEqual(sorted(os.listdir(folder)), [".capture-relay.lock", "number"])

    def test_a_full_disk_is_named_and_the_document_stays_as_it_was(self):
        folder = self.folder()
        os.makedirs(folder)
        script = """
            mount -t tmpfs -o size=16k none "$2" || exit 77
            "$1" "$2/state" write a always kept && head -c 100k /dev/zero >"$2/ballast" 2>/dev/null
            "$1" "$2/state" write a always "$3"
            "$1" "$2/state" read a; ls -A "$2/state"
        """
        ending = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", PATH, folder, "x" * 9000],
            capture_output=True, text=True, timeout=60)
        if ending.returncode == 77 or "unshare" in ending.stderr:
            self.skipTest(f"no disk of our own can be mounted here: {ending.stderr.strip()}")
        lines = ending.stdout.splitlines()
        self.assertIn("lasting: ", lines[1])
        self.assertIn("No space left on device; make room there, or check RELAY_STATE_URL", lines[1])
        self.assertEqual(lines[2], f"{lines[0]} kept")
        self.assertEqual(lines[3:], [".capture-relay.lock", "a"])


class Queues(Reading):
    """Messages to queues of SQS."""

    MESSAGE = '{"captureRelay":"continue/1","é":"\\u0000 \\" \\\\"}'

    def queue(self, name, **attributes):
        return moto().client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def messages(self, url):
        """The bodies of what is in it."""
        told = moto().client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0, AttributeNames=["All"])
        return told.get("Messages", [])

    def test_a_message_arrives_at_the_host_of_its_queue(self):
        url = self.queue("rest")
        self.assertTrue(url.startswith(moto().url), url)
        self.assertEqual(use(url, "send", self.MESSAGE, "group", settings=moto().settings), "sent")
        self.assertEqual([message["Body"] for message in self.messages(url)], [self.MESSAGE])

    def test_a_message_arrives_at_the_endpoint_that_the_environment_names(self):
        url = self.queue("named")
        far = f"https://sqs.us-east-1.amazonaws.com{url.removeprefix(moto().url)}"
        for name in ("AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL"):
            self.assertEqual(use(far, "send", name, "group", settings={**moto().settings, name: moto().url}), "sent")
        self.assertEqual(
            {message["Body"] for message in self.messages(url)}, {"AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL"})

    def test_a_queue_that_keeps_order_takes_each_message_once_and_a_second_one_that_says_the_same(self):
        # A rest may begin where the one before it did; only the attempts at one message are the same to the queue.
        url = self.queue("rest.fifo", FifoQueue="true")
        with Door(moto().port, cuts=[0]) as door:
            lost = {**moto().settings, "AWS_ENDPOINT_URL_SQS": door.url}
            for word, settings in (("one", moto().settings), ("one", lost), ("two", moto().settings)):
                self.assertEqual(use(url, "send", word, "s3://b/a key", settings=settings), "sent")
        messages = self.messages(url)
        self.assertEqual([message["Body"] for message in messages], ["one", "one", "two"])
        self.assertEqual(len({message["Attributes"]["MessageGroupId"] for message in messages}), 1)

    def test_a_queue_that_is_not_there_or_not_allowed_is_named(self):
        url = self.queue("forbidden")
        missing = use(url + "-not", "send", "x", "group", settings=moto().settings)
        self.assertIn("there is no such queue", missing)
        session = moto().session
        told = use(url, "send", "x", "group", settings={
            **moto().settings, "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"], "AWS_SESSION_TOKEN": session["SessionToken"]})
        for words in ("sqs:SendMessage", "RELAY_CONTINUATION_QUEUE_URL", url):
            self.assertIn(words, told)
        self.assertEqual(self.messages(url), [])

    def test_a_message_whose_answer_was_lost_is_sent_again(self):
        url = self.queue("lost")
        with Door(moto().port, cuts=[0]) as door:
            settings = {**moto().settings, "AWS_ENDPOINT_URL_SQS": door.url}
            self.assertEqual(use(url, "send", "x", "group", settings=settings), "sent")
        self.assertIn("x", [message["Body"] for message in self.messages(url)])


class Places(Reading):
    """Objects that are read from a place on."""

    TEXT = "".join(f"line {number}\n" for number in range(100_000))

    def test_an_object_goes_on_at_a_place(self):
        moto().client().put_object(Bucket="bucket", Key="places", Body=self.TEXT.encode())
        rclone().put("places", self.TEXT.encode())
        size = len(self.TEXT)
        for storage in (moto(), rclone()):
            for offset in (0, 1, 500_000, size - 1, size):
                with self.subTest(storage=storage.process.name, offset=offset):
                    told = use("s3://bucket/places", "rest", str(offset), settings=storage.settings)
                    count, _, rest = told.partition(" ")
                    # What was read to see what it is comes on top.
                    self.assertLess(int(count), size - offset + 600_000)
                    self.assertEqual(rest.rstrip("\n"), self.TEXT[offset:].rstrip("\n"))
            with self.subTest(storage=storage.process.name):
                self.assertEqual(
                    use("s3://bucket/places", "rest", str(size + 1), settings=storage.settings), "no such place")

    def test_the_rest_is_asked_for_as_a_part_of_the_same_object(self):
        etag = moto().client().put_object(Bucket="bucket", Key="places", Body=self.TEXT.encode())["ETag"]
        with Door(moto().port, cuts=[None, 200_000]) as door:
            told = use("s3://bucket/places", "rest", "500000", settings={
                **moto().settings, "AWS_ENDPOINT_URL_S3": door.url})
        self.assertEqual(told.partition(" ")[2].rstrip("\n"), self.TEXT[500_000:].rstrip("\n"))
        self.assertRegex(door.heads[1], r"(?im)^range: *bytes=500000-\r$")
        for head in door.heads[1:]:
            self.assertIn(f"If-Match: {etag}", head)
        self.assertRegex(door.heads[2], r"(?im)^range: *bytes=6\d+-\r$")
