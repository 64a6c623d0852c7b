"""Starts programs, waits until they are ready, keeps what they write, and takes all of it away at the end."""

import atexit
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_running = []
_given = set()
_scratch = None


def scratch(name=""):
    """A path in the folder of this run, which is removed at its end."""
    global _scratch
    if _scratch is None:
        _scratch = tempfile.mkdtemp(prefix="capture-relay-peers-")
        os.makedirs(os.path.join(_scratch, "home"))
    return os.path.join(_scratch, name)


def free_port():
    """A port that nobody has, for a server that starts later.

    It is below those that the kernel gives to connections: one of these could be taken until then.
    """
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port


def until(condition, what, seconds=20.0):
    """Looks again and again until a condition holds, and returns what it is; an error when it does not in time."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.02)


def listens(port):
    """Whether somebody takes connections."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Process:
    """A program that runs beside the tests, in a group of its own."""

    _count = 0

    def __init__(self, name, arguments, environment, cwd=None):
        Process._count += 1
        self.name = name
        self.output = scratch(f"{Process._count}-{name}.output")
        self.errors = scratch(f"{Process._count}-{name}.errors")
        with open(self.output, "wb") as output, open(self.errors, "wb") as errors:
            self.popen = subprocess.Popen(
                arguments, env=environment, cwd=cwd or scratch(), stdin=subprocess.DEVNULL, stdout=output,
                stderr=errors, start_new_session=True)
        _running.append(self)

    @property
    def pid(self):
        return self.popen.pid

    def wait_for_port(self, port, seconds=30.0):
        def is_ready():
            if self.popen.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.popen.returncode}:\n{self.written()}")
            return listens(port)

        until(is_ready, f"{self.name} takes connections", seconds)

    def wait(self, seconds=10.0):
        """The exit code; an error when it does not end."""
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not end within {seconds:g} seconds") from None

    def written(self, limit=6000):
        """The end of what it wrote on both streams."""
        return self.out()[-limit:] + self.err()[-limit:]

    def out(self):
        return _read(self.output)

    def err(self):
        return _read(self.errors)

    def mark(self):
        """Remembers where its output ends now."""
        self.marks = [os.path.getsize(path) for path in (self.output, self.errors)]

    def written_since(self, limit=2500):
        """The end of what it wrote since that was remembered."""
        marks = getattr(self, "marks", [0, 0])
        return "".join(_read(path, mark)[-limit:] for path, mark in zip((self.output, self.errors), marks))

    def stop(self):
        """Asks it to end, then makes it end, with everything that it started."""
        if self in _running:
            _running.remove(self)
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(3)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.popen.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.popen.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def _read(path, start=0):
    with open(path, "rb") as file:
        file.seek(start)
        return file.read().decode("utf-8", "replace")


def mark_all():
    """Remembers where the output of all that runs ends now."""
    for process in _running:
        process.mark()


def everything_written():
    """The last words of all that runs, since the mark."""
    texts = [(process.name, process.written_since()) for process in _running]
    return "".join(f"── {name} wrote:\n{text}\n" for name, text in texts if text)


def children(pid):
    """The processes that a process started."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    if int(file.read().rpartition(")")[2].split()[1]) == pid:
                        found.append(int(entry))
            except OSError:
                continue
    return found


def peak_kilobytes(pid):
    """The most memory that a process has had; 0 when it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), 0)
    except OSError:
        return 0


def resident_kilobytes(pid):
    """The memory that a process has now."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


@atexit.register
def stop_all():
    """Takes down what runs and removes the folder of this run."""
    global _scratch
    for process in list(reversed(_running)):
        process.stop()
    if _scratch is not None:
        shutil.rmtree(_scratch, ignore_errors=True)
        _scratch = None
