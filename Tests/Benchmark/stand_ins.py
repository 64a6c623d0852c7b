"""The stand-ins for S3, for the monitor and for the Runtime API: small servers in C++ that are not the bottleneck."""

import http.client
import json
import ssl
import subprocess


class StandIn:
    """One server; see StandIn/stand-in.cpp. `objects` are files by their names, each `FILE` or `FILE*TIMES`."""

    def __init__(self, program, objects=None, certificate=None):
        tls = ["--tls", *certificate] if certificate else []
        files = [f"{name}={file}" for name, file in (objects or {}).items()]
        self._process = subprocess.Popen(
            [program, *tls, *files], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http{'s' if tls else ''}://{self.address}"
        self._tls = bool(tls)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(10)

    def reset(self, latency=0.0):
        """Counts from zero, and takes so many seconds from now on to accept a batch."""
        self._ask("POST", f"/stand-in/reset?latency={int(latency * 1e6)}")

    def counts(self):
        """The batches, rows and bytes that were accepted."""
        return json.loads(self._ask("GET", "/stand-in/counts"))

    def hand_out(self, event, times):
        """Hands out an event so often to a function."""
        self._ask("POST", f"/stand-in/event?times={times}", json.dumps(event).encode())

    def invocations(self):
        """When what was asked and answered since: pairs of a word and nanoseconds of the monotonic clock."""
        words = self._ask("GET", "/stand-in/invocations").decode().split()
        if "error" in words:
            raise AssertionError("the function reported an error")
        return [(word, int(time)) for word, _, time in (each.partition(":") for each in words) if time]

    def _ask(self, method, path, body=b""):
        if self._tls:
            # Whom it trusts is no question here.
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request(method, path, body)
            return connection.getresponse().read()
        finally:
            connection.close()
