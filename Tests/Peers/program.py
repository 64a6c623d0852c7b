"""The program that is tested, run as a user or AWS Lambda would run it."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

import captures
from processes import ROOT, Process, peak_kilobytes, scratch

PATH = os.path.abspath(os.environ.get("CAPTURE_RELAY", os.path.join(ROOT, ".build", "release", "capture-relay")))

# What nothing may ever print.
SECRETS = set()


def secret(text):
    """Notes a text that nothing may print, and returns it."""
    SECRETS.add(text)
    return text


def environment(settings):
    """The surroundings of a run: these settings and nothing of this machine's own."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": scratch("home"), "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REGION": "us-east-1", **captures.SETTINGS, **{name: str(value) for name, value in settings.items()},
    }


def refuse_secrets(text, where):
    """An error when a secret was printed; it does not print it again."""
    if any(word in text for word in SECRETS):
        raise AssertionError(f"a secret stands in {where}")


class Ending:
    """How a run ended."""

    def __init__(self, code, output, errors, summary, usage, peak):
        self.code = code
        self.errors = errors
        self.output = output
        self.summary = json.loads(summary) if summary else None
        # The most memory it had, and the processor's time that it took.
        self.peak_kilobytes = peak
        self.seconds = usage.ru_utime + usage.ru_stime

    @property
    def rows(self):
        return captures.parsed(self.output)


class Run:
    """A run of a command, which may be killed; nothing that it prints may be a secret."""

    def __init__(self, command, *arguments, settings, output=None, has_summary=True):
        self.what = f"{command} {' '.join(arguments)}"
        self.folder = tempfile.mkdtemp(dir=scratch())
        self.summary = os.path.join(self.folder, "summary.json")
        self.out, self.err = (tempfile.TemporaryFile(dir=self.folder) for _ in range(2))
        summary = ["--summary", self.summary] if has_summary else []
        self.process = subprocess.Popen(
            [PATH, command, *summary, *arguments], env=environment(settings), cwd=scratch("home"),
            stdin=subprocess.DEVNULL, stdout=output or self.out, stderr=self.err, start_new_session=True)

    def interrupt(self):
        """Ends it as Ctrl-C would."""
        self.process.send_signal(signal.SIGINT)

    def kill(self):
        """Ends it as a power cut would."""
        self.process.kill()

    def end(self, seconds=120):
        """Waits for its end, and tells how that was."""
        limit, peak, is_late = time.monotonic() + seconds, 0, False
        while os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            # What the system tells at the end counts the memory of who started it, too.
            peak = max(peak, peak_kilobytes(self.process.pid))
            if time.monotonic() > limit and not is_late:
                is_late = True
                self.process.kill()
            time.sleep(0.005)
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if is_late:
            raise AssertionError(f"{self.what}: did not end within {seconds:g} seconds")
        texts = []
        for file in (self.out, self.err):
            with file:
                file.seek(0)
                texts.append(file.read().decode("utf-8", "replace"))
        told = ""
        if os.path.exists(self.summary):
            with open(self.summary, encoding="utf-8") as file:
                told = file.read()
        shutil.rmtree(self.folder, ignore_errors=True)
        refuse_secrets(texts[0] + texts[1] + told, f"what {self.what.partition(' ')[0]} printed")
        return Ending(self.process.returncode, texts[0], texts[1], told, usage, peak)


class Replay(Run):
    """A run of the command `replay`."""

    def __init__(self, *arguments, settings, output=None):
        super().__init__("replay", *arguments, settings=settings, output=output)


class Backfill(Run):
    """A run of the command `backfill`, which makes a summary where it relays by itself."""

    def __init__(self, *arguments, settings, output=None):
        super().__init__(
            "backfill", *arguments, settings=settings, output=output, has_summary="--here" in arguments)


def backfill(*arguments, settings, seconds=120):
    """Runs the command `backfill` to its end."""
    return Backfill(*arguments, settings=settings).end(seconds)


def replay(*arguments, settings, seconds=120, output=None):
    """Runs the command `replay` to its end."""
    return Replay(*arguments, settings=settings, output=output).end(seconds)


class Function(Process):
    """The program as AWS Lambda starts it, with a Runtime API at an address."""

    def __init__(self, address, settings):
        super().__init__("function", [PATH], environment({"AWS_LAMBDA_RUNTIME_API": address, **settings}))

    def stop(self):
        super().stop()
        refuse_secrets(self.out() + self.err(), "what the function printed")
