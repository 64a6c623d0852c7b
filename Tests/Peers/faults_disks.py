"""Disks that are full: for progress, for bad lines, for rows."""

import json
import os
import subprocess

import ledger
from delivering import Delivering, name
from objects import Capture, plain
from processes import scratch

ROWS, CONCURRENCY = 50, 2


class Disks(Delivering):
    """A disk that is full is said to be, and what did not fit comes with the next run."""

    def disk(self, kilobytes):
        """A small disk of its own."""
        path = scratch(name("disk"))
        os.makedirs(path)
        try:
            made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", path],
                                  capture_output=True, text=True, timeout=20)
            reason = made.stderr.strip() if made.returncode else ""
        except OSError as error:
            reason = str(error)
        if reason:
            ledger.note(f"NOT TRIED: a full disk; this machine permits no small disk of one's own ({reason})")
            self.skipTest(f"NOT TRIED, no disk can be mounted here: {reason}")
        self.addCleanup(subprocess.run, ["umount", "-l", path], capture_output=True)
        return path

    @staticmethod
    def fill(path):
        """Takes all room that is left."""
        with open(os.path.join(path, "filler"), "ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def grow(self, path, kilobytes):
        subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", path], check=True, capture_output=True)

    def assertSaysFull(self, ending):
        self.assertIn("No space left", ending.errors)

    def test_no_room_for_progress_at_the_start(self):
        path, capture, monitor = self.disk(16), plain(name("full"), 1000), self.monitor()
        self.fill(path)
        settings = monitor.settings(RELAY_BATCH_ROWS=ROWS, RELAY_STATE_URL=f"file://{path}/state")
        self.assertSaysFull(self.replay(capture.put(), settings, 4))
        self.assertEqual(monitor.requests, 0, "nothing is sent where no progress can be kept")
        os.remove(f"{path}/filler")
        self.replay(capture.put(), settings, 0)
        self.settle("full disk for state", monitor, capture.ids, 2, repeats=0)

    def test_no_room_for_progress_on_the_way(self):
        path, capture = self.disk(64), plain(name("full"), 2000)

        def fill_and_answer(monitor, handler, exchange):
            self.fill(path)
            monitor.read(handler, exchange)
            monitor.answer(handler, exchange)

        monitor = self.monitor([(lambda number: number == 10, fill_and_answer)], latency=0.01)
        settings = monitor.settings(
            RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_STATE_URL=f"file://{path}/state")
        self.assertSaysFull(self.replay(capture.put(), settings, 4))
        os.remove(f"{path}/filler")
        self.replay_when_free(capture.put(), settings, 0)
        self.settle("full disk for state", monitor, capture.ids, 2, repeats=CONCURRENCY * ROWS)

    def test_no_room_for_bad_lines(self):
        for kilobytes in (16, 128):
            with self.subTest(kilobytes=kilobytes):
                path, capture, monitor = self.disk(kilobytes), Capture(name("full")), self.monitor()
                for number in range(1500):
                    capture.add_bad() if number % 2 else capture.add()
                settings = monitor.settings(
                    RELAY_BATCH_ROWS=ROWS, RELAY_CONCURRENCY=CONCURRENCY, RELAY_QUARANTINE_URL=f"file://{path}/aside",
                    RELAY_STATE_URL=f"file://{scratch(name('state'))}")
                self.assertSaysFull(self.replay(capture.put(), settings, 4))
                self.grow(path, 4096)
                self.replay(capture.put(), settings, 3)
                self.settle("full disk for quarantine", monitor, capture.ids, 2, repeats=CONCURRENCY * ROWS)
                self.assertEqual(
                    sorted(record["line"] for record in self.quarantined(f"{path}/aside")), capture.bad)

    def test_no_room_for_rows(self):
        path, capture = self.disk(128), plain(name("full"), 4000)
        settings = {"RELAY_SINK": "file", "RELAY_FILE": f"{path}/rows", "RELAY_BATCH_ROWS": ROWS,
                    "RELAY_STATE_URL": f"file://{scratch(name('state'))}"}
        ending = self.replay(capture.put(), settings, 4)
        self.assertSaysFull(ending)
        rows = self.rows(f"{path}/rows")
        self.assertEqual(rows, capture.ids[: ending.summary["accepted"]])
        self.assertGreater(len(rows), 0)
        self.grow(path, 4096)
        ending = self.replay(capture.put(), settings, 0)
        self.assertEqual(ending.summary["resumed"], len(rows))
        self.assertEqual(self.rows(f"{path}/rows"), capture.ids)
        ledger.enter("full disk for rows", 2, len(capture.ids))

    @staticmethod
    def rows(path):
        with open(path, encoding="utf-8") as file:
            return [json.loads(line)["id"] for line in file]
