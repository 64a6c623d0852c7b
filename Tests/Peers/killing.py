"""A relay that is killed again and again, until it is left alone to finish."""

import json
import math
import os
import random
import time
from collections import defaultdict

import captures
from processes import until
from program import Function, Replay
from runtime_api import RuntimeAPI

# How long an acceptance may be answered and not be durable yet, on a machine that others use too.
DURABLE_WITHIN = 2.0


class Command:
    """Runs of `capture-relay replay`."""

    def __init__(self, arguments, settings):
        self.arguments, self.settings = arguments, settings

    def start(self):
        self.run = Replay(*self.arguments, settings=self.settings)

    @property
    def has_ended(self):
        # Left as it is, so that the end can still be asked for.
        return os.waitid(os.P_PID, self.run.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self):
        self.run.kill()
        return self.run.end()

    def wait_for_lease(self):
        """What a lease without a deadline needs is found out by trying."""
        time.sleep(0.25)

    def finish(self):
        self.start()
        return self.run.end()


class Invocations:
    """Invocations of the function, each in a process of its own; the lease ends at the deadline."""

    SECONDS = 1.2

    def __init__(self, record, settings):
        self.event, self.settings = captures.notification(record), settings

    def start(self, seconds=SECONDS):
        self.api = RuntimeAPI(self.event, seconds=seconds)
        self.function = Function(self.api.address, self.settings)

    @property
    def has_ended(self):
        return bool(self.api.posts()) or self.function.popen.poll() is not None

    def kill(self):
        self.function.popen.kill()
        self.function.stop()
        self.api.go()

    def wait_for_lease(self):
        # A lease is counted in whole seconds.
        time.sleep(max(0.0, math.ceil(self.api.deadline) + 0.05 - time.time()))

    def finish(self):
        self.start(seconds=30)
        try:
            self.api.wait(lambda api: api.posts(), "the last answer", 40)
            post = self.api.posts()[0]
            if not post["path"].endswith("/response"):
                raise AssertionError(f"{post['body'].decode()}\n{self.function.written()}")
            return json.loads(post["body"])
        finally:
            self.api.go()
            self.function.stop()


class Kill:
    """A moment at which a relay was killed or had ended already, and when the last of its requests was over."""

    def __init__(self, moment, quiet, was_late):
        self.moment, self.quiet, self.was_late = moment, quiet, was_late


def kill_again_and_again(relay, monitor, count, seed, patience=90.0):
    """Kills a relay so many times, at moments that only the seed knows; fewer when it is done before."""
    chance, kills, end = random.Random(seed), [], time.monotonic() + patience
    while sum(not kill.was_late for kill in kills) < count and time.monotonic() < end:
        # Some die before they say anything, the others after some requests and a while.
        requests, delay = chance.choice((0, 1, 2, 3, 4, 6)), chance.random() * 0.03
        before = monitor.requests
        relay.start()
        with monitor.changed:
            while monitor.requests - before < requests and not relay.has_ended:
                monitor.changed.wait(0.005)
        time.sleep(delay)
        had_ended = relay.has_ended
        moment = time.monotonic()
        ending = relay.kill()
        until(lambda: monitor.is_quiet, "the requests of the killed one end")
        kills.append(Kill(moment, time.monotonic(), had_ended))
        if had_ended and getattr(ending, "code", 0) in (0, 3):
            break
        relay.wait_for_lease()
    return kills


def repeated_by(kills, monitor):
    """The requests whose rows came again, by the kill that they were in flight at; an error where there was none."""
    takings = defaultdict(list)
    for exchange in monitor.exchanges:
        for row in exchange.taken:
            takings[row].append(exchange)
    guilty = defaultdict(dict)
    for row, exchanges in takings.items():
        for first, second in zip(exchanges, exchanges[1:]):
            between = [kill for kill in kills if first.began < kill.quiet < second.began]
            if not between:
                raise AssertionError(f"{row} was sent twice, and nobody was killed between")
            kill = between[0]
            if first.answered is not None and first.answered < kill.moment - DURABLE_WITHIN:
                raise AssertionError(
                    f"{row} came again, though its acceptance was answered {kill.moment - first.answered:.2f} s before "
                    "the kill")
            guilty[kill].setdefault(first.number, set()).add(row)
    return guilty


def torn(path):
    """The rows of a file and how many of its lines are none, as a kill in the middle of one leaves them."""
    rows, broken = [], 0
    with open(path, "rb") as file:
        for line in file:
            try:
                rows.append(json.loads(line)["id"])
            except ValueError:
                broken += 1
    return rows, broken


def size(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


