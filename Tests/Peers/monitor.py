"""A monitor of our own, which notes every row that it takes and breaks in the ways that `mischief` knows."""

import gzip
import json
import socket
import threading
import time
import uuid
from collections import Counter

import program
from listening import Handler, Listening


class Exchange:
    """A request and what became of it; times are those of `time.monotonic`."""

    def __init__(self, number, handler):
        self.number = number
        self.method, self.path = handler.command, handler.path
        self.fields = {name.lower(): value for name, value in handler.headers.items()}
        self.size = int(self.fields.get("content-length") or 0)
        self.began = time.monotonic()
        self.wall = time.time()
        # What its rows were, which of them were taken, and the status, when and whether an answer went out whole.
        self.ids, self.taken, self.status, self.answered = [], [], None, None
        self.rows = None

    @property
    def is_whole(self):
        """Whether all its rows were taken and its sender was told so."""
        return self.answered is not None and self.status is not None and self.status < 300


def is_gone(connection):
    """Whether the other end of a connection is no more."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Monitor:
    """Takes rows at Fiddler's `POST /v3/events` and, as a JSON array or NDJSON, at any other path.

    `mischief`: pairs of a condition on the number of the request, from 0, and what is done then (see `mischief`); the
    first that applies counts. `latency`: seconds before each answer. `refused`: rows, by their ids, that make it refuse
    a request with `refusal`, and the words for them; with `answers_each` it answers 207 instead, row by row.
    `largest`: a longer body gets 413. `forgets_the_dead`: every other request whose sender is gone by the time that it
    would be answered is as if it had never come. `id_column`: None makes it invent ids, as Fiddler does. `keeps_rows`:
    requests keep their rows, and not their ids alone.
    """

    def __init__(self, mischief=(), latency=0.0, refused=None, refusal=422, answers_each=False, largest=None,
                 id_column="id", forgets_the_dead=False, keeps_rows=False):
        self.mischief, self.latency, self.largest = list(mischief), latency, largest
        self.refused, self.refusal, self.answers_each = refused or {}, refusal, answers_each
        self.id_column, self.forgets_the_dead, self.keeps_rows = id_column, forgets_the_dead, keeps_rows
        self.token = program.secret(f"token-{uuid.uuid4().hex}")
        self.exchanges, self.counts = [], Counter()
        self.most_at_once = self.now = 0
        self.changed = threading.Condition()
        self.is_over = False
        monitor = self

        class Receiving(Handler):
            def do_POST(self):
                monitor._serve(self)

        self._http = Listening(Receiving)
        self.url = self._http.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with self.changed:
            self.is_over = True
            self.changed.notify_all()
        self._http.stop()

    def settings(self, sink="fiddler", **more):
        """What the program must be told to send rows here."""
        if sink == "fiddler":
            return {"FIDDLER_URL": self.url, "FIDDLER_TOKEN": self.token,
                    "FIDDLER_MODEL_UUID": "0b1c6a52-2f8d-4c5e-9a51-3a8a8a1c7d10", **more}
        return {"RELAY_SINK": "http", "MONITOR_URL": f"{self.url}/rows", "MONITOR_TOKEN": self.token,
                "MONITOR_FORMAT": "ndjson" if sink == "ndjson" else "json", **more}

    def heal(self):
        """Takes everything from now on, at once."""
        with self.changed:
            self.mischief, self.latency, self.refused, self.largest = [], 0.0, {}, None

    @property
    def requests(self):
        return len(self.exchanges)

    @property
    def rows(self):
        """The rows that were taken, where they are kept."""
        return [row for exchange in self.exchanges if exchange.taken for row in exchange.rows]

    @property
    def repeated(self):
        """How many rows were taken once more than needed, counted each time."""
        return sum(self.counts.values()) - len(self.counts)

    @property
    def is_quiet(self):
        """Whether nobody asks for anything, and nothing of one who is gone waits to be read."""
        port = self.url.rpartition(":")[2]
        with open("/proc/net/tcp", encoding="ascii") as file:
            entries = [line.split() for line in file][1:]
        open_ones = [each for each in entries if each[1].endswith(f":{int(port):04X}") and each[3] in ("01", "08")]
        return self.now == 0 and not open_ones

    def wait(self, condition, what, seconds=20.0):
        """Waits until something holds of the requests so far."""
        with self.changed:
            if not self.changed.wait_for(lambda: condition(self), seconds):
                raise AssertionError(f"{what}: not within {seconds:g} seconds, after {self.requests} requests")

    def pause(self, seconds):
        """Lets time pass, but not past the end of the server."""
        with self.changed:
            self.changed.wait_for(lambda: self.is_over, seconds)

    def _serve(self, handler):
        with self.changed:
            exchange = Exchange(len(self.exchanges), handler)
            self.exchanges.append(exchange)
            self.now += 1
            self.most_at_once = max(self.most_at_once, self.now)
            trouble = next((deed for applies, deed in self.mischief if applies(exchange.number)), None)
            latency = self.latency
            self.changed.notify_all()
        try:
            if trouble is not None:
                trouble(self, handler, exchange)
            else:
                self.read(handler, exchange)
                self.pause(latency)
                if self.forgets_the_dead and exchange.number % 2 and is_gone(handler.connection):
                    raise ConnectionError("nobody waits for an answer")
                self.answer(handler, exchange)
        except OSError:
            handler.close_connection = True
        finally:
            with self.changed:
                self.now -= 1
                self.changed.notify_all()

    def read(self, handler, exchange):
        """Reads the rows of a request."""
        body = handler.rfile.read(exchange.size)
        if len(body) < exchange.size:
            raise ConnectionError("the body ended early")
        if exchange.fields.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if exchange.path == "/v3/events":
            rows = json.loads(body)["source"]["events"]
        elif exchange.fields.get("content-type", "").partition(";")[0] == "application/json":
            rows = json.loads(body)
        else:
            rows = [json.loads(line) for line in body.splitlines() if line.strip()]
        exchange.ids = [row["id"] for row in rows]
        if self.keeps_rows:
            exchange.rows = rows

    def take(self, exchange, ids=None):
        """Notes rows as taken, before anybody is told."""
        with self.changed:
            exchange.taken = exchange.ids if ids is None else ids
            self.counts.update(exchange.taken)

    def answer(self, handler, exchange):
        """Answers as a monitor that is well."""
        refused = [row for row in exchange.ids if row in self.refused]
        if exchange.path == "/v3/events" and exchange.fields.get("authorization") != f"Bearer {self.token}":
            self.say(handler, exchange, 401, self.error("the token is wrong"))
        elif self.largest is not None and exchange.size > self.largest:
            self.say(handler, exchange, 413, self.error(f"{exchange.size} bytes are more than {self.largest}"))
        elif self.answers_each:
            self.take(exchange, [row for row in exchange.ids if row not in self.refused])
            self.say(handler, exchange, 207, json.dumps([
                {"status": self.refusal, "error": self.refused[row]} if row in self.refused else {"status": 201}
                for row in exchange.ids]))
        elif refused:
            self.say(handler, exchange, self.refusal, self.error(self.refused[refused[0]]))
        else:
            self.take(exchange)
            self.say(handler, exchange, 202, self.acceptance(exchange))

    def acceptance(self, exchange, ids=None):
        """The body of an answer that takes all rows."""
        if exchange.path != "/v3/events":
            return json.dumps({"accepted": len(exchange.ids)})
        if ids is None:
            ids = exchange.ids if self.id_column else [str(uuid.uuid4()) for _ in exchange.ids]
        return json.dumps(
            {"data": {"source_type": "EVENTS", "event_ids": ids}, "api_version": "3.0", "kind": "NORMAL"})

    @staticmethod
    def error(words, code=400):
        """The body of an answer that refuses, as Fiddler words it."""
        return json.dumps({"error": {"code": code, "message": words, "errors": [
            {"reason": "Refused", "message": words, "help": ""}]}, "api_version": "3.0", "kind": "ERROR"})

    def say(self, handler, exchange, status, body, fields=None, promised=None):
        """Sends an answer; `promised` is the length that its head claims, where that is a lie."""
        data = body.encode() if isinstance(body, str) else body
        kind = "application/json" if data[:1] in (b"{", b"[") else "text/html"
        head = [f"HTTP/1.1 {status} Word", f"Content-Type: {kind}", f"Content-Length: {promised or len(data)}"]
        head += [f"{name}: {value}" for name, value in (fields or {}).items()]
        exchange.status = status
        handler.connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + data)
        with self.changed:
            if promised is None:
                exchange.answered = time.monotonic()
            self.changed.notify_all()
