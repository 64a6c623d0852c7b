"""Large objects, bad lines, and the memory that they cost."""

import gzip
import os
import re

import captures
from network import Door, Orderly
from program import replay
from reading import Reading, moto, rclone


class BrokenConnections(Reading):
    """Large objects over bad lines."""

    LINES = 80_000
    SIZE = 40_000_000

    def body(self):
        """40 MB of captures, made once."""
        if not hasattr(BrokenConnections, "made"):
            BrokenConnections.made = captures.content("large", self.LINES, "x" * 120)
            assert len(self.made) >= self.SIZE, len(self.made)
        return self.made

    def assertDeliversAll(self, ending):
        self.assertEqual(ending.code, 0, ending.errors)
        self.assertEqual(ending.summary["lines"], self.LINES)
        # Each line once, in order; to compare whole rows of so many would take longer than to read them.
        numbers = re.findall(r'"number":"(\d+)"', ending.output.replace(": ", ":"))
        self.assertEqual(list(map(int, numbers)), list(range(self.LINES)))

    def test_an_object_whose_connection_breaks_three_times_is_complete_and_each_row_is_there_once(self):
        moto().client().put_object(Bucket="bucket", Key="large", Body=self.body())
        rclone().put("large", self.body())
        for storage in (moto(), rclone()):
            with self.subTest(storage=storage.process.name):
                with Door(storage.port, cuts=[9_000_001, Orderly(7_654_321), Orderly(12_345_678)]) as door:
                    settings = {**storage.settings, "AWS_ENDPOINT_URL_S3": door.url}
                    self.assertDeliversAll(replay("s3://bucket/large", settings=settings))
                    ranges = [re.search(r"(?im)^range: *bytes=(\d+)-", head) for head in door.heads]
                    self.assertEqual(len(ranges), 4)
                    starts = [int(found[1]) if found else 0 for found in ranges]
                    # What a reset throws away is asked for again, and nothing else: a response's head is short.
                    self.assertEqual(starts[0], 0)
                    self.assertLess(0, starts[1])
                    self.assertLess(starts[1] + 7_650_000, starts[2])
                    self.assertLess(starts[2] + 12_340_000, starts[3])
                    for head in door.heads[1:]:
                        self.assertRegex(head, r"(?im)^if-match: *\"")

    def test_compressed_objects_go_on_in_the_middle(self):
        body = gzip.compress(captures.content("packed", 20_000, os.urandom(40).hex()), 1)
        rclone().put("packed.gz", body)
        cuts = [len(body) // 3, len(body) // 3]
        with Door(rclone().port, cuts=cuts) as door:
            ending = replay("s3://bucket/packed.gz", settings={**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url})
        self.assertDelivers(ending, ["packed"], 20_000)

    def test_an_object_that_is_overwritten_in_the_middle_is_no_mixture(self):
        moto().client().put_object(Bucket="bucket", Key="changing", Body=captures.content("changing", 3000))
        old = moto().client().head_object(Bucket="bucket", Key="changing")["ETag"].strip('"')
        with Door(moto().port, cuts=[500_000], on_cut=lambda: self.put("changing", "changed")) as door:
            ending = replay("s3://bucket/changing", settings={**moto().settings, "AWS_ENDPOINT_URL_S3": door.url})
        self.assertEqual(ending.code, 4, ending.errors)
        self.assertIn(old, ending.errors)
        self.assertEqual(ending.rows, captures.rows("changing", 3000)[: len(ending.rows)])

    def test_a_server_that_pauses_is_waited_for(self):
        rclone().put("slow", captures.content("slow", 3000))
        with Door(rclone().port, holds=[400_000], hold_seconds=2) as door:
            ending = replay("s3://bucket/slow", settings={**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url})
            self.assertDelivers(ending, ["slow"], 3000)
            self.assertEqual(door.connections, 1)

    def test_a_server_that_falls_silent_is_left_and_asked_for_the_rest(self):
        rclone().put("silent", captures.content("silent", 3000))
        with Door(rclone().port, holds=[400_000]) as door:
            ending = replay(
                "s3://bucket/silent", settings={**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url}, seconds=60)
            self.assertDelivers(ending, ["silent"], 3000)
            self.assertEqual(door.connections, 2)

    def test_memory_stays_flat_whatever_the_size(self):
        path = os.path.join(rclone().folder, "bucket", "big")
        block = captures.content("big", 4000, "x" * 1600)
        peaks = []
        for megabytes in (8, 300):
            with open(path, "wb") as file:
                for _ in range(megabytes * 1_000_000 // len(block)):
                    file.write(block)
            with open(os.devnull, "wb") as nowhere:
                ending = replay("s3://bucket/big", settings=rclone().settings, output=nowhere)
            self.assertEqual(ending.code, 0, ending.errors[-2000:])
            self.assertGreaterEqual(ending.summary["bytes"], (megabytes - 8) * 1_000_000)
            peaks.append(ending.peak_kilobytes)
        os.remove(path)
        self.assertLess(peaks[1] - peaks[0], 4096, f"kilobytes at their peak: {peaks}")
