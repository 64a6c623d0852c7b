"""What the function says to a Runtime API, and does when that misbehaves."""

import json
import os
import re
import signal
import socket
import time

import captures
from function import MISSING, Rig
from network import Door, answer
from emulator import unshare
from processes import Process, scratch, until
from program import PATH, Function, environment
from reading import moto
from runtime_api import BREAK, SILENCE, RuntimeAPI


class UnderARuntimeAPI(Rig):
    """What is said to a Runtime API, whatever that answers."""

    def start(self, api, **settings):
        started = Function(api.address, {**self.settings, **settings})
        self.addCleanup(started.stop)
        self.addCleanup(api.go)
        api.function = started
        return started

    def serve(self, *events, settings=None, **faults):
        """A Runtime API with events, and the function that it drives."""
        api = RuntimeAPI(*events, **faults)
        return api, self.start(api, **(settings or {}))

    def assertEnds(self, started, *codes, seconds=10.0):
        self.assertIn(started.wait(seconds), codes)

    def test_the_attempt_is_named_with_an_answer_and_with_an_error(self):
        api, _ = self.serve(captures.TEST_EVENT, b"rubbish")
        api.answered(2)
        self.assertEqual(
            [(post["path"].rpartition("/")[2], post["fields"]["lambda-runtime-invocation-id"]) for post in api.posts()],
            [("response", "attempt-0"), ("error", "attempt-1")])
        self.assertEqual(api.posts()[1]["fields"]["lambda-runtime-function-error-type"], "Function.EventUnreadable")

    def test_an_event_without_an_attempt_a_deadline_or_a_function_is_served(self):
        nothing = dict.fromkeys((
            "Lambda-Runtime-Invocation-Id", "Lambda-Runtime-Deadline-Ms", "Lambda-Runtime-Invoked-Function-Arn"))
        api, _ = self.serve(captures.notification(self.one), fields=nothing)
        self.assertEqual(api.answered(1)[0]["accepted"], 3)
        self.assertNotIn("lambda-runtime-invocation-id", api.posts()[0]["fields"])

    def test_an_event_that_comes_in_chunks_is_read(self):
        api, _ = self.serve(captures.notification(self.one), chunked=True)
        self.assertEqual(api.answered(1)[0]["accepted"], 3)

    def test_answers_that_come_too_late_are_too_long_or_are_refused_do_not_end_it(self):
        for status in (410, 413, 403):
            with self.subTest(status=status):
                api, started = self.serve(captures.TEST_EVENT, captures.TEST_EVENT, answers=[status])
                self.assertEqual(api.answered(2)[1]["failed"], 0)
                self.assertEqual(api.paths(), [
                    "invocation/next", "invocation/request-0/response", "invocation/next",
                    "invocation/request-1/response", "invocation/next"])
                self.assertIn(str(status), started.err())

    def test_an_answer_that_meets_trouble_once_is_handed_in_again(self):
        for trouble in (500, 503, BREAK, SILENCE):
            with self.subTest(trouble=trouble):
                api, _ = self.serve(captures.TEST_EVENT, answers=[trouble])
                api.wait(lambda api: api.polls() == 2, "the next poll")
                self.assertEqual(api.paths()[1:-1], ["invocation/request-0/response"] * 2)

    def test_where_an_answer_cannot_be_handed_in_it_ends_and_asks_for_nothing_more(self):
        for trouble in (500, BREAK):
            with self.subTest(trouble=trouble):
                api, started = self.serve(captures.TEST_EVENT, captures.TEST_EVENT, answers=[trouble] * 100)
                self.assertNotEqual(started.wait(), 0)
                self.assertEqual(api.polls(), 1)
                self.assertLessEqual(len(api.posts()), 6)

    def test_an_event_that_comes_back_however_it_is_answered_is_not_served_for_ever(self):
        for status in (403, 400):
            with self.subTest(status=status):
                api, started = self.serve(captures.TEST_EVENT, answers=[status] * 100_000, repeats=True)
                self.assertNotEqual(started.wait(), 0)
                self.assertTrue(0 < len(api.requests) <= 20, api.paths())

    def test_a_poll_that_is_refused_ends_it_with_a_word(self):
        for status in (403, 500):
            with self.subTest(status=status):
                api, started = self.serve(nexts=[status] * 100_000)
                self.assertNotEqual(started.wait(), 0)
                self.assertTrue(0 < api.polls() <= 5, api.paths())
                self.assertIn(str(status), started.err())

    def test_connections_that_ended_meanwhile_are_made_anew(self):
        api, _ = self.serve(*[captures.notification(self.one)] * 3, closes=True)
        self.assertEqual([summary["accepted"] for summary in api.answered(3)], [3, 3, 3])

    def test_it_ends_in_order_when_the_runtime_api_is_gone(self):
        api, started = self.serve(captures.TEST_EVENT)
        api.answered(1)
        api.go()
        self.assertEnds(started, 0)
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            started = Function(f"127.0.0.1:{nobody.getsockname()[1]}", self.settings)
            self.addCleanup(started.stop)
            self.assertEnds(started, 0)

    def test_the_concurrency_of_managed_instances_is_refused_at_init(self):
        api, started = self.serve(captures.TEST_EVENT, settings={"AWS_LAMBDA_MAX_CONCURRENCY": "4"})
        self.assertNotEqual(started.wait(), 0)
        self.assertEqual(api.paths(), ["init/error"])
        report = json.loads(api.posts()[0]["body"])
        self.assertIn("AWS_LAMBDA_MAX_CONCURRENCY", report["errorMessage"])
        self.assertRegex(report["errorType"], r"^Runtime\.[A-Z][a-zA-Z]+$")
        self.assertEqual(api.posts()[0]["fields"]["lambda-runtime-function-error-type"], report["errorType"])

    def test_an_init_error_ends_it_with_another_code_than_0_even_if_nobody_takes_it(self):
        for trouble in (202, 500, BREAK):
            with self.subTest(trouble=trouble):
                api, started = self.serve(
                    captures.TEST_EVENT, answers=[trouble] * 100, settings={"RELAY_BATCH_ROWS": "many"})
                self.assertNotEqual(started.wait(), 0)
                self.assertEqual(set(api.paths()), {"init/error"})
                self.assertLessEqual(len(api.posts()), 6)

    def test_a_proxy_in_the_environment_does_not_stand_before_the_runtime_api(self):
        with Door(1, instead=[answer(500)] * 100) as proxy:
            names = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")
            api, _ = self.serve(captures.TEST_EVENT, settings=dict.fromkeys(names, proxy.url))
            self.assertEqual(api.answered(1)[0]["failed"], 0)
            self.assertEqual(proxy.connections, 0)

    def test_before_the_first_object_nobody_but_the_runtime_api_is_asked(self):
        with Door(1, instead=[answer(500)] * 100) as door:
            everybody = {
                "AWS_ENDPOINT_URL": door.url, "AWS_ENDPOINT_URL_S3": door.url, "AWS_ACCESS_KEY_ID": "",
                "AWS_SECRET_ACCESS_KEY": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{door.url}/credentials",
                "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": door.url}
            api, _ = self.serve(captures.TEST_EVENT, settings=everybody)
            api.answered(1)
            self.assertEqual(door.connections, 0)

    def test_asked_to_end_while_idle_it_ends_at_once(self):
        api, started = self.serve(captures.TEST_EVENT)
        api.answered(1)
        os.kill(started.pid, signal.SIGTERM)
        self.assertEnds(started, 0, seconds=1)
        self.assertEqual(api.polls(), 2)

    def test_asked_to_end_in_the_middle_it_answers_that_the_object_was_not_delivered_and_ends(self):
        door, settings = self.stalled()
        api, started = self.serve(captures.notification(self.one), captures.TEST_EVENT, settings=settings)
        until(lambda: door.connections, "the object was asked for")
        os.kill(started.pid, signal.SIGTERM)
        self.assertEnds(started, 0, seconds=1)
        self.assertEqual(api.paths(), ["invocation/next", "invocation/request-0/error"])
        self.assertIn("one.jsonl", json.loads(api.posts()[0]["body"])["errorMessage"])

    def test_with_json_logs_every_line_is_json_and_names_the_invocation_and_the_trace(self):
        trace = "Root=1-5f84c7a1-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1"
        events = [captures.notification(self.one), captures.notification(MISSING), b'{"Records":"\x1b[2J\\n"}']
        api, started = self.serve(
            *events, fields={"Lambda-Runtime-Trace-Id": trace},
            settings={"AWS_LAMBDA_LOG_FORMAT": "JSON", "RELAY_LOG_LEVEL": "debug"})
        api.answered(3)
        lines = [json.loads(line) for line in (started.out() + started.err()).splitlines()]
        messages = [line for line in lines if "_aws" not in line]
        for line in messages:
            self.assertRegex(line["timestamp"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertIn(line["level"], ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"))
            self.assertIsInstance(line["message"], str)
        missing = [line for line in messages if "nothing.jsonl" in line["message"]]
        self.assertTrue(missing, messages)
        for line in missing:
            self.assertEqual((line["requestId"], line["traceId"]), ("request-1", trace))

    def test_each_invocation_leaves_one_line_of_metrics_that_cloudwatch_can_read(self):
        for form in ("Text", "JSON"):
            with self.subTest(form=form):
                api, started = self.serve(
                    captures.notification(self.one, self.two), captures.notification(MISSING),
                    settings={"AWS_LAMBDA_LOG_FORMAT": form, "AWS_LAMBDA_FUNCTION_NAME": "relay"})
                api.answered(2)
                lines = [json.loads(line) for line in started.out().splitlines() if '"_aws"' in line]
                self.assertEqual(len(lines), 2, started.out())
                for line in lines:
                    self.assertReadableMetrics(line)
                self.assertEqual((lines[0]["Objects"], lines[0]["Lines"], lines[0]["RowsAccepted"]), (2, 6, 6))
                self.assertEqual((lines[1]["Objects"], lines[1]["RowsAccepted"]), (1, 0))

    def assertReadableMetrics(self, line):
        """What CloudWatch asks of the embedded metric format."""
        head = line["_aws"]
        self.assertLess(abs(head["Timestamp"] / 1000 - time.time()), 120)
        for directive in head["CloudWatchMetrics"]:
            self.assertTrue(directive["Namespace"])
            for dimensions in directive["Dimensions"]:
                for name in dimensions:
                    self.assertTrue(line[name] and isinstance(line[name], str), name)
            names = [metric["Name"] for metric in directive["Metrics"]]
            self.assertEqual(len(names), len(set(names)))
            self.assertLessEqual(len(names), 100)
            for name in names:
                self.assertIsInstance(line[name], (int, float), name)
            self.assertLessEqual({"Objects", "Lines", "RowsAccepted", "Quarantined", "Retries", "Duration"}, set(names))

    def test_text_logs_name_the_level_and_hold_no_character_that_controls_a_terminal(self):
        api, started = self.serve(captures.notification(captures.record("bucket", "a\x1b[2Jb\n.jsonl")))
        api.answered(1)
        self.assertNotIn("\x1b", started.err())
        self.assertTrue([line for line in started.err().splitlines() if re.match(r"^(\[?ERROR|.*ERROR)", line)])

    def test_a_name_server_that_is_silent_does_not_outlast_the_deadline(self):
        world = unshare()
        if world is None:
            self.skipTest("this machine permits no mounts of one's own, and so no name server of one's own")
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(silent.close)
        try:
            silent.bind(("127.0.0.153", 53))
        except OSError as error:
            self.skipTest(f"nobody may be a name server here: {error}")
        names = scratch("resolv.conf")
        with open(names, "w", encoding="utf-8") as file:
            file.write("nameserver 127.0.0.153\n")
        deadline = str(int(time.time() * 1000) + 4000)
        api = RuntimeAPI(captures.notification(self.one), fields={"Lambda-Runtime-Deadline-Ms": deadline})
        self.addCleanup(api.go)
        settings = {
            **self.settings, "AWS_LAMBDA_RUNTIME_API": api.address, "AWS_ENDPOINT_URL_S3": "http://s3.example.test"}
        began = time.monotonic()
        started = Process(
            "function", [*world, "sh", "-c", 'mount --bind "$1" /etc/resolv.conf && exec "$2"', "sh", names, PATH],
            environment(settings))
        self.addCleanup(started.stop)
        post = api.answered(1)[0]
        self.assertLess(time.monotonic() - began, 4.2)
        self.assertEqual(post["errorType"], "Function.NotDelivered")

    def test_an_object_that_was_overwritten_has_failed_where_it_was_listed(self):
        # Nobody announces the newer one to a job that works through a list.
        listed = {"BatchInput": {"bucket": "bucket"}, "Items": [{"Key": "late.jsonl", "Etag": '"of-an-older-one"'}]}
        moto().client().put_object(Bucket="bucket", Key="late.jsonl", Body=captures.content("late"))
        api, _ = self.serve(listed, settings=moto().settings)
        error = api.answered(1)[0]
        self.assertEqual(error["errorType"], "Function.NotDelivered")
        self.assertIn("of-an-older-one", error["errorMessage"])
        self.assertEqual(self.rows(), [])
