"""A monitor that is busy, breaks connections, loses answers, or says yes in a way that is none."""

import mischief
from delivering import Delivering, folder, name
from objects import mixed, plain

CONCURRENCY, ROWS = 3, 50
SINKS = ("fiddler", "json", "ndjson")


class Answers(Delivering):
    """Faults of the monitor that pass."""

    def deliver(self, fault, mischief, sink="fiddler", repeats=0, code=0, lines=400, capture=None, **settings):
        """Relays an object past a monitor that does mischief; all of it must arrive."""
        capture = capture or mixed(name("answers"), lines, "answers", bad=0)
        monitor = self.monitor(mischief)
        settings = {"RELAY_BATCH_ROWS": ROWS, "RELAY_CONCURRENCY": CONCURRENCY, **settings}
        ending = self.replay(capture.put(), monitor.settings(sink, **settings), code)
        self.assertCounts(ending, capture)
        self.settle(fault, monitor, capture.ids, repeats=repeats)
        most = settings["RELAY_BATCH_ROWS"]
        self.assertTrue(all(len(exchange.ids) <= most for exchange in monitor.exchanges))
        return ending, monitor

    def test_a_monitor_that_is_well_gets_each_row_once(self):
        for sink in SINKS:
            for compression in ("none", "gzip"):
                with self.subTest(sink=sink, compression=compression):
                    ending, monitor = self.deliver("none", [], sink, RELAY_COMPRESSION=compression)
                    self.assertEqual(ending.summary["retries"], 0)
                    self.assertEqual(ending.summary["batches"], monitor.requests)

    def test_every_third_request_is_refused_for_now(self):
        for number, status in enumerate((408, 425, 429, 500, 502, 503, 504)):
            with self.subTest(status=status):
                ending, monitor = self.deliver(
                    "every third answer 408 to 504", [(mischief.every(3), mischief.status(status))],
                    SINKS[number % 3])
                self.assertEqual(ending.summary["retries"], sum(
                    exchange.status == status for exchange in monitor.exchanges))

    def test_a_storm_of_429_without_a_word_on_when_to_come_back(self):
        _, monitor = self.deliver(
            "storm of 429", [(mischief.storm(9, 2), mischief.status(429))], lines=300)
        self.assertWaited(monitor, at_least=0)

    def test_a_storm_of_429_that_says_in_seconds_when_to_come_back(self):
        _, monitor = self.deliver(
            "storm of 429, Retry-After in seconds", [(mischief.storm(4, 1), mischief.status(429, retry_after=1))],
            lines=200)
        self.assertWaited(monitor, at_least=4)

    def test_a_storm_of_503_that_says_as_a_date_when_to_come_back(self):
        for sink in ("fiddler", "ndjson"):
            with self.subTest(sink=sink):
                _, monitor = self.deliver(
                    "storm of 503, Retry-After as a date",
                    [(mischief.storm(3, 1), mischief.status(503, retry_after=0.5, as_date=True))], sink, lines=200)
                self.assertWaited(monitor, at_least=3)

    def assertWaited(self, monitor, at_least):
        """No rows came back before the time that the monitor named."""
        told = [exchange for exchange in monitor.exchanges if hasattr(exchange, "not_before")]
        self.assertGreaterEqual(len(told), at_least)
        for exchange in told:
            rows = set(exchange.ids)
            again = next(later for later in monitor.exchanges[exchange.number + 1 :] if rows & set(later.ids))
            self.assertGreaterEqual(again.wall, exchange.not_before - 0.02, f"request {again.number} came too early")
            self.assertLess(again.wall, exchange.not_before + 3, f"request {again.number} came late")

    def test_connections_that_break_in_the_middle_of_a_body(self):
        for sink in SINKS:
            with self.subTest(sink=sink):
                self.deliver("reset in the body", [(mischief.every(4), mischief.break_in_body)], sink)

    def test_large_bodies_whose_connections_break_in_the_middle(self):
        capture = plain(name("large"), 3000)
        self.deliver("reset in a large body", [(mischief.every(3), mischief.break_in_body)], "json", capture=capture,
                     RELAY_BATCH_ROWS=1000)

    def test_acceptances_that_never_arrive_are_asked_for_again_and_nothing_else_is(self):
        for fault, deed in (
            ("acceptance lost by a reset", mischief.lose_answer), ("acceptance cut off", mischief.cut_answer)):
            for sink in SINKS:
                with self.subTest(fault=fault, sink=sink):
                    ending, monitor = self.deliver(fault, [(mischief.every(4), deed)], sink, repeats=10_000)
                    lost = [exchange for exchange in monitor.exchanges if exchange.answered is None]
                    self.assertEqual(monitor.repeated, sum(len(exchange.taken) for exchange in lost))
                    # A kept connection that is gone is made anew and the request repeated, which is no retry.
                    self.assertLessEqual(ending.summary["retries"], len(lost))

    def test_successes_that_are_none_are_retried_as_lost_acknowledgements(self):
        for body in ("<html><body>Welcome</body></html>", "", "{", "[]", "null", '"ok"', "{}", '{"data":null}',
                     '{"data":{"event_ids":"all of them"}}',
                     '{"error":{"code":500,"message":"no disk","errors":[]},"api_version":"3.0","kind":"ERROR"}'):
            with self.subTest(body=body):
                self.deliver("success with rubbish", [(mischief.storm(2, 1), mischief.rubbish(body))],
                             repeats=2 * ROWS, lines=200)

    def test_an_error_in_the_body_of_a_success_is_seen_at_any_endpoint(self):
        for sink in ("json", "ndjson"):
            with self.subTest(sink=sink):
                self.deliver("success with an error in it", [
                    (mischief.storm(2, 1), mischief.rubbish('{"error":{"code":500,"message":"no disk"}}'))],
                    sink, repeats=2 * ROWS, lines=200)

    def test_fewer_ids_than_events_fail_the_object_and_nothing_of_the_batch_is_claimed(self):
        for missing in (1, 7):
            with self.subTest(missing=missing):
                capture, (_, state) = plain(name("fewer"), 300), folder("state")
                monitor = self.monitor([(mischief.storm(1, 3), mischief.fewer_ids(missing))])
                settings = monitor.settings(
                    RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=1, RELAY_STATE_URL=state)
                ending = self.replay(capture.put(), settings, 4)
                whole = sum(len(exchange.taken) for exchange in monitor.exchanges if exchange.number != 3)
                self.assertEqual(ending.summary["accepted"], whole)
                self.assertEqual(ending.summary["objectsDetail"][0]["outcome"], "partial")
                self.assertLessEqual(monitor.requests, 5)
                monitor.heal()
                ending = self.replay(capture.put(), settings, 0)
                self.assertEqual(ending.summary["resumed"], whole)
                self.settle("fewer ids than events", monitor, capture.ids, 2, repeats=ROWS - missing)

    def test_ids_that_the_monitor_makes_up_are_as_good_as_ours(self):
        capture = plain(name("invented"), 300)
        monitor = self.monitor(id_column=None)
        self.replay(capture.put(), monitor.settings(RELAY_BATCH_ROWS=ROWS), 0)
        self.settle("none", monitor, capture.ids, repeats=0)

    def test_latency_and_a_slow_start(self):
        self.deliver("latency", [(mischief.always, mischief.slow_start(8, 0.06))])
        self.deliver("latency", [(mischief.every(5), mischief.delay(1.0))], "json")

    def test_faults_of_all_kinds_by_chance(self):
        deeds = (mischief.status(503), mischief.status(429, retry_after=0), mischief.break_in_body,
                 mischief.lose_answer, mischief.cut_answer, mischief.rubbish("<html>"), mischief.delay(0.1))
        for seed in range(3):
            with self.subTest(seed=seed):
                self.deliver(
                    "all kinds by chance", [(mischief.now_and_then(0.05, f"{seed}/{index}"), deed)
                                            for index, deed in enumerate(deeds)],
                    repeats=10_000, lines=800)

    def test_a_monitor_that_stays_away_fails_the_object_when_the_budget_is_spent_and_later_gets_the_rest(self):
        for deed in (mischief.status(503), mischief.break_in_body):
            with self.subTest(deed=getattr(deed, "__name__", "")):
                capture, (_, state) = plain(name("away"), 400), folder("state")
                monitor = self.monitor([(lambda number: number >= 3, deed)])
                settings = monitor.settings("json", RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY,
                                            RELAY_STATE_URL=state, RELAY_RETRY_SECONDS=1)
                ending = self.replay(capture.put(), settings, 4)
                self.assertEqual(ending.summary["accepted"], sum(monitor.counts.values()))
                monitor.heal()
                ending = self.replay(capture.put(), settings, 0)
                self.assertEqual(ending.summary["resumed"] + ending.summary["delivered"], capture.lines)
                self.settle("budget spent, then well", monitor, capture.ids, 2, repeats=0)
