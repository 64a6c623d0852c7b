"""The other ways from a bucket to the function: topics, and deploy/template-direct.yaml, as they are."""

import json
import unittest

import captures
import objects
from deployments import PREFIX, account, deployments
from processes import until

KEY = "in/a b+c=é%~(1).jsonl"

usual = rests = direct = called = None


def setUpModule():
    global usual, rests, direct, called
    usual, rests, direct, called = (deployments()[name] for name in ("usual", "rests", "direct", "called"))


class Topics(unittest.TestCase):
    """A bucket that tells a topic."""

    def test_a_topic_fills_the_queue(self):
        rests.put(KEY, captures.content("told"))
        rests.waits_for("told")
        until(lambda: rests.stack.queue("CaptureQueue").length() == 0, "all messages are done")
        self.assertEqual(rests.stack.queue("DeadLetters").length(), 0)

    def test_what_one_invocation_cannot_finish_comes_back_by_the_queue_for_it_until_all_is_delivered(self):
        capture = objects.plain("long", 400)
        rests.put(f"{PREFIX}{capture.key}", capture.content)
        until(lambda: all(rests.monitor.counts[each] for each in capture.ids), "all rows are there", 60)
        for name in ("CaptureQueue", "ContinuationQueue"):
            until(lambda name=name: rests.stack.queue(name).length() == 0, "no message is left")
        self.assertEqual({rests.monitor.counts[each] for each in capture.ids}, {1})
        self.assertEqual(rests.stack.queue("DeadLetters").length(), 0)
        records = [json.loads(text) for text in rests.kept("state/").values()]
        record, = (each for each in records if each["lines"]["delivered"] == 400)
        self.assertTrue(record["done"])
        mappings = account().lambdas.list_event_source_mappings(FunctionName=rests.stack.name)["EventSourceMappings"]
        rest = next(each for each in mappings if "ContinuationQueue" in each["EventSourceArn"])
        self.assertEqual(rest["LastProcessingResult"], "OK - 1 records")

    def test_what_found_no_time_beside_others_comes_back_and_has_used_up_no_attempt(self):
        queue, rest, dead = (rests.stack.queue(name) for name in ("CaptureQueue", "ContinuationQueue", "DeadLetters"))
        slow = [objects.plain(f"slow-{number}", 180) for number in range(6)]
        with rests.stack.paused("CaptureQueue"):
            for capture in slow:
                rests.put(f"{PREFIX}{capture.key}", capture.content)
            until(lambda: queue.length() == len(slow), "all messages wait")
        ids = [each for capture in slow for each in capture.ids]
        until(lambda: all(rests.monitor.counts[each] for each in ids), "all rows are there", 90)
        until(lambda: queue.length() + rest.length() == 0, "no message is left")
        self.assertEqual({rests.monitor.counts[each] for each in ids}, {1})
        self.assertEqual(dead.length(), 0)
        self.assertIn("no time was left to begin it, and a message that brings it back was sent", rests.stack.log())

    def test_what_a_topic_brings_and_fails_ends_among_the_dead_letters_and_its_neighbour_is_delivered(self):
        queue, dead = rests.stack.queue("CaptureQueue"), rests.stack.queue("DeadLetters")
        with account().denied(rests.bucket, "in/bad.jsonl"):
            with rests.stack.paused("CaptureQueue"):
                for label in ("bad", "good"):
                    rests.put(f"in/{label}.jsonl", captures.content(label))
                until(lambda: queue.length() == 2, "two messages wait")
                # What failed would come again after six times the function's time-out: nobody waits for that here.
                queue.retry_after(1)
            rests.waits_for("good")
            until(lambda: dead.length() == 1 and queue.length() == 0, "one message is dead, the other is done")
        queue.retry_after(180)
        self.assertEqual(rests.rows("bad"), [])
        self.assertEqual(dead.send_back(queue), 1)
        rests.waits_for("bad")
        until(lambda: queue.length() == 0, "the message is done")

    def test_a_topic_calls_the_function(self):
        called.put(KEY, captures.content("called"))
        called.waits_for("called")

    def test_what_a_topic_calls_for_and_fails_lies_among_the_failures_after_three_attempts(self):
        failures = called.stack.queue("Failures")
        called.put_unannounced("in/bad.jsonl", captures.content("bad"))
        message = json.dumps(captures.notification(captures.record(called.bucket, "in/bad.jsonl")))
        with account().denied(called.bucket, "in/bad.jsonl"):
            # As SNS calls in AWS; that of ministack calls once, and tells nobody what became of it.
            account().lambdas.invoke(FunctionName=called.stack.name, InvocationType="Event", Payload=json.dumps({
                "Records": [{"EventSource": "aws:sns", "Sns": {"Type": "Notification", "Message": message}}]}))
            letter, = until(failures.messages, "the failure is told", 30)
        told = json.loads(letter["Body"])
        self.assertEqual(told["requestContext"]["condition"], "RetriesExhausted")
        self.assertIn("grant s3:GetObject", told["responsePayload"]["errorMessage"])
        attempts = [line for line in called.stack.log().splitlines() if "ERROR" in line and "in/bad.jsonl" in line]
        self.assertEqual(len(attempts), 3)
        is_failure, answer = called.stack.call(told["requestPayload"])
        self.assertFalse(is_failure, answer)
        called.waits_for("bad")


