"""The program as a function that S3 triggers, by every way from a bucket to it, with the rights of a role."""

import io
import json
import os
import unittest
import zipfile

import captures
import objects
import program
from monitor import Monitor
from network import Door
from processes import scratch, until
from shelves import use
from storage import Ministack

KEY = "in/a b+c=é%~(1).jsonl"

cloud = s3 = sqs = None


def setUpModule():
    global cloud, s3, sqs
    cloud = Ministack()
    s3, sqs = cloud.client(), cloud.client("sqs")
    Function.deploy_role()


def policy(**statement):
    """A policy of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def bucket(name, versioned=False, **notifications):
    """A bucket that announces its new objects."""
    s3.create_bucket(Bucket=name)
    if versioned:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    if notifications:
        s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=notifications)


def configuration(kind, arn):
    """All new objects, announced to somebody."""
    return {f"{kind}Configurations": [
        {"Id": "captures", f"{kind}Arn": arn,
         "Events": ["s3:ObjectCreated:*"]}]}


def put(name, key, label):
    """Puts a small object; returns what S3 says of it."""
    return s3.put_object(Bucket=name, Key=key, Body=captures.content(label))


class Queue:
    """A queue; what failed twice goes to a queue for the dead."""

    def __init__(self, name, dead=None, seconds=3):
        attributes = {"VisibilityTimeout": str(seconds)}
        if dead is not None:
            attributes["RedrivePolicy"] = json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": "2"})
        self.url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.arn = sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=self.url, Attributes={
            "Policy": policy(Principal="*", Action="sqs:*", Resource=self.arn)})

    def messages(self):
        """What is in it, which stays there."""
        return sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])

    def length(self):
        """How many messages are waiting or are being worked on."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(told.get(name, 0)) for name in names)


