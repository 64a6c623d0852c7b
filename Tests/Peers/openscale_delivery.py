"""What becomes of records that OpenScale stores later, of tokens that end, and of runs that are killed."""

import os
import random
import time
import unittest
import uuid

import openscale_cases
from openscale_captures import capture, file_of
from openscale_service import OpenScale
from processes import free_port, scratch
from program import Replay, replay, secret

SEED = os.environ.get("FAULTS_SEED") or str(random.SystemRandom().randrange(10**6))


def churn(count, first=0):
    """Captures of so many inferences, and the settings for them."""
    lines = [capture(f"event-{number}", f"{number},1.5", "0.5\n", answer="text/csv", number=number)
             for number in range(first, first + count)]
    return lines, openscale_cases.settings(["a", "b"], "score", {"a": "int", "b": "float", "score": "float"})


def ids(count, first=0):
    """The ids under which their rows are kept."""
    return {f"{uuid.uuid5(uuid.NAMESPACE_URL, f'event-{number}')}-1" for number in range(first, first + count)}


def stores(exchange):
    return exchange.stores


def polls(exchange):
    return exchange.polls


def folder():
    """A folder for progress that is not there yet."""
    return f"file://{scratch(f'state-{time.monotonic_ns()}')}"


class Delivery(unittest.TestCase):
    """The built program and an OpenScale of our own."""

    def relay(self, service, path, settings, code=0, **more):
        """Runs a replay."""
        ending = replay(path, settings={**service.settings(), **settings, "RELAY_RETRY_SECONDS": "5", **more})
        self.assertEqual(ending.code, code, ending.errors)
        return ending

    def assertOnce(self, service, count):
        """All rows are there, each once."""
        self.assertEqual(set(service.rows), ids(count))
        self.assertEqual(service.repeated, {})

    def test_records_count_when_openscale_has_stored_them_and_not_before(self):
        lines, settings = churn(30)
        with OpenScale(polls=2) as service:
            ending = self.relay(service, file_of(lines), settings, RELAY_BATCH_ROWS="10")
            self.assertEqual((ending.summary["accepted"], ending.summary["batches"]), (30, 3))
            self.assertOnce(service, 30)
            self.assertEqual(len(service.polled), 9)

    def test_records_that_openscale_did_not_store_are_undelivered_in_its_own_words(self):
        # One capture alone is not at fault either, as far as anybody can tell.
        for final, count in [("error", 5), ("error", 1), ("failed", 3), ("upload_error", 5)]:
            lines, settings = churn(count)
            with self.subTest(final=final, count=count), OpenScale(final=final) as service:
                ending = self.relay(service, file_of(lines), settings, code=4)
                self.assertEqual(ending.summary["accepted"], 0)
                self.assertIn("the table does not take these columns", ending.errors + str(ending.summary))

    def test_what_is_still_pending_when_time_runs_out_is_settled_by_the_next_run_and_not_sent_again(self):
        lines, settings = churn(20)
        path, state = file_of(lines), folder()
        with OpenScale(polls=10**6) as service:
            run = Replay(path, settings={
                **service.settings(), **settings, "RELAY_STATE_URL": state, "RELAY_BATCH_ROWS": "5"})
            service.wait(lambda each: each.stored and each.polled, "records were sent and asked for")
            run.interrupt()
            ending = run.end()
            self.assertEqual(ending.code, 130, ending.errors)
            self.assertEqual(ending.summary["accepted"], 0)
            pending, asked, service.polls = len(service.stored), len(service.exchanges), 0
            self.relay(service, path, settings, RELAY_STATE_URL=state, RELAY_BATCH_ROWS="5")
            later = [each for each in service.exchanges[asked:] if not each.asks_for_a_token]
            self.assertTrue(all(each.polls for each in later[:pending]), "it sent before it asked for what was pending")
            self.assertEqual(len(service.stored), 4)
            self.assertOnce(service, 20)

    def test_what_was_pending_and_came_to_nothing_is_sent_again(self):
        lines, settings = churn(4)
        path, state = file_of(lines), folder()
        with OpenScale(polls=10**6, final="error") as service:
            run = Replay(path, settings={**service.settings(), **settings, "RELAY_STATE_URL": state})
            service.wait(lambda each: len(each.polled) >= 1, "it was asked for")
            run.interrupt()
            run.end()
            service.polls, service.final = 0, "active"
            for request in service.requests:
                service.failed.add(request)
            self.relay(service, path, settings, RELAY_STATE_URL=state)
            self.assertOnce(service, 4)

    def test_one_token_serves_many_batches(self):
        lines, settings = churn(60)
        with OpenScale() as service:
            self.relay(service, file_of(lines), settings, RELAY_BATCH_ROWS="3", RELAY_CONCURRENCY="4")
            self.assertEqual((len(service.stored), len(service.token_requests)), (20, 1))

    def test_a_token_that_is_refused_is_renewed_once_and_the_batch_sent_again(self):
        lines, settings = churn(10)
        with OpenScale(instead=[(stores, 401)]) as service:
            self.relay(service, file_of(lines), settings)
            self.assertEqual([each.status for each in service.stored], [401, 202])
            self.assertEqual(len(service.token_requests), 2)
            self.assertOnce(service, 10)

    def test_a_token_that_ends_is_renewed_in_time(self):
        # The service says when it ends; some requests would come later.
        lines, settings = churn(40)
        with OpenScale(life=2, latency=0.1) as service:
            self.relay(service, file_of(lines), settings, RELAY_BATCH_ROWS="5", RELAY_CONCURRENCY="1")
            self.assertGreater(len(service.token_requests), 1)
            self.assertNotIn(401, [each.status for each in service.exchanges])
            self.assertOnce(service, 40)

    def test_a_key_that_is_refused_says_what_to_check_and_sends_nothing(self):
        lines, settings = churn(3)
        with OpenScale() as service:
            ending = self.relay(
                service, file_of(lines), settings, code=4, OPENSCALE_API_KEY=secret("another-key-than-that"))
            self.assertIn("OPENSCALE_API_KEY", ending.errors)
            self.assertEqual(service.stored, [])

    def test_a_slash_behind_the_address_changes_nothing(self):
        lines, settings = churn(3)
        with OpenScale() as service:
            for end in ["/", "/openscale", "/openscale/"]:
                self.relay(service, file_of(lines), settings, OPENSCALE_URL=service.url + end)
            self.assertEqual({each.path for each in service.token_requests}, {"/identity/token"})
            self.assertEqual(len({each.path for each in service.stored}), 1)

    def test_an_openscale_that_is_not_there_fails_in_words(self):
        lines, settings = churn(3)
        with OpenScale() as service:
            nowhere = f"http://127.0.0.1:{free_port()}"
            ending = self.relay(
                service, file_of(lines), settings, code=4, OPENSCALE_URL=nowhere, RELAY_RETRY_SECONDS="1")
            self.assertIn("nobody listens at that address", ending.errors)
            self.assertIn("OPENSCALE_URL", ending.errors)

    def test_a_busy_openscale_gets_the_same_ids_again(self):
        lines, settings = churn(12)
        trouble = [(stores, (503, {"Retry-After": "0"})), (stores, None), (stores, (429, {"Retry-After": "0"}))]
        with OpenScale(instead=trouble) as service:
            self.relay(service, file_of(lines), settings)
            bodies = {each.body for each in service.stored}
            self.assertEqual(len(service.stored), 4)
            self.assertEqual(len(bodies), 1)
            self.assertOnce(service, 12)

    def test_gzip_is_what_it_says(self):
        lines, settings = churn(5)
        with OpenScale() as service:
            self.relay(service, file_of(lines), settings, RELAY_COMPRESSION="gzip")
            self.assertEqual(service.stored[0].headers["content-encoding"], "gzip")
            self.assertOnce(service, 5)

    def test_a_dry_run_shows_the_records_and_asks_for_nothing(self):
        lines, settings = churn(2)
        with OpenScale() as service:
            ending = replay("--dry-run", file_of(lines), settings={**service.settings(), **settings})
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertIn('"scoring_id"', ending.output)
            self.assertEqual(service.exchanges, [])

    def test_kills_lose_nothing_and_what_comes_again_has_the_same_id(self):
        count, chance = 120, random.Random(SEED)
        print(f"  FAULTS_SEED={SEED} makes the same moments again.")
        lines, settings = churn(count)
        path, state = file_of(lines), folder()
        with OpenScale(polls=1, latency=0.01) as service:
            settings = {**service.settings(), **settings, "RELAY_STATE_URL": state, "RELAY_BATCH_ROWS": "10",
                        "RELAY_CONCURRENCY": "2"}
            for _ in range(4):
                before, after = len(service.stored), chance.randrange(1, 4)
                run = Replay(path, settings=settings)
                service.wait(
                    lambda each: len(each.stored) >= before + after or run.process.poll() is not None, "it sends")
                time.sleep(chance.random() * 0.05)
                run.kill()
                run.end()
                time.sleep(0.25)
            ending = replay(path, settings=settings)
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertEqual(set(service.rows), ids(count))
            self.assertLessEqual(sum(service.rows.values()) - count, 4 * 2 * 10)