class Direct(unittest.TestCase):
    """A bucket that calls the function itself."""

    def test_a_capture_in_a_new_bucket_becomes_rows(self):
        direct.put(KEY, captures.content("direct"))
        direct.waits_for("direct")
        request = direct.monitor.exchanges[0]
        self.assertEqual(request.fields["content-type"], "application/x-ndjson")
        self.assertEqual(request.fields["authorization"], f"Bearer {direct.monitor.token}")

    def test_an_existing_bucket_may_call_the_function_once_its_notifications_say_so(self):
        account().s3.put_bucket_notification_configuration(Bucket=called.bucket, NotificationConfiguration={
            "LambdaFunctionConfigurations": [{
                "LambdaFunctionArn": called.stack.outputs["FunctionArn"], "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": PREFIX}]}}}]})
        called.put("in/itself.jsonl", captures.content("itself"))
        called.waits_for("itself")

    def test_an_object_outside_of_the_prefix_is_left_alone(self):
        direct.put("out/a.jsonl", captures.content("outside"))
        direct.put("in/after.jsonl", captures.content("after"))
        direct.waits_for("after")
        self.assertEqual(direct.rows("outside"), [])
        self.assertNotIn("out/a.jsonl", direct.stack.log())

    def test_an_event_that_fails_is_tried_three_times_in_all_and_then_lies_among_the_failures(self):
        failures = direct.stack.queue("Failures")
        with account().denied(direct.bucket, "in/bad.jsonl"):
            direct.put("in/bad.jsonl", captures.content("bad"))
            message, = until(failures.messages, "the failure is told", 40)
        told = json.loads(message["Body"])
        self.assertEqual(told["requestContext"]["condition"], "RetriesExhausted")
        # ministack's own count of the attempts is 3 always.
        attempts = [line for line in direct.stack.log().splitlines() if "ERROR" in line and "in/bad.jsonl" in line]
        self.assertEqual(len(attempts), 3)
        self.assertEqual(told["requestPayload"]["Records"][0]["s3"]["object"]["key"], "in/bad.jsonl")
        self.assertIn(
            "s3://captures-direct/in/bad.jsonl cannot be read: access is denied", json.dumps(told["responsePayload"]))
        # What was asked can be asked again, now that the cause is gone.
        is_failure, answer = direct.stack.call(told["requestPayload"])
        self.assertFalse(is_failure, answer)
        direct.waits_for("bad")


class Entrances(unittest.TestCase):
    """Who may fill the queue, and who may call the function. ministack asks for it where a topic fills a queue."""

    def policy(self, deployment, name):
        """The statements of a queue's policy."""
        url = deployment.stack.resources[name]
        attributes = account().sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]
        return json.loads(attributes["Policy"])["Statement"]

    def test_without_the_queues_policy_a_topic_does_not_reach_it(self):
        url = rests.stack.resources["CaptureQueue"]
        policy = account().sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
        account().sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
        rests.put("in/shut-out.jsonl", captures.content("shut out"))
        until(lambda: "queue policy denies delivery" in account().process.out() + account().process.err(),
              "the message is refused")
        account().sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        rests.put("in/let-in.jsonl", captures.content("let in"))
        rests.waits_for("let in")
        self.assertEqual(rests.rows("shut out"), [])

    def test_the_rule_or_the_topic_and_nobody_else_fills_the_queue(self):
        rule = f"arn:aws:events:us-east-1:000000000000:rule/{usual.stack.resources['NewCaptures']}"
        topic = rests.stack.parameters["CaptureTopicArn"]
        for deployment, service, source in (
            (usual, "events.amazonaws.com", rule), (rests, "sns.amazonaws.com", topic),
        ):
            for name in ("CaptureQueue", "DeadLetters"):
                with self.subTest(stack=deployment.stack.name, queue=name):
                    statement, = self.policy(deployment, name)
                    self.assertEqual(
                        (statement["Effect"], statement["Principal"], statement["Action"], statement["Condition"]),
                        ("Allow", {"Service": service}, "sqs:SendMessage", {"ArnEquals": {"aws:SourceArn": source}}))
                    arns = [f"arn:aws:sqs:us-east-1:000000000000:{deployment.stack.resources[each].rpartition('/')[2]}"
                            for each in ("CaptureQueue", "DeadLetters")]
                    self.assertEqual(statement["Resource"], arns)

    def test_the_bucket_or_the_topic_and_nobody_else_calls_the_function(self):
        for deployment, sources in (
            (direct, {"s3.amazonaws.com": "arn:aws:s3:::captures-direct"}),
            (called, {"s3.amazonaws.com": "arn:aws:s3:::captures-called",
                      "sns.amazonaws.com": called.stack.parameters["CaptureTopicArn"]}),
        ):
            policy = account().lambdas.get_policy(FunctionName=deployment.stack.name)["Policy"]
            statements = json.loads(policy)["Statement"]
            with self.subTest(stack=deployment.stack.name):
                self.assertEqual(sources, {
                    each["Principal"]["Service"]: each["Condition"]["ArnLike"]["AWS:SourceArn"] for each in statements})
                self.assertEqual({each["Action"] for each in statements}, {"lambda:InvokeFunction"})
                bucket, = (each for each in statements if each["Principal"]["Service"] == "s3.amazonaws.com")
                # Bucket names are everybody's: one that was deleted may be made again by somebody else.
                self.assertEqual(bucket["Condition"]["StringEquals"], {"AWS:SourceAccount": "000000000000"})
