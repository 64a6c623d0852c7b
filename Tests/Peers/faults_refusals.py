"""A monitor that refuses rows, bodies, or everything."""

import math
import random

import ledger
import mischief
from delivering import Delivering, folder, name
from objects import Capture, mixed, plain

ROWS = 500


class Refusals(Delivering):
    """What the monitor does not want."""

    def refusing(self, capture, count, seed, **more):
        """A monitor that refuses some rows of an object, each with words of its own."""
        chosen = random.Random(seed).sample(capture.ids, count)
        return self.monitor(refused={row: f"the value of {row} is out of range" for row in chosen}, **more)

    def assertQuarantines(self, path, capture, refused):
        """Exactly the lines and the rows at fault are kept, with the words for them."""
        records = self.quarantined(path)
        by_line = {}
        for row in refused:
            by_line.setdefault(capture.line_of[row], set()).add(row)
        self.assertEqual(sorted(record["line"] for record in records), sorted([*by_line, *capture.bad]))
        for record in records:
            if record["line"] in capture.bad:
                continue
            rows = [row for row in capture.ids if capture.line_of[row] == record["line"]]
            kept = {rows[index] for index in record["rows"]} if "rows" in record else set(rows)
            self.assertEqual(kept, by_line[record["line"]], record)
            said = f"{record['reason']} {record.get('detail')}"
            self.assertTrue(any(refused[row] in said for row in kept), record)

    def test_rows_at_fault_stand_alone_in_quarantine_and_the_others_are_delivered_once(self):
        for sink, status, count in (("fiddler", 422, 1), ("fiddler", 400, 3), ("json", 422, 7), ("ndjson", 400, 20)):
            with self.subTest(sink=sink, status=status, count=count):
                capture, (path, quarantine) = mixed(name("refused"), 1500, count), folder("quarantine")
                monitor = self.refusing(capture, count, count, refusal=status)
                refused = dict(monitor.refused)
                ending = self.replay(capture.put(), monitor.settings(
                    sink, RELAY_BATCH_ROWS=ROWS, RELAY_QUARANTINE_URL=quarantine), 3)
                good = [row for row in capture.ids if row not in refused]
                self.assertCounts(ending, capture, accepted=len(good), rejected=count)
                self.assertEqual(ending.summary["quarantined"],
                                 len(capture.bad) + len({capture.line_of[row] for row in refused}))
                self.settle("rows refused", monitor, good, repeats=0)
                self.assertQuarantines(path, capture, refused)
                batches = math.ceil(len(capture.ids) / ROWS)
                bound = batches + 4 * count * (math.log2(ROWS) + 2)
                self.assertLessEqual(monitor.requests, bound)
                ledger.note(
                    f"{count} rows refused of {len(capture.ids)}: {monitor.requests} requests, at most {bound:.0f}")

    def test_an_answer_for_each_row_needs_no_second_request(self):
        capture, (path, quarantine) = mixed(name("each"), 1200, "each"), folder("quarantine")
        monitor = self.refusing(capture, 9, "each", answers_each=True)
        refused = dict(monitor.refused)
        ending = self.replay(capture.put(), monitor.settings(
            "json", RELAY_BATCH_ROWS=ROWS, RELAY_QUARANTINE_URL=quarantine), 3)
        good = [row for row in capture.ids if row not in refused]
        self.assertCounts(ending, capture, accepted=len(good), rejected=9)
        self.settle("207, some rows refused", monitor, good, repeats=0)
        self.assertQuarantines(path, capture, refused)
        self.assertEqual(monitor.requests, math.ceil(len(capture.ids) / ROWS))

    def test_rows_that_are_busy_in_an_answer_for_each_are_sent_again_alone(self):
        capture = plain(name("busy"), 1000)
        monitor = self.refusing(capture, 9, "busy", answers_each=True, refusal=503)

        def once(_, handler, exchange):
            monitor.read(handler, exchange)
            monitor.answer(handler, exchange)
            # Those that were busy are no longer.
            for row in exchange.ids:
                monitor.refused.pop(row, None)

        monitor.mischief.append((mischief.always, once))
        ending = self.replay(capture.put(), monitor.settings("json", RELAY_BATCH_ROWS=ROWS), 0)
        self.assertCounts(ending, capture)
        self.settle("207, some rows busy", monitor, capture.ids, repeats=0)

    def test_bodies_that_are_too_large_are_divided_until_they_fit(self):
        capture = plain(name("large"), 2000)
        monitor = self.monitor(largest=9_000)
        ending = self.replay(capture.put(), monitor.settings("json", RELAY_BATCH_ROWS=ROWS), 0)
        self.assertCounts(ending, capture)
        self.settle("413 above a size", monitor, capture.ids, repeats=0)
        taken = sum(exchange.is_whole for exchange in monitor.exchanges)
        self.assertLessEqual(monitor.requests, 2 * taken + 1)

    def test_a_row_that_is_too_large_alone_is_put_aside_with_its_size_or_the_words_of_the_monitor(self):
        for settings, largest, words in (
            ({"RELAY_BATCH_BYTES": "20KB"}, None, "60"), ({}, 20_000, "bytes are more than 20000")):
            with self.subTest(settings=settings):
                capture, (path, quarantine) = Capture(name("giant")), folder("quarantine")
                for _ in range(150):
                    capture.add()
                giant, = capture.add(number="9" * 30_000)
                for _ in range(149):
                    capture.add()
                monitor = self.monitor(largest=largest)
                ending = self.replay(capture.put(), monitor.settings(
                    "json", RELAY_BATCH_ROWS=ROWS, RELAY_QUARANTINE_URL=quarantine, **settings), 3)
                good = [row for row in capture.ids if row != giant]
                self.assertCounts(ending, capture, accepted=len(good), rejected=1)
                self.settle("a row too large", monitor, good, repeats=0)
                record, = self.quarantined(path)
                self.assertEqual(record["line"], 151)
                self.assertIn(words, f"{record['reason']} {record.get('detail')}")

    def test_a_monitor_that_refuses_everything_is_left_in_peace_and_gets_all_of_it_when_it_is_well(self):
        for sink in ("fiddler", "json"):
            for status in (401, 403, 404, 400, 422):
                with self.subTest(sink=sink, status=status):
                    capture = plain(name("nothing"), 4000)
                    (path, quarantine), (_, state) = folder("quarantine"), folder("state")
                    monitor = self.monitor([(mischief.always, mischief.status(status))])
                    settings = monitor.settings(sink, RELAY_QUARANTINE_URL=quarantine, RELAY_STATE_URL=state)
                    ending = self.replay(capture.put(), settings, 4)
                    self.assertEqual(ending.summary["accepted"], 0)
                    self.assertLessEqual(monitor.requests, 40)
                    self.assertLessEqual(ending.summary["quarantined"], 40)
                    # It stops reading, too.
                    self.assertGreaterEqual(ending.summary["undelivered"], ending.summary["lines"] - 40)
                    monitor.heal()
                    self.replay(capture.put(), settings, 0, 3)
                    aside = {record["line"] for record in self.quarantined(path)}
                    expected = [row for row in capture.ids if capture.line_of[row] not in aside]
                    self.settle(f"everything refused ({status})", monitor, expected, 2, repeats=0)

    def test_what_was_put_aside_is_replayed_under_the_same_ids_and_nothing_else_is(self):
        for sink in ("fiddler", "ndjson"):
            with self.subTest(sink=sink):
                capture, (path, quarantine) = Capture(name("repair")), folder("quarantine")
                wrong = []
                for number in range(600):
                    if number % 100 == 7:
                        wrong += capture.add(2, number="x7")
                    else:
                        capture.add((1, 2, 5)[number % 3])
                monitor = self.refusing(capture, 12, "repair")
                refused = set(monitor.refused)
                settings = monitor.settings(sink, RELAY_BATCH_ROWS=ROWS, RELAY_QUARANTINE_URL=quarantine)
                self.replay(capture.put(), {**settings, "CAPTURE_COLUMN_TYPES": "number:int"}, 3)
                outstanding = refused | set(wrong)
                self.settle("", monitor, set(capture.ids) - outstanding, repeats=0, note=False)
                monitor.heal()
                before = sum(monitor.counts.values())
                settings["RELAY_QUARANTINE_URL"] = folder("quarantine")[1]
                ending = self.replay(self.quarantine_files(path), settings, 0)
                self.assertEqual(ending.summary["accepted"], len(outstanding))
                self.assertEqual(sum(monitor.counts.values()) - before, len(outstanding))
                self.settle("quarantine replayed", monitor, capture.ids, 2, repeats=0)
