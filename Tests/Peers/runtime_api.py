"""A Runtime API that does what AWS's seldom does: refuses answers, breaks connections, falls silent."""

import json
import threading
import time

from listening import Handler, Listening

PREFIX = "/2018-06-01/runtime/"
BREAK, SILENCE = "break", "silence"


class RuntimeAPI:
    """Hands out events in turn, each until it is answered.

    `answers`: what the first answers get: a status, BREAK (the connection ends without a response) or SILENCE (nothing
    more comes on this connection). `nexts`: the same for the first polls. `repeats`: the same event is handed out for
    ever, whatever is answered. `closes`: the server ends each connection after a response without having said so.
    `seconds`: how long after it was handed out an event's deadline is.
    """

    def __init__(self, *events, answers=(), nexts=(), fields=None, repeats=False, closes=False, chunked=False,
                 seconds=20.0):
        self.events = [event if isinstance(event, bytes) else json.dumps(event).encode() for event in events]
        self.answers, self.nexts, self.fields = list(answers), list(nexts), fields or {}
        self.repeats, self.closes, self.chunked, self.seconds = repeats, closes, chunked, seconds
        self.requests = []
        # When the event that was handed out last is due, in seconds since 1970.
        self.deadline = 0.0
        self.is_over = False
        # The function that it drives, if waiting shall end when that ends.
        self.function = None
        self._changed = threading.Condition()
        self._handed_out = 0
        server = self

        class Calling(Handler):
            def do_GET(self):
                server._next(self)

            def do_POST(self):
                server._answer(self)

        self._http = Listening(Calling)
        self.address = self._http.address

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.go()

    def go(self):
        """Is gone: open polls end without a response, and nobody listens any more."""
        with self._changed:
            if self.is_over:
                return
            self.is_over = True
            self._changed.notify_all()
        self._http.stop()

    def add(self, event):
        """Hands out one more event."""
        with self._changed:
            self.events.append(event if isinstance(event, bytes) else json.dumps(event).encode())
            self._changed.notify_all()

    def wait(self, condition, what, seconds=15.0):
        """Waits until something holds of the requests so far, and returns it."""
        end = time.monotonic() + seconds
        with self._changed:
            while not (value := condition(self)):
                if time.monotonic() >= end:
                    raise AssertionError(f"{what}: not within {seconds:g} seconds; asked was {self.paths()}")
                if self.function is not None and self.function.popen.poll() is not None:
                    code = self.function.popen.returncode
                    raise AssertionError(f"{what}: the function ended with {code}; asked was {self.paths()}")
                self._changed.wait(0.1)
            return value

    def paths(self):
        """What was asked, in order."""
        return [request["path"].removeprefix(PREFIX) for request in self.requests]

    def posts(self, ending=""):
        """The answers and reports so far."""
        return [each for each in self.requests if each["method"] == "POST" and each["path"].endswith(ending)]

    def polls(self):
        """How often the next event was asked for."""
        return sum(request["method"] == "GET" for request in self.requests)

    def answered(self, count):
        """Waits for so many answers, and returns them read as JSON."""
        self.wait(lambda api: len(api.posts()) >= count and api.polls() > count, f"{count} answers and another poll")
        return [json.loads(post["body"]) for post in self.posts()]

    def _note(self, handler, body):
        with self._changed:
            self.requests.append({
                "method": handler.command, "path": handler.path, "body": body,
                "fields": {name.lower(): value for name, value in handler.headers.items()}})
            self._changed.notify_all()

    def _next(self, handler):
        self._note(handler, b"")
        with self._changed:
            fault = self.nexts.pop(0) if self.nexts else None
            if fault is None:
                self._changed.wait_for(lambda: self.is_over or self._handed_out < len(self.events))
                number = self._handed_out
        if self.is_over:
            handler.close_connection = True
        elif fault is not None:
            self._do(handler, fault, b'{"errorMessage":"words","errorType":"Word"}')
        else:
            self.deadline = time.time() + self.seconds
            fields = {
                "Lambda-Runtime-Aws-Request-Id": f"request-{number}",
                "Lambda-Runtime-Deadline-Ms": str(int(self.deadline * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:relay",
                "Lambda-Runtime-Invocation-Id": f"attempt-{number}",
                **self.fields,
            }
            self._respond(handler, 200, self.events[number], fields)

    def _answer(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        with self._changed:
            fault = self.answers.pop(0) if self.answers else 202
            # What is refused for good is over, too.
            if isinstance(fault, int) and (fault < 300 or fault in (403, 410, 413)) and not self.repeats:
                if not handler.path.endswith("init/error"):
                    self._handed_out += 1
        self._note(handler, body)
        self._do(handler, fault, b'{"status":"OK"}')

    def _do(self, handler, fault, body):
        if fault == BREAK:
            handler.close_connection = True
        elif fault == SILENCE:
            with self._changed:
                self._changed.wait_for(lambda: self.is_over)
            handler.close_connection = True
        else:
            self._respond(handler, fault, body, {})

    def _respond(self, handler, status, body, fields):
        try:
            handler.send_response(status)
            for name, value in fields.items():
                if value is not None:
                    handler.send_header(name, value)
            if self.chunked:
                handler.send_header("Transfer-Encoding", "chunked")
                handler.end_headers()
                middle = len(body) // 2
                for part in filter(None, (body[:middle], body[middle:])):
                    handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                handler.wfile.write(b"0\r\n\r\n")
            else:
                handler.send_header("Content-Length", str(len(body)))
                handler.end_headers()
                handler.wfile.write(body)
            handler.wfile.flush()
        except OSError:
            pass
        if self.closes:
            handler.close_connection = True
