"""Capture objects whose rows are known by their ids, with whatever stands between good lines in life."""

import gzip
import json
import os
import random

import captures
from processes import scratch

PADDING = "p" * 200


class Capture:
    """An object under a name: what it holds, the ids of its rows in order, and how many lines are of which kind."""

    def __init__(self, name, compressed=False):
        self.name, self.key = name, f"{name}.jsonl" + (".gz" if compressed else "")
        self.compressed = compressed
        self.parts, self.ids = [], []
        self.lines = self.blank = self.ignored = 0
        # The lines, from 1, that cannot be mapped, and the line of each row.
        self.bad, self.line_of = [], {}

    def add(self, count=1, padding=PADDING, number=None):
        """A line of so many rows; `number` stands in their first column in place of a number."""
        self.lines += 1
        inference = f"{self.name}-{self.lines:06d}"
        ids = [inference] if count == 1 else [f"{inference}-{row}" for row in range(count)]
        cells = [str(self.lines * 10 + row) if number is None else number for row in range(count)]
        self.parts.append(
            '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"%s",'
            '"encoding":"CSV"},"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT",'
            '"data":"%s","encoding":"CSV"}},"eventMetadata":{"eventId":"e-%s","inferenceId":"%s",'
            '"customAttributes":["%s"],"inferenceTime":"2026-11-20T09:14:05Z"},"eventVersion":"0"}\n' % (
                "\\n".join(f"{cell},{cell}.25,{self.name}" for cell in cells),
                "\\n".join("0.5" for _ in range(count)), inference, inference, padding))
        self.ids += ids
        self.line_of.update(dict.fromkeys(ids, self.lines))
        return ids

    def add_blank(self):
        self.lines += 1
        self.blank += 1
        self.parts.append("\n")

    def add_ignored(self):
        """A line of another kind."""
        self.lines += 1
        self.ignored += 1
        self.parts.append('{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":"g-%d"},'
                          '"eventVersion":"0"}\n' % self.lines)

    def add_bad(self):
        """A line that nobody can map."""
        self.lines += 1
        self.bad.append(self.lines)
        self.parts.append('{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT",'
                          '"data":"bad line %d\n' % self.lines)

    @property
    def content(self):
        text = "".join(self.parts).encode()
        return gzip.compress(text, 1, mtime=0) if self.compressed else text

    def put(self, bucket="bucket"):
        """Puts it into a folder of its own, with an event that announces it; returns the arguments for a replay.

        It is put there once: a file that was written again is another version.
        """
        folder = scratch(f"{self.name}-{'gz' if self.compressed else 'plain'}")
        if os.path.exists(folder):
            return [os.path.join(folder, "event.json")]
        path = os.path.join(folder, "objects", bucket, self.key)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(self.content)
        event = os.path.join(folder, "event.json")
        with open(event, "w", encoding="utf-8") as file:
            json.dump(captures.notification(self.record(bucket)), file)
        return [event]

    def record(self, bucket="bucket", etag=None):
        return captures.record(bucket, self.key, etag=etag)


def plain(name, lines, compressed=False, padding=PADDING):
    """An object of lines with one row each."""
    made = Capture(name, compressed)
    for _ in range(lines):
        made.add(padding=padding)
    return made


def mixed(name, lines, seed, compressed=False, bad=0.02):
    """An object in which lines of one row and of several, blank, foreign and bad ones follow each other by chance."""
    made, chance = Capture(name, compressed), random.Random(f"{name}/{seed}")
    while made.lines < lines:
        draw = chance.random()
        if draw < bad:
            made.add_bad()
        elif draw < bad + 0.03:
            made.add_blank()
        elif draw < bad + 0.05:
            made.add_ignored()
        else:
            made.add(chance.choice((1, 1, 1, 2, 3, 7)))
    return made
