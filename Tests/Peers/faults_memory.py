"""Memory: bounded by what is in flight, whatever the object's size and however slow the monitor is."""

import os

import ledger
from delivering import Delivering, folder, name
from objects import Capture, plain
from processes import scratch

MEBI = 1 << 20
# What a run may have besides: buffers for reading and sending, and what the allocator keeps.
SLACK = 12 * MEBI
# What is in flight with the default settings, one batch that is filled, and one that is taken apart.
BATCHES, BATCH = 4 + 2, 900_000


def large(word, size, padding):
    """An object of about so many bytes, in a file; its lines repeat, so that it is made quickly."""
    sample = plain(word, 2000, padding="p" * padding)
    path = scratch(f"{word}.jsonl")
    content, rows = sample.content, 0
    with open(path, "wb") as file:
        while file.tell() < size:
            file.write(content)
            rows += 2000
    return path, rows, len(content) / 2000


class Memory(Delivering):
    """The most memory that a run had."""

    def run_one(self, source, rows, latency, **settings):
        monitor = self.monitor(latency=latency)
        ending = self.replay([source], monitor.settings("json", **settings), 0, seconds=150)
        self.assertEqual((ending.summary["accepted"], sum(monitor.counts.values())), (rows, rows))
        return ending.peak_kilobytes * 1024, monitor

    def base(self, **settings):
        """What a run has that does next to nothing, but for so long that it is seen when it is full-grown."""
        capture = plain(name("small"), 3)
        source = scratch(f"{capture.name}.jsonl")
        with open(source, "wb") as file:
            file.write(capture.content)
        return self.run_one(source, 3, 0.3, **settings)[0]

    def test_memory_is_bounded_by_what_is_in_flight(self):
        base = self.base()
        ledger.note(f"memory, an object of three lines: {base / MEBI:.1f} MiB")
        source, rows, line = large("bounded", 48 * MEBI, 300)
        for concurrency, size in ((1, 256), (4, 256), (1, 1024), (4, 1024), (8, 1024), (2, 4096)):
            for quarantine in (None, folder("quarantine")[1]):
                with self.subTest(concurrency=concurrency, kilobytes=size, quarantine=quarantine is not None):
                    settings = {"RELAY_CONCURRENCY": concurrency, "RELAY_BATCH_BYTES": f"{size}KiB",
                                "RELAY_BATCH_ROWS": 1_000_000}
                    if quarantine:
                        settings["RELAY_QUARANTINE_URL"] = quarantine
                    peak, monitor = self.run_one(source, rows, 0.03, **settings)
                    batch = size * 1024
                    self.assertLessEqual(max(exchange.size for exchange in monitor.exchanges), batch)
                    behind = max(len(exchange.ids) for exchange in monitor.exchanges) * line if quarantine else 0
                    bound = base + (concurrency + 2) * (batch + behind) + SLACK
                    ledger.note(
                        f"memory, {concurrency} x {size:4d} KiB in flight{', quarantine' if quarantine else ''}: "
                        f"{peak / MEBI:.1f} MiB, at most {bound / MEBI:.1f}")
                    self.assertLessEqual(peak, bound)

    def test_a_large_object_takes_at_most_32_mebibytes_with_the_default_settings(self):
        base = self.base()
        size = int(os.environ.get("FAULTS_MEMORY_MIB") or 256)
        source, rows, _ = large("large", size * MEBI, 800)
        for quarantine in (None, folder("quarantine")[1]):
            with self.subTest(quarantine=quarantine is not None):
                settings = {"RELAY_QUARANTINE_URL": quarantine} if quarantine else {}
                peak, monitor = self.run_one(source, rows, 0.02, **settings)
                # With a quarantine, the lines behind the rows are at hand, as many bytes of them as of rows at most.
                bound = base + 2 * BATCHES * BATCH + SLACK if quarantine else 32 * MEBI
                ledger.note(f"memory, {size} MiB object, default settings{', quarantine' if quarantine else ''}: "
                            f"{peak / MEBI:.1f} MiB, {monitor.requests} requests, {monitor.most_at_once} at once")
                self.assertLessEqual(peak, bound)

    def test_a_monitor_that_hangs_for_a_while_does_not_let_memory_grow(self):
        source, rows, _ = large("waiting", 64 * MEBI, 300)
        monitor = self.monitor([(lambda number: number < 4, lambda *exchange: self.late(*exchange))])
        ending = self.replay([source], monitor.settings("json"), 0, seconds=100)
        self.assertEqual(ending.summary["accepted"], rows)
        ledger.note(f"memory, monitor silent for 2 s: {ending.peak_kilobytes / 1024:.1f} MiB")
        self.assertLessEqual(ending.peak_kilobytes * 1024, 32 * MEBI)

    @staticmethod
    def late(monitor, handler, exchange):
        monitor.read(handler, exchange)
        monitor.pause(2)
        monitor.answer(handler, exchange)
