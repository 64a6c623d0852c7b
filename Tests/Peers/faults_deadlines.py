"""Objects that one invocation cannot finish."""

import json

import captures
import ledger
import mischief
from delivering import Delivering, buckets, name
from objects import plain
from program import Function
from reading import moto
from runtime_api import RuntimeAPI

ROWS, CONCURRENCY, SECONDS = 10, 2, 1.0


class Deadlines(Delivering):
    """What an invocation leaves, the next ones deliver."""

    def start(self, monitor, capture, event, **more):
        """A function that is called with an event; more are added as they come."""
        buckets("state")
        storage = moto()
        storage.client().put_object(Bucket="bucket", Key=capture.key, Body=capture.content)
        api = RuntimeAPI(event, seconds=SECONDS)
        settings = {**storage.settings, **monitor.settings(
            RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_STATE_URL="s3://state/deadlines", **more)}
        api.function = Function(api.address, settings)
        self.addCleanup(api.function.stop)
        self.addCleanup(api.go)
        return api

    def answer(self, api, number):
        """The answer to an invocation: whether it is a success, and its body."""
        api.wait(lambda api: len(api.posts()) > number and api.polls() > number + 1, f"answer {number}", 30)
        post = api.posts()[number]
        return post["path"].endswith("/response"), json.loads(post["body"])

    def finish(self, api, event, is_done, most=60):
        """Calls again with the same event until all is done; the number of invocations."""
        for number in range(most):
            is_success, body = self.answer(api, number)
            if is_done(is_success, body):
                return number + 1
            api.add(event)
        raise AssertionError(f"not done after {most} invocations: {body}\n{api.function.written()}")

    def test_an_object_of_twenty_invocations_arrives_whole_and_no_row_twice(self):
        capture = plain(name("long"), 7000)
        event = captures.notification(capture.record())
        monitor = self.monitor(latency=0.04)
        api = self.start(monitor, capture, event)
        number = self.finish(api, event, lambda is_success, _: is_success)
        for post in api.posts()[:-1]:
            self.assertIn(json.loads(post["body"])["errorType"], ("Function.OutOfTime", "Function.NotDelivered"))
        self.assertGreaterEqual(number, 15)
        self.settle("deadline, called again", monitor, capture.ids, number, repeats=0)
        summary = json.loads(api.posts()[-1]["body"])
        self.assertSums(summary)
        self.assertEqual(summary["resumed"] + summary["delivered"], capture.lines)
        ledger.note(f"an object of {capture.lines} lines took {number} invocations of {SECONDS:g} s")

    def test_a_message_whose_object_is_not_done_comes_back_until_it_is(self):
        capture = plain(name("message"), 1500, compressed=True)
        event = captures.queued(captures.notification(capture.record()))
        monitor = self.monitor(latency=0.04)
        api = self.start(monitor, capture, event)
        number = self.finish(api, event, lambda _, body: body == {"batchItemFailures": []})
        self.assertGreater(number, 2)
        for post in api.posts()[:-1]:
            self.assertEqual(json.loads(post["body"]), {"batchItemFailures": [{"itemIdentifier": "m0"}]})
        self.settle("deadline, called again", monitor, capture.ids, number, repeats=0)

    def test_answers_that_come_after_the_deadline_cost_their_own_rows_only(self):
        capture = plain(name("late"), 1500)
        event = captures.notification(capture.record())
        monitor = self.monitor([(mischief.every(12), mischief.delay(2.5))], latency=0.03)
        api = self.start(monitor, capture, event)
        number = self.finish(api, event, lambda is_success, _: is_success)
        monitor.wait(lambda monitor: monitor.now == 0, "late answers are over")
        self.settle("answer after the deadline", monitor, capture.ids, number, repeats=number * CONCURRENCY * ROWS)
        late = [exchange for exchange in monitor.exchanges if mischief.every(12)(exchange.number)]
        self.assertLessEqual(monitor.repeated, sum(len(exchange.ids) for exchange in late))

    def test_a_continuation_brings_the_rest_back(self):
        sqs = moto().client("sqs")
        for kind in ("notification", "message"):
            with self.subTest(kind=kind):
                queue = sqs.create_queue(QueueName=name("continued"))["QueueUrl"]
                capture = plain(name("continued"), 2500)
                event = captures.notification(capture.record())
                monitor = self.monitor(latency=0.04)
                api = self.start(monitor, capture, captures.queued(event) if kind == "message" else event,
                                 RELAY_CONTINUATION_QUEUE_URL=queue, AWS_ENDPOINT_URL=moto().url)
                number = 0
                while True:
                    is_success, body = self.answer(api, number)
                    self.assertTrue(is_success, f"{body}\n{api.function.written()}")
                    self.assertEqual(body.get("batchItemFailures", []), [])
                    messages = sqs.receive_message(
                        QueueUrl=queue, MaxNumberOfMessages=10, MessageAttributeNames=["All"],
                        AttributeNames=["All"]).get("Messages", [])
                    if not messages:
                        break
                    message, = messages
                    self.assertEqual(json.loads(message["Body"])["captureRelay"], "continue/1")
                    self.assertNotIn("AWSTraceHeader", message.get("Attributes", {}))
                    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                    number += 1
                    self.assertLess(number, 60)
                    api.add(captures.queued(json.loads(message["Body"])))
                self.assertGreaterEqual(number, 4)
                self.settle("deadline, continued by SQS", monitor, capture.ids, number + 1, repeats=0)

    def test_without_progress_there_is_no_continuation_but_a_failure(self):
        sqs = moto().client("sqs")
        queue = sqs.create_queue(QueueName=name("stuck"))["QueueUrl"]
        capture = plain(name("stuck"), 100)
        monitor = self.monitor([(mischief.always, mischief.hang)])
        event = captures.notification(capture.record())
        api = self.start(monitor, capture, event, RELAY_CONTINUATION_QUEUE_URL=queue, AWS_ENDPOINT_URL=moto().url)
        is_success, _ = self.answer(api, 0)
        self.assertFalse(is_success)
        self.assertEqual(sqs.receive_message(QueueUrl=queue).get("Messages", []), [])
        monitor.heal()
        api.add(event)
        self.assertTrue(self.answer(api, 1)[0], api.function.written())
        self.settle("a monitor that hangs", monitor, capture.ids, 2, repeats=0)

    def test_where_the_continuation_cannot_be_sent_the_invocation_fails(self):
        capture = plain(name("unsent"), 1500)
        event = captures.notification(capture.record())
        monitor = self.monitor(latency=0.04)
        api = self.start(monitor, capture, event, RELAY_CONTINUATION_QUEUE_URL=f"{moto().url}/123456789012/nowhere",
                         AWS_ENDPOINT_URL=moto().url)
        self.assertFalse(self.answer(api, 0)[0])
        number = self.finish(api, event, lambda is_success, _: is_success)
        self.settle("continuation queue is missing", monitor, capture.ids, number, repeats=0)