class Function:
    """The program, deployed under a name; its rows go to a file here."""

    READABLE = "relay-*"

    @classmethod
    def deploy_role(cls):
        """A role that may read the buckets for captures, and nothing else."""
        iam = cloud.client("iam")
        cls.role = iam.create_role(RoleName="relay", AssumeRolePolicyDocument=policy(
            Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"))["Role"]["Arn"]
        iam.put_role_policy(RoleName="relay", PolicyName="read", PolicyDocument=policy(
            Action=["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
            Resource=[f"arn:aws:s3:::{cls.READABLE}", f"arn:aws:s3:::{cls.READABLE}/*"]))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            entry = zipfile.ZipInfo("bootstrap")
            entry.external_attr = 0o755 << 16
            with open(program.PATH, "rb") as file:
                archive.writestr(entry, file.read(), zipfile.ZIP_DEFLATED, 1)
        cls.code = packed.getvalue()

    def __init__(self, name, **settings):
        self.name = name
        self.file = scratch(f"{name}.jsonl")
        self.lambdas = cloud.client("lambda")
        variables = {
            "AWS_ENDPOINT_URL_S3": cloud.url, "RELAY_SINK": "file", "RELAY_FILE": self.file, **captures.SETTINGS,
            **settings}
        self.arn = self.lambdas.create_function(
            FunctionName=name, Runtime="provided.al2023", Role=self.role, Handler="bootstrap", Timeout=20,
            MemorySize=256, Code={"ZipFile": self.code}, Environment={"Variables": variables})["FunctionArn"]
        self.lambdas.add_permission(
            FunctionName=name, StatementId="all", Action="lambda:InvokeFunction", Principal="*")

    def listen(self, queue):
        """Takes the queue's messages from now on."""
        self.lambdas.create_event_source_mapping(
            FunctionName=self.name, EventSourceArn=queue.arn, BatchSize=10,
            FunctionResponseTypes=["ReportBatchItemFailures"])

    def call(self, event):
        """Calls it and waits: whether it failed, and the answer."""
        response = self.lambdas.invoke(FunctionName=self.name, Payload=json.dumps(event).encode())
        return "FunctionError" in response, json.loads(response["Payload"].read())

    def rows(self):
        """The rows so far."""
        if not os.path.exists(self.file):
            return []
        with open(self.file, encoding="utf-8") as file:
            return captures.parsed(file.read())

    def waits_for(self, *labels):
        """Waits for the rows of some objects; each object's must be there once, in whatever order the objects came."""
        expected = sorted((row for label in labels for row in captures.rows(label)), key=lambda row: row["id"])
        until(lambda: len(self.rows()) >= len(expected), f"the rows of {labels} through {self.name}", 40)
        got = sorted(self.rows(), key=lambda row: row["id"])
        if got != expected:
            raise AssertionError(f"{self.name} wrote {got}, not {expected}")


class Ways(unittest.TestCase):
    """From a bucket to the function."""

    @classmethod
    def setUpClass(cls):
        sns, events = cloud.client("sns"), cloud.client("events")
        names = ("direct", "topic", "queue", "topic-queue", "bridge", "bridge-queue")
        cls.functions = {name: Function(name) for name in names}
        cls.dead = Queue("ways-dead")
        cls.queues = queues = {name: Queue(name, cls.dead, 30) for name in ("queue", "topic-queue", "bridge-queue")}
        topics = {}
        for name in ("topic", "topic-queue"):
            topics[name] = sns.create_topic(Name=name)["TopicArn"]
            sns.set_topic_attributes(TopicArn=topics[name], AttributeName="Policy", AttributeValue=policy(
                Principal="*", Action="sns:Publish", Resource=topics[name]))
        sns.subscribe(TopicArn=topics["topic"], Protocol="lambda", Endpoint=cls.functions["topic"].arn)
        sns.subscribe(TopicArn=topics["topic-queue"], Protocol="sqs", Endpoint=queues["topic-queue"].arn)
        for name, queue in queues.items():
            cls.functions[name].listen(queue)
        bucket("relay-direct", True, **configuration("LambdaFunction", cls.functions["direct"].arn))
        bucket("relay-topic", **configuration("Topic", topics["topic"]))
        bucket("relay-queue", **configuration("Queue", queues["queue"].arn))
        bucket("relay-topic-queue", **configuration("Topic", topics["topic-queue"]))
        bucket("relay-bridge", EventBridgeConfiguration={})
        events.put_rule(Name="captures", EventPattern=json.dumps({
            "source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": ["relay-bridge"]}}}))
        events.put_targets(Rule="captures", Targets=[
            {"Id": "function", "Arn": cls.functions["bridge"].arn},
            {"Id": "queue", "Arn": queues["bridge-queue"].arn}])
        for name in ("direct", "topic", "queue", "topic-queue", "bridge"):
            put(f"relay-{name}", KEY, name)
        for label in ("first", "second", "third"):
            put("relay-direct", "again and again", label)

    def test_s3_calls_the_function_and_each_version_of_an_object_is_read_as_it_was(self):
        self.functions["direct"].waits_for("direct", "first", "second", "third")

    def test_s3_tells_a_topic_that_calls_the_function(self):
        self.functions["topic"].waits_for("topic")

    def test_s3_fills_a_queue(self):
        self.functions["queue"].waits_for("queue")

    def test_s3_tells_a_topic_that_fills_a_queue(self):
        self.functions["topic-queue"].waits_for("topic-queue")

    def test_eventbridge_calls_the_function(self):
        self.functions["bridge"].waits_for("bridge")

    def test_eventbridge_fills_a_queue(self):
        self.functions["bridge-queue"].waits_for("bridge")

    def test_nothing_was_delivered_twice_and_nothing_failed(self):
        # An answer that SQS does not understand leaves its messages in the queue.
        until(lambda: not any(queue.length() for queue in self.queues.values()), "all messages are done")
        for name, labels in (
            ("direct", ["direct", "first", "second", "third"]), ("topic", ["topic"]), ("queue", ["queue"]),
            ("topic-queue", ["topic-queue"]), ("bridge", ["bridge"]), ("bridge-queue", ["bridge"]),
        ):
            with self.subTest(name=name):
                self.functions[name].waits_for(*labels)
        self.assertEqual(self.dead.length(), 0)


class Failures(unittest.TestCase):
    """What cannot be delivered, and who is told."""

    def test_a_message_that_fails_comes_back_alone_and_ends_among_the_dead(self):
        dead = Queue("failures-dead")
        queue, function = Queue("failures", dead), Function("failures")
        bucket("relay-failures", **configuration("Queue", queue.arn))
        for key in ("good 1", "bad", "good 2"):
            put("relay-failures", key, key)
        s3.delete_object(Bucket="relay-failures", Key="bad")
        until(lambda: queue.length() == 4, "three messages wait beside the test event")
        function.listen(queue)
        function.waits_for("good 1", "good 2")
        until(lambda: dead.length() == 1 and queue.length() == 0, "one message is dead, the others are done", 30)
        body = json.loads(until(dead.messages, "the message is there")[0]["Body"])
        self.assertEqual(body["Records"][0]["s3"]["object"]["key"], "bad")
        function.waits_for("good 1", "good 2")

    def test_an_object_that_was_overwritten_is_skipped_and_its_successor_delivered(self):
        dead = Queue("overwritten-dead")
        queue, function = Queue("overwritten", dead), Function("overwritten")
        bucket("relay-overwritten", **configuration("Queue", queue.arn))
        for label in ("old", "new"):
            put("relay-overwritten", KEY, label)
        until(lambda: queue.length() == 3, "two messages wait beside the test event")
        function.listen(queue)
        function.waits_for("new")
        until(lambda: queue.length() == 0, "both messages are done")
        self.assertEqual(dead.length(), 0)

    def test_the_answer_to_an_event_of_an_overwritten_object_is_a_success_that_counts_it(self):
        function = Function("skipping")
        bucket("relay-skipping")
        old = put("relay-skipping", KEY, "old")["ETag"]
        put("relay-skipping", KEY, "new")
        is_failure, summary = function.call(captures.notification(captures.record("relay-skipping", KEY, etag=old)))
        self.assertFalse(is_failure, summary)
        self.assertEqual((summary["skipped"], summary["failed"], summary["accepted"]), (1, 0, 0))
        self.assertEqual(function.rows(), [])

    def test_a_bucket_that_the_role_may_not_read_is_named_with_what_is_missing(self):
        function = Function("forbidden")
        bucket("private")
        put("private", KEY, "private")
        is_failure, error = function.call(captures.notification(captures.record("private", KEY)))
        self.assertTrue(is_failure, error)
        self.assertEqual(error["errorType"], "Function.NotDelivered")
        for word in ("AccessDenied", f"s3://private/{KEY}", "s3:GetObject"):
            self.assertIn(word, error["errorMessage"])
        self.assertEqual(function.rows(), [])

    def test_an_event_that_fails_is_tried_three_times_in_all_and_then_told_to_whom_it_concerns(self):
        function, failed = Function("retried"), Queue("retried-failed")
        function.lambdas.put_function_event_invoke_config(
            FunctionName="retried", MaximumRetryAttempts=2,
            DestinationConfig={"OnFailure": {"Destination": failed.arn}})
        bucket("relay-retried")
        event = captures.notification(captures.record("relay-retried", "nothing"))
        function.lambdas.invoke(FunctionName="retried", InvocationType="Event", Payload=json.dumps(event).encode())
        told = json.loads(until(failed.messages, "the failure is told", 30)[0]["Body"])
        self.assertEqual(told["requestContext"]["condition"], "RetriesExhausted")
        # The count that ministack tells is 3 whatever was tried; the log has each attempt.
        logged = cloud.client("logs").filter_log_events(logGroupName="/aws/lambda/retried")["events"]
        self.assertEqual(sum("ERROR" in each["message"] and "nothing" in each["message"] for each in logged), 3)
        self.assertIn("NoSuchKey", json.dumps(told["responsePayload"]))

    def test_a_connection_that_breaks_is_resumed_under_the_keys_of_the_role(self):
        bucket("relay-large")
        etag = s3.put_object(Bucket="relay-large", Key=KEY, Body=captures.content("large", 6000))["ETag"]
        with Door(cloud.port, cuts=[1_000_000]) as door:
            function = Function("resuming", AWS_ENDPOINT_URL_S3=door.url)
            is_failure, summary = function.call(captures.notification(captures.record("relay-large", KEY, etag=etag)))
            self.assertFalse(is_failure, summary)
            self.assertEqual(function.rows(), captures.rows("large", 6000))
            self.assertEqual(len(door.heads), 2)
            for head in door.heads:
                self.assertRegex(head, r"Credential=ASIA")
                self.assertRegex(head, r"(?im)^x-amz-security-token: ")
                self.assertIn(etag, head)
            self.assertRegex(door.heads[1], r"(?im)^range: *bytes=\d+-")

    def test_a_server_that_answers_with_all_where_a_part_was_asked_for_makes_no_wrong_row(self):
        # ministack knows no parts of a version that is named.
        bucket("relay-whole", versioned=True)
        version = s3.put_object(
            Bucket="relay-whole", Key=KEY, Body=captures.content("whole", 6000))["VersionId"]
        put("relay-whole", KEY, "newer")
        with Door(cloud.port, cuts=[1_000_000]) as door:
            function = Function("whole", AWS_ENDPOINT_URL_S3=door.url)
            is_failure, _ = function.call(captures.notification(captures.record("relay-whole", KEY, version=version)))
            rows = function.rows()
            self.assertEqual(rows, captures.rows("whole", 6000)[: len(rows)])
            self.assertEqual(len(rows) == 6000, not is_failure)
            for head in door.heads:
                self.assertIn(f"versionId={version}", head)


class Backfills(unittest.TestCase):
    """What lay in a bucket before anybody listened."""

    def test_what_a_backfill_sends_reaches_the_function_and_what_was_overwritten_since_ends_among_the_dead(self):
        dead = Queue("backfills-dead")
        queue, function = Queue("backfills", dead), Function("backfills")
        bucket("relay-backfills")
        keys = [f"in/a b+c=é%~({number}).jsonl" for number in range(12)]
        for key in keys:
            put("relay-backfills", key, key)
        ending = program.backfill("s3://relay-backfills/in/", "--queue", queue.url, settings={
            **cloud.settings, "AWS_ENDPOINT_URL_SQS": cloud.url})
        self.assertEqual(ending.code, 0, ending.errors)
        # No event would tell of the newer one, and so it must not be passed by in silence.
        put("relay-backfills", keys[5], "newer")
        function.listen(queue)
        function.waits_for(*keys[:5], *keys[6:])
        message = until(dead.messages, "a message among the dead", 40)[0]
        self.assertEqual(json.loads(message["Body"])["object"]["key"], keys[5])
        self.assertEqual((queue.length(), dead.length()), (0, 1))


class Rests(unittest.TestCase):
    """What one invocation cannot finish."""

    def test_the_rest_of_an_object_comes_back_by_a_queue_until_all_is_delivered(self):
        rest, state = Queue("relay-rest", seconds=30), "relay-rest-state"
        bucket(state)
        cloud.client("iam").put_role_policy(RoleName="relay", PolicyName="keep", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{state}/*"},
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": rest.arn}]}))
        capture = objects.plain("rest", 600)
        with Monitor(latency=0.1) as monitor:
            # Of each twenty seconds one and a half are for reading.
            function = Function("rest", **monitor.settings(
                RELAY_SINK="fiddler", RELAY_BATCH_ROWS="10", RELAY_CONCURRENCY="1", RELAY_DEADLINE_MARGIN="18.5",
                RELAY_STATE_URL=f"s3://{state}/progress", RELAY_CONTINUATION_QUEUE_URL=rest.url,
                AWS_ENDPOINT_URL_SQS=cloud.url))
            function.listen(rest)
            bucket("relay-rest", **configuration("LambdaFunction", function.arn))
            s3.put_object(Bucket="relay-rest", Key=capture.key, Body=capture.content)
            until(lambda: len(monitor.counts) == len(capture.ids), "all rows are there", 60)
            until(lambda: rest.length() == 0, "no message is left", 30)
            self.assertEqual(monitor.counts, dict.fromkeys(capture.ids, 1))
        kept = s3.list_objects_v2(Bucket=state)["Contents"]
        self.assertEqual(len(kept), 1)
        record = json.loads(s3.get_object(Bucket=state, Key=kept[0]["Key"])["Body"].read())
        self.assertTrue(record["done"])
        self.assertEqual(record["lines"]["delivered"], 600)
        self.assertGreater(record["save"], 0)


class Keeping(unittest.TestCase):
    """What the program keeps and sends, with the rights that its messages name and no more."""

    @classmethod
    def setUpClass(cls):
        bucket("relay-state")
        # Without a policy of their own, so that the keeper's rights decide.
        cls.queue, cls.others = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("rest", "others"))
        cls.ordered = sqs.create_queue(QueueName="rest.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        iam = cloud.client("iam")
        iam.create_user(UserName="keeper")
        for name, actions, resources in (
            ("objects", ["s3:PutObject", "s3:GetObject"], ["arn:aws:s3:::relay-state/*"]),
            ("bucket", ["s3:ListBucket"], ["arn:aws:s3:::relay-state"]),
            ("queue", ["sqs:SendMessage"], ["arn:aws:sqs:*:*:rest", "arn:aws:sqs:*:*:rest.fifo"]),
        ):
            iam.put_user_policy(
                UserName="keeper", PolicyName=name, PolicyDocument=policy(Action=actions, Resource=resources))
        keys = iam.create_access_key(UserName="keeper")["AccessKey"]
        cls.settings = {
            "AWS_ENDPOINT_URL_S3": cloud.url, "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": program.secret(keys["SecretAccessKey"])}

    def use(self, *words):
        return use(*words, settings=self.settings)

    def test_a_document_is_written_under_conditions(self):
        shelf = "s3://relay-state/progress"
        self.assertEqual(self.use(shelf, "read", "a"), "nothing")
        first = self.use(shelf, "write", "a", "absent", "1")
        self.assertEqual(self.use(shelf, "read", "a"), f"{first} 1")
        self.assertIn("conflict: ", self.use(shelf, "write", "a", "absent", "2"))
        second = self.use(shelf, "write", "a", first, "2")
        self.assertIn("conflict: ", self.use(shelf, "write", "a", first, "3"))
        self.assertIn("conflict: ", self.use(shelf, "write", "none", first, "3"))
        self.assertEqual(self.use(shelf, "read", "a"), f"{second} 2")

    def test_a_bucket_that_is_not_the_keepers_is_refused(self):
        bucket("relay-others")
        told = self.use("s3://relay-others/progress", "write", "a", "absent", "1")
        self.assertIn("lasting: s3://relay-others/progress/a cannot be written: access is denied", told)
        self.assertIn("s3:PutObject", told)

    def test_messages_arrive_and_one_that_says_the_same_as_another_too(self):
        for url in (self.queue, self.ordered):
            for _ in range(2):
                self.assertEqual(self.use(url, "send", "rest", "s3://b/a key"), "sent")
            told = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)["Messages"]
            self.assertEqual([message["Body"] for message in told], ["rest", "rest"])

    def test_a_queue_that_is_not_the_keepers_is_refused(self):
        told = self.use(self.others, "send", "rest", "group")
        self.assertIn("sqs:SendMessage", told)
