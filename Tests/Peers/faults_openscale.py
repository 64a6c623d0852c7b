"""OpenScale that is busy, forgets tokens, stores later than it says yes, or not at all."""

import json
import time
import uuid

import captures
import ledger
from delivering import Delivering, buckets, folder, name
from objects import mixed, plain
from openscale_service import OpenScale
from program import Function, Replay
from reading import moto
from runtime_api import RuntimeAPI

ROWS, CONCURRENCY = 20, 3


class OpenScaleFaults(Delivering):
    """Each row is stored, once unless an answer was lost, and nothing is said to be there that is not."""

    def service(self, *arguments, **more):
        made = OpenScale(*arguments, **more)
        self.addCleanup(made.__exit__)
        return made

    def settings(self, service, version=2, **more):
        own = service.settings() if version == 2 else service.settings_v1()
        return {**own, "RELAY_BATCH_ROWS": ROWS, "RELAY_CONCURRENCY": CONCURRENCY, "CAPTURE_ID_COLUMN": "", **more}

    def stored_ids(self, capture):
        """The ids of the rows as OpenScale keeps them: by line, and counted from one."""
        counts = {}
        for row in capture.ids:
            line = capture.line_of[row]
            counts[line] = counts.get(line, 0) + 1
        rows = set()
        for line, count in counts.items():
            scoring = uuid.uuid5(uuid.NAMESPACE_URL, f"e-{capture.name}-{line:06d}")
            rows.update(f"{scoring}-{number + 1}" for number in range(count))
        return rows

    def assertStored(self, fault, service, capture, repeats=0, tried=1):
        # A line that was divided over requests has other ids; here each line is in one request.
        expected, taken = self.stored_ids(capture), set(service.rows)
        repeated = sum(count - 1 for count in service.rows.values())
        ledger.enter(fault, tried, len(expected), len(expected - taken), repeated)
        self.assertEqual(sorted(expected - taken)[:5], [], "rows are lost")
        self.assertEqual(sorted(taken - expected)[:5], [], "there are rows that were not in the object")
        if repeats is not None:
            self.assertLessEqual(repeated, repeats, "rows were repeated")

    def deliver(self, fault, version=2, lines=80, repeats=0, code=0, more=None, capture=None, **trouble):
        service = self.service(**trouble)
        capture = capture or plain(name("openscale"), lines)
        ending = self.replay(capture.put(), self.settings(service, version, **(more or {})), code)
        self.assertCounts(ending, capture)
        self.assertStored(fault, service, capture, repeats)
        return service, ending

    def test_a_service_that_is_well_gets_each_row_once_and_is_asked_for_one_token(self):
        for version in (1, 2):
            for compression in ("none", "gzip"):
                with self.subTest(version=version, compression=compression):
                    service, ending = self.deliver("none", version, more={"RELAY_COMPRESSION": compression})
                    self.assertEqual(len(service.token_requests), 1)
                    self.assertEqual(ending.summary["retries"], 0)
                    self.assertEqual(ending.summary["batches"], len(service.stored))

    def test_a_busy_service_gets_all_of_it_later(self):
        for version in (1, 2):
            for status in (429, 500, 503):
                with self.subTest(version=version, status=status):
                    trouble = [(lambda exchange: exchange.stores, status)] * 3
                    _, ending = self.deliver("three answers of a busy service", version, instead=trouble)
                    self.assertEqual(ending.summary["retries"], 3)

    def test_tokens_that_cannot_be_had_at_first_are_asked_for_again(self):
        for status in (None, 429, 503):
            with self.subTest(status=status):
                trouble = [(lambda exchange: exchange.asks_for_a_token, status)] * 2
                self.deliver("no token at first", instead=trouble)

    def test_a_refused_key_ends_it_in_the_words_of_the_service(self):
        service = self.service()
        capture = plain(name("refused"), 3)
        ending = self.replay(capture.put(), self.settings(service, OPENSCALE_API_KEY="of-somebody-else"), 4)
        self.assertIn("Provided API key could not be found.; check OPENSCALE_API_KEY", ending.errors)
        self.assertEqual((len(service.token_requests), len(service.stored)), (1, 0))

    def test_tokens_that_end_early_are_renewed_by_one_of_all_who_wait(self):
        service, _ = self.deliver("tokens of two seconds", lines=260, life=2, polls=1)
        self.assertIn(len(service.token_requests), range(2, 6))

    def test_a_token_that_is_refused_is_renewed_once(self):
        for version in (1, 2):
            with self.subTest(version=version):
                trouble = [(lambda exchange: exchange.stores, 401)]
                service, ending = self.deliver("a token is refused", version, instead=trouble)
                self.assertEqual(len(service.token_requests), 2)
                self.assertEqual(ending.summary["retries"], 0)

    def test_what_is_stored_later_is_waited_for(self):
        service, _ = self.deliver("stored at the third look", polls=2)
        self.assertEqual(len(service.polled), 3 * len(service.stored))

    def test_looks_that_fail_are_repeated_and_nothing_is_sent_again(self):
        for trouble in (503, 429, None):
            with self.subTest(trouble=trouble):
                instead = [(lambda exchange: exchange.polls, trouble)] * 2
                service, ending = self.deliver("looks that fail", instead=instead)
                self.assertEqual(len(service.stored), ending.summary["batches"])

    def test_what_the_service_does_not_store_is_not_said_to_be_there(self):
        for final in ("error", "failed"):
            with self.subTest(final=final):
                service = self.service(final=final)
                capture = plain(name("unstored"), 40)
                ending = self.replay(capture.put(), self.settings(service), 4)
                self.assertEqual(ending.summary["accepted"], 0)
                self.assertIn("the table does not take these columns", ending.errors)

    def test_trouble_of_the_store_is_tried_again_as_long_as_there_is_patience(self):
        service = self.service(final="upload_error")
        capture = plain(name("upload"), 10)
        ending = self.replay(capture.put(), self.settings(service, RELAY_RETRY_SECONDS="3"), 4)
        self.assertEqual(ending.summary["accepted"], 0)
        self.assertGreater(len(service.stored), 1)
        self.assertIn("upload_error", ending.errors)

    def test_an_answer_that_is_lost_repeats_rows_under_the_same_ids(self):
        forgets = [(lambda exchange: exchange.polls, 404)] * 3
        self.deliver("the request is forgotten", instead=forgets, repeats=ROWS)
        self.deliver("the request is forgotten, repeats are refused", instead=forgets, rejects_duplicates=True)

    def test_records_that_an_earlier_run_stored_are_taken_for_delivered_and_not_stored_again(self):
        for version in (1, 2):
            with self.subTest(version=version):
                service = self.service(rejects_duplicates=True)
                capture = mixed(name("again"), 30, "again", bad=0)
                settings = self.settings(service, version)
                for _ in range(2):
                    ending = self.replay(capture.put(), settings, 0)
                    self.assertCounts(ending, capture)
                self.assertEqual((len(service.rows), service.repeated), (len(capture.ids), {}))

    def test_what_is_pending_at_the_deadline_is_settled_by_the_next_invocation(self):
        buckets("state")
        storage = moto()
        capture = plain(name("pending"), 100)
        storage.client().put_object(Bucket="bucket", Key=capture.key, Body=capture.content)
        service = self.service(polls=10**6)
        event = captures.notification(capture.record())
        api = RuntimeAPI(event, seconds=2.0)
        settings = {**storage.settings, **self.settings(service, RELAY_STATE_URL="s3://state/pending")}
        api.function = Function(api.address, settings)
        self.addCleanup(api.function.stop)
        self.addCleanup(api.go)

        def answer(number):
            api.wait(lambda api: len(api.posts()) > number and api.polls() > number + 1, f"answer {number}", 30)
            return api.posts()[number]["path"].endswith("/response"), json.loads(api.posts()[number]["body"])

        for number in range(3):
            is_success, body = answer(number)
            self.assertFalse(is_success)
            self.assertIn("had not stored the records when time ran out", body["errorMessage"])
            # What the first one sent is not sent again.
            self.assertEqual(len(service.stored), 1)
            if number == 2:
                service.polls = 0
            api.add(event)
        is_success, summary = answer(3)
        self.assertTrue(is_success, summary)
        self.assertSums(summary)
        self.assertEqual((summary["resumed"], summary["delivered"]), (ROWS, capture.lines - ROWS))
        self.assertStored("pending at the deadline", service, capture, tried=4)

    def test_a_relay_that_is_killed_while_records_are_stored_loses_none(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                service = self.service(polls=1)
                capture = plain(name("killed"), 160)
                settings = self.settings(service, RELAY_STATE_URL=folder("state")[1])
                run = Replay(*capture.put(), settings=settings)
                service.wait(lambda service: len(service.stored) > 2 + seed, "some records are sent")
                time.sleep(0.2 * seed)
                run.kill()
                run.end()
                ending = self.replay_when_free(capture.put(), settings, 0)
                self.assertGreater(ending.summary["resumed"], 0)
                self.assertStored("killed", service, capture, repeats=ROWS * CONCURRENCY)
