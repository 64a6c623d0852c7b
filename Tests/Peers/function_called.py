"""What a caller sees who calls the function through AWS's Runtime Interface Emulator."""

import os
import signal
import time

import captures
import emulator
import processes
import program
from emulator import Emulator
from function import MISSING, Rig
from network import Door, answer


class InTheEmulator(Rig):
    """What a caller sees who calls the function through AWS's emulator."""

    def start(self, **settings):
        options = {name: settings.pop(name) for name in ("timeout", "options", "extension") if name in settings}
        started = Emulator({**self.settings, **settings}, **options)
        self.addCleanup(started.stop)
        return started

    def assertFails(self, answer, kind, *words):
        self.assertIsInstance(answer, dict, answer)
        self.assertEqual(answer.get("errorType"), kind, answer)
        for word in words:
            self.assertIn(word, answer["errorMessage"])

    def test_an_object_is_delivered_and_the_answer_is_the_summary(self):
        summary = self.start().call(captures.notification(self.one, self.two))
        self.assertEqual(self.rows(), captures.rows("one.jsonl") + captures.rows("two.jsonl"))
        counts = {name: summary[name] for name in ("objects", "skipped", "failed", "rows", "accepted")}
        self.assertEqual(counts, {"objects": 2, "skipped": 0, "failed": 0, "rows": 6, "accepted": 6})
        self.assertEqual([detail["outcome"] for detail in summary["objectsDetail"]], ["delivered"] * 2)

    def test_a_missing_object_is_a_function_error_and_the_process_goes_on(self):
        started = self.start()
        self.assertFails(
            started.call(captures.notification(MISSING)), "Function.NotDelivered", "s3://bucket/nothing.jsonl", "NoSuchKey")
        first = started.function()
        self.assertEqual(started.call(captures.notification(self.one))["accepted"], 3)
        self.assertEqual(started.function(), first)

    def test_bad_settings_are_all_named_in_one_init_error(self):
        error = self.start(
            RELAY_BATCH_ROWS="many", CAPTURE_SHADOW="perhaps", CAPTURE_INPUT_COLUMN="age").call({})
        self.assertFails(
            error, "Runtime.InvalidSettings", "RELAY_BATCH_ROWS", "CAPTURE_SHADOW", "CAPTURE_INPUT_COLUMN")

    def test_a_function_without_a_sink_says_so_at_init(self):
        self.assertFails(self.start(RELAY_SINK="", RELAY_FILE="").call({}), "Runtime.InvalidSettings", "RELAY_SINK")

    def test_near_the_deadline_it_answers_before_it_is_killed(self):
        _, settings = self.stalled()
        started = self.start(timeout=2, **settings)
        began = time.monotonic()
        error = started.call(captures.notification(self.one))
        # It had till 2, and keeps a fifth of that for the answer.
        self.assertTrue(1.2 < time.monotonic() - began < 2, time.monotonic() - began)
        self.assertRegex(str(error.get("errorType") if isinstance(error, dict) else error), r"^Function\.")
        self.assertIn("one.jsonl", error["errorMessage"])
        first = started.function()
        self.assertEqual(started.call(captures.TEST_EVENT)["failed"], 0)
        self.assertEqual(started.function(), first)

    def test_a_process_that_lambda_killed_at_the_deadline_is_followed_by_one_that_works(self):
        _, settings = self.stalled()
        started = self.start(timeout=1, RELAY_DEADLINE_MARGIN=0, **settings)
        self.assertEqual(started.call(captures.TEST_EVENT)["failed"], 0)
        first = started.function()
        # Stopped, it can do nothing about it.
        os.kill(first, signal.SIGSTOP)
        self.assertIn("timed out after 1", str(started.call(captures.notification(self.one))))
        self.assertEqual(started.call(captures.TEST_EVENT)["failed"], 0)
        self.assertNotEqual(started.function(), first)

    def test_an_event_that_was_cut_off_is_unreadable_and_the_process_goes_on(self):
        started = self.start()
        event = {**captures.notification(self.one), "padding": "x" * 7_000_000}
        self.assertFails(started.call(event), "Function.EventUnreadable")
        self.assertEqual(self.rows(), [])
        self.assertEqual(started.call(captures.notification(self.one))["accepted"], 3)

    def test_events_that_are_none_are_unreadable(self):
        started = self.start()
        for event in (b"not json", b"", b"\xff\xfe", b"[", b'"text"', b"{}"):
            with self.subTest(event=event):
                self.assertFails(started.call(event), "Function.EventUnreadable")

    def test_many_invocations_are_served_by_one_process_that_does_not_grow(self):
        started = self.start()
        event = captures.notification(self.one)

        def call(count):
            for _ in range(count):
                self.assertEqual(started.call(event)["accepted"], 3)
            process = started.function()
            return process, processes.resident_kilobytes(process), len(os.listdir(f"/proc/{process}/fd"))

        process, memory, files = call(60)
        later, later_memory, later_files = call(240)
        self.assertEqual(later, process)
        self.assertLess(later_memory - memory, 2048, "kilobytes more after 240 more invocations")
        self.assertLessEqual(later_files, files + 1)
        self.assertEqual(len(self.rows()), 900)

    def test_only_the_messages_of_a_queue_that_failed_are_named(self):
        event = captures.queued(*(captures.notification(record) for record in (self.one, MISSING, self.two)))
        self.assertEqual(self.start().call(event), {"batchItemFailures": [{"itemIdentifier": "m1"}]})
        self.assertEqual(self.rows(), captures.rows("one.jsonl") + captures.rows("two.jsonl"))

    def test_a_queue_whose_messages_all_failed_gets_a_list_and_no_error(self):
        event = captures.queued(captures.notification(MISSING), captures.notification(MISSING))
        self.assertEqual(
            self.start().call(event), {"batchItemFailures": [{"itemIdentifier": "m0"}, {"itemIdentifier": "m1"}]})

    def test_where_failures_are_not_reported_by_message_the_batch_is_an_error(self):
        event = captures.queued(captures.notification(self.one), captures.notification(MISSING))
        self.assertFails(self.start(RELAY_SQS_FAILURES="error").call(event), "Function.NotDelivered", "nothing.jsonl")

    def test_a_batch_job_gets_a_result_for_each_task(self):
        result = self.start().call(captures.job(("bucket", "one.jsonl"), ("bucket", "nothing.jsonl")))
        self.assertEqual(
            (result["invocationSchemaVersion"], result["invocationId"], result["treatMissingKeysAs"]),
            ("1.0", "the-invocation", "PermanentFailure"))
        self.assertEqual(
            [(each["taskId"], each["resultCode"]) for each in result["results"]],
            [("t0", "Succeeded"), ("t1", "PermanentFailure")])
        self.assertEqual(self.rows(), captures.rows("one.jsonl"))

    def test_a_batch_job_tries_again_what_failed_for_a_while(self):
        with Door(self.storage.port, instead=[answer(503)] * 20) as door:
            started = self.start(AWS_ENDPOINT_URL_S3=door.url, AWS_MAX_ATTEMPTS=1)
            result = started.call(captures.job(("bucket", "one.jsonl")))
        self.assertEqual([each["resultCode"] for each in result["results"]], ["TemporaryFailure"])

    def test_test_events_succeed_and_deliver_nothing(self):
        started = self.start()
        self.assertEqual(started.call(captures.TEST_EVENT)["failed"], 0)
        self.assertEqual(started.call(captures.queued(captures.TEST_EVENT)), {"batchItemFailures": []})
        self.assertEqual(self.rows(), [])

    def test_keys_that_the_container_hands_out_are_used_though_they_have_ended_long_ago(self):
        # The emulator dates their end to the year 1; that must not make a fetch of each request.
        started = self.start(options=["--enable-init-caching"], AWS_SESSION_TOKEN=program.secret("the-token-of-rie"))
        for _ in range(3):
            self.assertEqual(started.call(captures.notification(self.one))["accepted"], 3)

    def test_asked_to_end_it_ends_before_it_is_killed(self):
        extension = emulator.unshare()
        if extension is None:
            self.skipTest("this machine permits no mounts of one's own; a signal alone is tested below")
        started = self.start(extension=extension)
        self.assertEqual(started.call(captures.TEST_EVENT)["failed"], 0)
        written = started.end()
        self.assertIn("External agent idle", written)
        self.assertNotRegex(written, r"SIGKILL to runtime")
