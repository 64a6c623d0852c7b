"""Ours and theirs as processes: what each needs around it, and what a run of it takes."""

import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCHMARK = os.path.join(ROOT, ".build", "benchmark")
HERE = os.path.dirname(os.path.abspath(__file__))

# The program as it is shipped: what is in the package, unpacked.
OURS = os.path.abspath(os.environ.get("CAPTURE_RELAY", os.path.join(BENCHMARK, "package", "bootstrap")))
TRANSFORM = os.path.join(ROOT, ".build", "release", "Transform")
PYTHON = os.path.join(ROOT, ".build", "peers-benchmark", "bin", "python")

# Python finds our modules, and keeps what it compiled, so that no measured start compiles anything.
PYTHONS_OWN = {"PYTHONPATH": HERE, "PYTHONPYCACHEPREFIX": os.path.join(BENCHMARK, "compiled")}

FEATURES = [f"feature_{number}" for number in range(30)]


def tool(name):
    """A program that the benchmark built for itself."""
    return os.path.join(BENCHMARK, name)


def surroundings(storage, monitor, kind="csv", **more):
    """The settings that ours and theirs share, and nothing of this machine's own."""
    settings = {
        "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_S3": storage.url, "FIDDLER_URL": monitor.url, "FIDDLER_TOKEN": "token",
        "FIDDLER_MODEL_UUID": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60", "FIDDLER_MODEL_COLUMNS": ",".join(FEATURES),
        "FIDDLER_MODEL_OUTPUT_COLUMN": "prediction", "FIDDLER_TIMESTAMP_COLUMN": "timestamp",
    }
    return {**settings, **KINDS.get(kind, {}), **more}


# What ours needs to know besides, for other captures than CSV.
KINDS = {
    "json": {
        "FIDDLER_MODEL_COLUMNS": "", "FIDDLER_MODEL_OUTPUT_COLUMN": "", "FIDDLER_TIMESTAMP_COLUMN": "",
        "CAPTURE_INPUT_COLUMNS": ",".join(FEATURES), "CAPTURE_OUTPUT_COLUMNS": "prediction=predictions[].score",
        "CAPTURE_TIMESTAMP_COLUMN": "timestamp",
    },
}


class Taken:
    """What a run took: seconds on the clock and on the processor, and MiB at its peak."""

    def __init__(self, line):
        began, wall, processor, peak, code = (int(word) for word in line.split())
        self.began, self.code = began, code
        self.wall, self.processor, self.peak = wall / 1e6, processor / 1e6, peak / 1024


class Running:
    """A program on its way; its output is kept for the case that something goes wrong."""

    def __init__(self, command, environment, before=()):
        self._folder = tempfile.TemporaryDirectory(prefix="benchmark-")
        self._result = os.path.join(self._folder.name, "result")
        self.output = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [*before, tool("launch"), self._result, *command],
            env={**environment, **PYTHONS_OWN, "TMPDIR": self._folder.name},
            stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT, cwd=self._folder.name)

    def stop(self):
        """Ends it as a power cut would."""
        self._process.terminate()
        return self.end(expects=137)

    def end(self, expects=0):
        """Waits for its end, and tells what it took."""
        self._process.wait()
        with self._folder, self.output:
            self.output.seek(0)
            self.text = self.output.read().decode("utf-8", "replace")
            if not os.path.exists(self._result):
                raise AssertionError(f"a run did not begin:\n{self.text[-3000:]}")
            with open(self._result, encoding="utf-8") as result:
                taken = Taken(result.read())
        if taken.code != expects:
            raise AssertionError(f"a run ended with {taken.code}:\n{self.text[-3000:]}")
        return taken


def relayed(monitor, rows, command, environment, before=()):
    """What a run takes whose rows the monitor accepts, all of them; any other is no measurement."""
    counted = monitor.counts()["rows"]
    taken = Running(command, environment, before).end()
    accepted = monitor.counts()["rows"] - counted
    if accepted != rows:
        raise AssertionError(f"{accepted} rows were accepted, and not {rows}, of {' '.join(command)[-200:]}")
    return taken


def output_of(*command, environment=None):
    """What a command prints."""
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL).stdout
