"""As much of Fiddler as its own client talks to; it keeps every request."""

import json
import threading

from listening import Handler, Listening


class Request:
    """What came in one request."""

    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body

    @property
    def document(self):
        """The body with each object as a list of its pairs, so that their order counts too."""
        return json.loads(self.body, object_pairs_hook=list)

    @property
    def events(self):
        """The events of a request to Fiddler."""
        return json.loads(self.body)["source"]["events"]


class Recorder:
    """Answers as Fiddler does, after `instead`: statuses that the first requests with events get in place of that."""

    def __init__(self, model, instead=()):
        self.model = model
        self.instead = list(instead)
        self.requests = []
        self._lock = threading.Lock()

    def __enter__(self):
        recorder = self

        class Recording(Handler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(self.command, self.path, dict(self.headers.items()), body)
                status, document = recorder.take(request)
                text = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        self._server = Listening(Recording)
        self.url = self._server.url
        return self

    def __exit__(self, *_):
        self._server.stop()

    @property
    def published(self):
        """The requests that carried events, in the order in which they came."""
        return [request for request in self.requests if request.path == "/v3/events"]

    def take(self, request):
        """The status and the document that a request gets."""
        with self._lock:
            self.requests.append(request)
            if request.path == "/v3/events":
                if self.instead:
                    return self.instead.pop(0), {
                        "error": {"code": 0, "message": "as it was told", "errors": []}, "kind": "ERROR"}
                ids = [f"id-{number}" for number in range(len(request.events))]
                data = {"source_type": "EVENTS", "event_ids": ids}
            else:
                data = self._model()
        return 200, {"data": data, "api_version": "3.0", "kind": "NORMAL"}

    def _model(self):
        """As much of a model as Fiddler's own client wants to know before it publishes."""
        someone = {"id": self.model, "full_name": "A", "email": "a@example.com"}
        place = {"id": self.model, "name": "a"}
        return {
            "id": self.model, "name": "churn", "version": "v1", "input_type": "structured", "task": "not_set",
            "task_params": {}, "schema": {"schema_version": 1, "columns": []}, "spec": {"schema_version": 1},
            "artifact_status": "no_model", "artifact_files": [], "created_at": "2026-11-20T00:00:00Z",
            "updated_at": "2026-11-20T00:00:00Z", "created_by": someone, "updated_by": someone,
            "organization": place, "project": place, "is_binary_ranking_model": False,
        }
