"""Kill -9 at moments that a seed chose, and what the next run makes of it."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import ledger
from delivering import Delivering, buckets, contents, folder, name
from killing import Command, Invocations, kill_again_and_again, repeated_by, size, torn
from monitor import Monitor
from objects import mixed, plain
from program import Replay
from reading import moto
from shaky_s3 import ShakyS3

SEED = os.environ.get("FAULTS_SEED") or str(random.SystemRandom().randrange(10**6))
# The kills of all ways together.
KILLS = int(os.environ.get("FAULTS_KILLS") or 70)
LANES, ROWS, CONCURRENCY = 6, 20, 3


class Kills(Delivering):
    """Nothing is lost, and only what was in flight is repeated."""

    @classmethod
    def setUpClass(cls):
        print(f"  FAULTS_SEED={SEED} makes the same moments again; FAULTS_KILLS={KILLS} says how many there are.")

    def lanes(self, fault, share, work):
        """Does the same with several objects at a time; each is killed a few times."""
        each = 4
        count = max(1, round(KILLS * share / each))
        with ThreadPoolExecutor(LANES) as pool:
            done = list(pool.map(lambda lane: work(f"{SEED}/{fault}/{lane}", each, lane), range(count)))
        self.assertGreaterEqual(sum(done), count * each * 0.7, "too few were alive when they were to be killed")
        return sum(done)

    def kill(self, fault, seed, count, lane, function, server=None, state=True, compressed=False, refuses=0):
        """One object, whose relay is killed so many times, then finishes; some rows may be refused meanwhile."""
        capture = mixed(name("killed"), 1400, seed, compressed, bad=0.01)
        (path, quarantine), (_, progress) = folder("quarantine"), folder("state")
        if function:
            # A function's folders do not last.
            quarantine, progress = f"s3://aside/{capture.name}", "s3://state/kept"
        sink = ("fiddler", "json")[lane % 2]
        refused = dict.fromkeys(random.Random(seed).sample(capture.ids, refuses), "no such value")
        with Monitor(latency=0.012, refused=refused, forgets_the_dead=True) as monitor:
            settings = monitor.settings(
                sink, RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_QUARANTINE_URL=quarantine)
            if state:
                settings["RELAY_STATE_URL"] = progress
            if function:
                server.client().put_object(Bucket="bucket", Key=capture.key, Body=capture.content)
                relay = Invocations(capture.record(), {**settings, **server.settings})
            else:
                relay = Command(capture.put(), settings)
            kills = kill_again_and_again(relay, monitor, count, seed)
            killed = sum(not kill.was_late for kill in kills)
            if function:
                relay.wait_for_lease()
                summary = relay.finish()
            else:
                summary = self.replay_when_free(relay.arguments, settings, 0, 3).summary
            self.assertSums(summary)
            self.assertEqual(summary["failed"], 0)
            self.settle(fault, monitor, set(capture.ids) - set(refused), killed)
            aside = {capture.line_of[row] for row in refused} | set(capture.bad)
            if function:
                os.makedirs(path)
                for number, content in enumerate(contents(server.client(), "aside", capture.name + "/")):
                    with open(os.path.join(path, str(number)), "wb") as file:
                        file.write(content)
            self.assertEqual({record["line"] for record in self.quarantined(path)}, aside, seed)
            if state:
                self.assertOnlyWhatWasInFlightIsRepeated(kills, monitor, is_divided=refuses > 0)
        return killed

    def assertOnlyWhatWasInFlightIsRepeated(self, kills, monitor, is_divided):
        """Those whose acceptance was durable have left their slot to others, so there are no more than slots."""
        for requests in repeated_by(kills, monitor).values():
            if not is_divided:
                self.assertLessEqual(len(requests), CONCURRENCY, requests.keys())
            self.assertLessEqual(sum(map(len, requests.values())), CONCURRENCY * ROWS)

    def test_killed_commands_lose_nothing_and_repeat_only_what_was_in_flight(self):
        for compressed in (False, True):
            fault = f"kill -9 of the command{', gzip' if compressed else ''}"
            self.lanes(fault, 0.2, lambda seed, count, lane: self.kill(
                fault, seed, count, lane, False, compressed=compressed))

    def test_killed_functions_lose_nothing_and_repeat_only_what_was_in_flight(self):
        buckets("state", "aside")
        with ShakyS3() as store:
            for server, word in ((store, "S3 of our own"), (moto(), "moto")):
                fault = f"kill -9 of the function, {word}"
                self.lanes(fault, 0.2, lambda seed, count, lane: self.kill(
                    fault, seed, count, lane, True, server, compressed=lane % 2 == 1))

    def test_killed_while_rows_are_divided_they_lose_none_of_the_rows_and_none_of_those_refused(self):
        fault = "kill -9 while rows are refused"
        self.lanes(fault, 0.15, lambda seed, count, lane: self.kill(
            fault, seed, count, lane, False, compressed=lane % 2 == 1, refuses=12))

    def test_without_state_everything_comes_again_and_nothing_is_lost(self):
        fault = "kill -9 without state"
        self.lanes(fault, 0.16, lambda seed, count, lane: self.kill(fault, seed, count, lane, False, state=False))

    def test_a_file_of_rows_has_each_row_after_kills_and_half_a_row_spoils_no_other(self):
        chance, kills = random.Random(f"{SEED}/file"), 0
        capture, (path, _), (_, state) = plain(name("file"), 30_000), folder("rows"), folder("state")
        settings = {"RELAY_SINK": "file", "RELAY_FILE": path, "RELAY_BATCH_ROWS": ROWS, "RELAY_STATE_URL": state}
        end = time.monotonic() + 45
        while kills < max(4, KILLS // 10) and time.monotonic() < end:
            relay, before = Command(capture.put(), settings), size(path)
            relay.start()
            while size(path) == before and not relay.has_ended:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.02)
            had_ended = relay.has_ended
            if relay.kill().code in (0, 3):
                break
            kills += not had_ended
            time.sleep(0.2)
        self.replay_when_free(capture.put(), settings, 0)
        rows, broken = torn(path)
        lost = set(capture.ids) - set(rows)
        repeated = len(rows) - len(set(rows))
        ledger.enter("kill -9 while a file is written", kills, len(capture.ids), len(lost), repeated)
        self.assertEqual((sorted(lost)[:3], sorted(set(rows) - set(capture.ids))[:3]), ([], []))
        self.assertLessEqual(repeated, kills * ROWS)
        self.assertLessEqual(broken, kills)

    def test_a_command_that_is_interrupted_keeps_what_was_accepted(self):
        capture, (_, state) = plain(name("interrupted"), 1500), folder("state")
        monitor = self.monitor(latency=0.02)
        settings = monitor.settings(RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_STATE_URL=state)
        for number in range(3):
            before = monitor.requests
            run = Replay(*capture.put(), settings=settings)
            monitor.wait(lambda monitor: monitor.requests > before + 5, "it sends")
            run.process.send_signal((signal.SIGINT, signal.SIGTERM)[number % 2])
            ending = run.end(20)
            self.assertEqual(ending.code, 130, ending.errors)
            self.assertSums(ending.summary)
        # Asked to end, it has given its lease back.
        self.replay(capture.put(), settings, 0)
        self.settle("interrupted by a signal", monitor, capture.ids, 3, repeats=3 * CONCURRENCY * ROWS)
