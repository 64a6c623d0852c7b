"""The program that is tested, run as a user or AWS Lambda would run it."""

import json
import os
import subprocess
import tempfile
import threading

import captures
from processes import ROOT, Process, scratch

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

    def __init__(self, code, output, errors, summary, usage):
        self.code = code
        self.errors = errors
        self.output = output
        self.summary = json.loads(summary) if summary else None
        # The most memory it had, and the processor's time that it took.
        self.peak_kilobytes = usage.ru_maxrss
        self.seconds = usage.ru_utime + usage.ru_stime

    @property
    def rows(self):
        return captures.parsed(self.output)


def replay(*arguments, settings, seconds=120, output=None):
    """Runs the command `replay`, and makes sure that it printed no secret."""
    summary = scratch("summary.json")
    if os.path.exists(summary):
        os.remove(summary)
    with tempfile.TemporaryFile(dir=scratch()) as out, tempfile.TemporaryFile(dir=scratch()) as err:
        process = subprocess.Popen(
            [PATH, "replay", "--summary", summary, *arguments], env=environment(settings), cwd=scratch("home"),
            stdin=subprocess.DEVNULL, stdout=output or out, stderr=err, start_new_session=True)
        guard = _Guard(process, seconds)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        guard.end(f"replay {' '.join(arguments)}")
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    told = ""
    if os.path.exists(summary):
        with open(summary, encoding="utf-8") as file:
            told = file.read()
    refuse_secrets(texts[0] + texts[1] + told, "what replay printed")
    return Ending(process.returncode, texts[0], texts[1], told, usage)


class _Guard:
    """Kills a process that takes too long; `os.wait4` knows no end of its own."""

    def __init__(self, process, seconds):
        self.is_late = False
        self.seconds = seconds

        def kill():
            self.is_late = True
            process.kill()

        self.timer = threading.Timer(seconds, kill)
        self.timer.daemon = True
        self.timer.start()

    def end(self, what):
        self.timer.cancel()
        if self.is_late:
            raise AssertionError(f"{what}: did not end within {self.seconds:g} seconds")


class Function(Process):
    """The program as AWS Lambda starts it, with a Runtime API at an address."""

    def __init__(self, address, settings):
        super().__init__("function", [PATH], environment({"AWS_LAMBDA_RUNTIME_API": address, **settings}))

    def stop(self):
        super().stop()
        refuse_secrets(self.out() + self.err(), "what the function printed")
