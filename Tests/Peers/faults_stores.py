"""Stores that break, of objects, of progress and of bad lines; and two relays at once."""

import os
import time

import captures
import mischief
from delivering import Delivering, buckets, folder, name
from objects import mixed, plain
from processes import scratch
from program import Function, Replay
from reading import moto
from runtime_api import RuntimeAPI
from shaky_s3 import ShakyS3

ROWS, CONCURRENCY = 50, 3


def below_a_file(word):
    """The URL of a folder that nobody can make: what is above it is a file."""
    path = scratch(name(word))
    with open(path, "w", encoding="utf-8"):
        pass
    return path, f"file://{path}/{word}"


class Stores(Delivering):
    """A store that fails makes the object fail, loudly, or is asked again."""

    def store(self, **more):
        made = ShakyS3(**more)
        self.addCleanup(made.__exit__)
        return made

    def settings(self, monitor, sink="json", **more):
        return monitor.settings(sink, RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, **more)

    def test_reads_that_break_go_on_where_they_broke(self):
        for word, trouble in (
            ("every third read breaks", [(mischief.every(3), 0.3)]),
            ("every read breaks", [(mischief.always, 0.6)]),
            ("every other read gets 503", [(lambda number: number % 4 == 0, 503), (mischief.every(2), 0.5)]),
        ):
            for compressed in (False, True):
                with self.subTest(word=word, compressed=compressed):
                    capture, monitor = mixed(name("broken"), 4000, word, compressed), self.monitor()
                    store = self.store(reads=trouble)
                    uri = store.put(f"bucket/{capture.key}", capture.content)
                    if word.startswith("every read"):
                        # It would take for ever to end otherwise: the last bytes come whole.
                        store.reads = [(lambda number: number < 6, 0.6)]
                    ending = self.replay(
                        [uri], {**self.settings(monitor), **store.settings, "AWS_MAX_ATTEMPTS": "9"}, 3)
                    self.assertCounts(ending, capture)
                    self.settle(f"S3: {word}", monitor, capture.ids, repeats=0)

    def test_a_read_that_ends_for_good_fails_the_object_and_the_next_run_has_the_rest(self):
        for compressed in (False, True):
            with self.subTest(compressed=compressed):
                capture, monitor = mixed(name("gone"), 4000, "gone", compressed), self.monitor()
                store = self.store(reads=[(lambda number: number == 0, 0.5), (mischief.always, 503)])
                uri = store.put(f"bucket/{capture.key}", capture.content)
                settings = {**self.settings(monitor, RELAY_STATE_URL=folder("state")[1]), **store.settings,
                            "AWS_MAX_ATTEMPTS": "2"}
                ending = self.replay([uri], settings, 4)
                self.assertGreater(ending.summary["accepted"], 0)
                store.heal()
                ending = self.replay([uri], settings, 0, 3)
                self.assertGreater(ending.summary["resumed"], 0)
                self.settle("S3: a read that ends for good", monitor, capture.ids, 2, repeats=0)

    def test_state_that_cannot_be_written_fails_the_object_and_costs_no_more_than_is_in_flight(self):
        for word, trouble in (
            ("503", [(lambda number: number > 3, 503)]), ("403", [(lambda number: number > 3, 403)]),
            ("403 at once", [(mischief.always, 403)]), ("503 at once", [(mischief.always, 503)])):
            with self.subTest(word=word):
                capture, monitor = plain(name("stateless"), 2000), self.monitor(latency=0.01)
                store = self.store(writes=trouble, prefix="kept/")
                settings = {**self.settings(monitor, RELAY_STATE_URL="s3://state/kept/"), **store.settings,
                            "AWS_MAX_ATTEMPTS": "2", "AWS_ACCESS_KEY_ID": "AKIDSHAKY"}
                ending = self.replay(capture.put(), settings, 4)
                self.assertIn("state", ending.errors.lower())
                if "at once" in word:
                    self.assertEqual(monitor.requests, 0, "nothing is sent where no progress can be kept")
                store.heal()
                self.replay_when_free(capture.put(), settings, 0)
                self.settle(f"state in S3: {word}", monitor, capture.ids, 2, repeats=CONCURRENCY * ROWS)

    def test_state_that_is_busy_now_and_then_is_written_all_the_same(self):
        for word, trouble in (("every third 503", [(mischief.every(3), 503)]),
                              ("every third 500", [(mischief.every(3), 500)])):
            with self.subTest(word=word):
                capture, monitor = plain(name("busy"), 2000), self.monitor(latency=0.01)
                store = self.store(writes=trouble, reads=[(mischief.every(3), 503)], prefix="kept/")
                settings = {**self.settings(monitor, RELAY_STATE_URL="s3://state/kept"), **store.settings}
                self.replay(capture.put(), settings, 0)
                self.settle(f"state in S3: {word}", monitor, capture.ids, repeats=0)

    def test_state_whose_writing_is_not_confirmed_is_no_stranger(self):
        capture, monitor = plain(name("unconfirmed"), 2000), self.monitor(latency=0.01)
        store = self.store(writes=[(mischief.every(4), ShakyS3.LOST)], prefix="kept/")
        settings = {**self.settings(monitor, RELAY_STATE_URL="s3://state/kept"), **store.settings}
        ending = self.replay(capture.put(), settings, 0, 4)
        store.heal()
        if ending.code == 4:
            self.replay_when_free(capture.put(), settings, 0)
        self.settle("state in S3: writes not confirmed", monitor, capture.ids, 2, repeats=CONCURRENCY * ROWS)

    def test_state_that_cannot_be_read_fails_the_object_before_anything_is_sent(self):
        for status in (403, 503):
            with self.subTest(status=status):
                capture, monitor = plain(name("unread"), 500), self.monitor()
                store = self.store(reads=[(mischief.always, status)], prefix="kept/")
                settings = {**self.settings(monitor, RELAY_STATE_URL="s3://state/kept"), **store.settings,
                            "AWS_MAX_ATTEMPTS": "2"}
                self.replay(capture.put(), settings, 4)
                self.assertEqual(monitor.requests, 0)
                store.heal()
                self.replay_when_free(capture.put(), settings, 0)
                self.settle(f"state in S3: reads {status}", monitor, capture.ids, 2, repeats=0)

    def test_a_folder_for_state_that_cannot_be_made_fails_the_object(self):
        capture, monitor = plain(name("folder"), 500), self.monitor()
        path, state = below_a_file("state")
        self.replay(capture.put(), self.settings(monitor, RELAY_STATE_URL=state), 4)
        self.assertEqual(monitor.requests, 0)
        os.remove(path)
        self.replay(capture.put(), self.settings(monitor, RELAY_STATE_URL=state), 0)
        self.settle("state in a folder that cannot be made", monitor, capture.ids, 2, repeats=0)

    def test_state_that_was_spoilt_is_said_to_be_and_not_taken_for_progress(self):
        capture, monitor, (path, state) = plain(name("spoilt"), 500), self.monitor(), folder("state")
        settings = self.settings(monitor, RELAY_STATE_URL=state)
        monitor.mischief = [(lambda number: number >= 4, mischief.status(403))]
        self.replay(capture.put(), settings, 4)
        monitor.heal()
        for root, _, files in os.walk(path):
            for file in files:
                with open(os.path.join(root, file), "r+b") as document:
                    document.truncate(os.path.getsize(document.name) // 2)
        ending = self.replay(capture.put(), settings, 0, 4)
        if ending.code == 4:
            self.replay([*capture.put(), "--again"], settings, 0)
        self.settle("state that was cut in half", monitor, capture.ids, 2)

    def test_quarantine_that_cannot_be_written_fails_the_object_and_drops_nothing(self):
        for word in ("a folder that cannot be made", "403", "503"):
            with self.subTest(word=word):
                capture, monitor = mixed(name("bad"), 1200, "bad"), self.monitor()
                state = folder("state")[1]
                if word.startswith("a folder"):
                    path, quarantine = below_a_file("quarantine")
                    settings = self.settings(monitor, RELAY_STATE_URL=state, RELAY_QUARANTINE_URL=quarantine)
                else:
                    store = self.store(writes=[(mischief.always, int(word))], prefix="aside/")
                    settings = {**self.settings(
                        monitor, RELAY_STATE_URL=state, RELAY_QUARANTINE_URL="s3://quarantine/aside"),
                        **store.settings, "AWS_MAX_ATTEMPTS": "2"}
                ending = self.replay(capture.put(), settings, 4)
                self.assertIn("quarantine", ending.errors.lower())
                if word.startswith("a folder"):
                    os.remove(path)
                else:
                    store.heal()
                self.replay(capture.put(), settings, 3)
                self.settle(f"quarantine: {word}", monitor, capture.ids, 2, repeats=CONCURRENCY * ROWS)
                if word.startswith("a folder"):
                    records = self.quarantined(os.path.join(path, "quarantine"))
                else:
                    kept = scratch(name("kept"))
                    os.makedirs(kept)
                    for number, (content, _) in enumerate(store.objects.values()):
                        with open(os.path.join(kept, str(number)), "wb") as file:
                            file.write(content)
                    records = self.quarantined(kept)
                self.assertEqual(sorted(record["line"] for record in records), capture.bad)


class TwoAtOnce(Delivering):
    """Two relays that are given the same event."""

    def test_one_delivers_and_the_other_fails_with_a_word_on_the_lease(self):
        buckets("state")
        storage = moto()
        for state, number in ((state, number) for state in ("folder", "s3") for number in range(3)):
            with self.subTest(state=state, number=number):
                capture, monitor = plain(name("both"), 1000), self.monitor(latency=0.05)
                url = "s3://state/both" if state == "s3" else folder("state")[1]
                settings = {**storage.settings, **monitor.settings(
                    RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_STATE_URL=url)}
                runs = [Replay(*capture.put(), settings=settings)]
                if number:
                    monitor.wait(lambda monitor: monitor.requests > number, "the first one sends")
                runs.append(Replay(*capture.put(), settings=settings))
                endings = sorted((run.end(60) for run in runs), key=lambda ending: ending.code)
                self.assertEqual([ending.code for ending in endings], [0, 4], [each.errors for each in endings])
                self.assertTrue(self.is_leased(endings[1]), endings[1].errors)
                for ending in endings:
                    self.assertSums(ending.summary)
                self.assertEqual(endings[1].summary["accepted"], 0)
                self.settle("two relays on one event", monitor, capture.ids, repeats=0)
                requests = monitor.requests
                ending = self.replay(capture.put(), settings, 0)
                self.assertEqual((ending.summary["resumed"], monitor.requests), (capture.lines, requests))

    def test_a_message_that_comes_twice_is_handed_back_by_the_second_function(self):
        buckets("state")
        storage, capture = moto(), plain(name("twice"), 1000)
        storage.client().put_object(Bucket="bucket", Key=capture.key, Body=capture.content)
        monitor = self.monitor(latency=0.05)
        settings = {**storage.settings, **monitor.settings(
            RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_STATE_URL="s3://state/twice")}
        event = captures.queued(captures.notification(capture.record()))
        apis = []
        for number in range(2):
            apis.append(RuntimeAPI(event))
            self.addCleanup(apis[-1].go)
            function = Function(apis[-1].address, settings)
            self.addCleanup(function.stop)
            monitor.wait(lambda monitor: monitor.requests > 0, "the first one sends")
        answers = [api.answered(1)[0] for api in apis]
        self.assertEqual(answers, [
            {"batchItemFailures": []}, {"batchItemFailures": [{"itemIdentifier": "m0"}]}])
        self.settle("two functions on one message", monitor, capture.ids, repeats=0)

    def test_it_waits_for_nobody(self):
        capture, monitor = plain(name("patient"), 600), self.monitor(latency=0.3)
        settings = monitor.settings(RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=1, RELAY_STATE_URL=folder("state")[1])
        first = Replay(*capture.put(), settings=settings)
        monitor.wait(lambda monitor: monitor.requests > 0, "the first one sends")
        began = time.monotonic()
        self.assertTrue(self.is_leased(self.replay(capture.put(), settings, 4)))
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual(first.end(60).code, 0)
        self.settle("two relays on one event", monitor, capture.ids, repeats=0)
