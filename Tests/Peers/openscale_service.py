"""Watson OpenScale, as far as its own clients and the program ask it; it keeps every request and breaks as it is told.

What it answers was made to satisfy IBM's clients of both generations. It was never compared with IBM's servers.
"""

import base64
import gzip
import json
import threading
import time
import uuid
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

import program
from listening import Handler, Listening
from openscale_catalog import Catalog
from openscale_records import ids_of, problem_of


class Exchange:
    """A request, and the status that it got."""

    def __init__(self, handler):
        parts = urlsplit(handler.path)
        self.method, self.path = handler.command, parts.path
        self.query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.raw = handler.rfile.read(int(self.headers.get("content-length") or 0))
        self.body = gzip.decompress(self.raw) if self.headers.get("content-encoding") == "gzip" else self.raw
        self.steps = [unquote(step) for step in self.path.strip("/").split("/")]
        self.status = None
        self.began = time.monotonic()

    @property
    def document(self):
        """The body as JSON; an error where it is none, as it is with NaN."""
        def refuse(word):
            raise ValueError(f"{word} is no JSON")

        return json.loads(self.body, parse_constant=refuse)

    @property
    def form(self):
        return {name: values for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def asks_for_a_token(self):
        return self.path.endswith(("/identity/token", "/v1/authorize", "/validateAuth"))

    @property
    def stores(self):
        """Whether it brings records."""
        return self.method == "POST" and self.steps[-1] in ("scoring_payloads", "feedback_payloads", "records")

    @property
    def polls(self):
        """Whether it asks what became of records."""
        return self.method == "GET" and len(self.steps) > 1 and self.steps[-2] == "requests"


class OpenScale:
    """The service on a free port.

    `instead`: pairs of what an exchange must be and the answer that the next such one gets in place of its own, each
    once: a status, or a status with header fields, or None to hang up. `polls`: how often a store is still being
    prepared when it is asked for. `final`: the state that stores end with. `life`: the seconds that a token lives.
    `rejects_duplicates`: whether a payload row that was stored is refused when it comes again.
    """

    def __init__(self, instead=(), polls=0, final="active", life=3600, rejects_duplicates=False, latency=0.0):
        self.instead, self.polls, self.final, self.life = list(instead), polls, final, life
        self.rejects_duplicates, self.latency = rejects_duplicates, latency
        self.api_key = program.secret(f"key+/=&{uuid.uuid4().hex}")
        self.username, self.password = "relay@example.com", program.secret(f"pass/word&{uuid.uuid4().hex}")
        self.catalog = Catalog(self)
        self.exchanges, self.rows, self.requests, self.tokens = [], Counter(), {}, {}
        # The stores that end with an error, whatever others do.
        self.failed = set()
        self.changed = threading.Condition()
        service = self

        class Answering(Handler):
            def answer(self):
                service._serve(self)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        self._http = Listening(Answering)
        self.url = self._http.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.stop()

    @property
    def iam_url(self):
        return f"{self.url}/identity/token"

    def settings(self, **more):
        """What the program must be told to log in here as a user of IBM Cloud, and to send payloads of v2."""
        return {
            "OPENSCALE_URL": self.url, "OPENSCALE_IAM_URL": self.iam_url, "OPENSCALE_API_KEY": self.api_key,
            "OPENSCALE_INSTANCE_ID": self.catalog.instance, "OPENSCALE_DATA_SET_ID": self.catalog.payload_data_set,
            **more}

    def settings_v1(self, **more):
        """The same for payloads of v1."""
        return {
            "OPENSCALE_URL": self.url, "OPENSCALE_IAM_URL": self.iam_url, "OPENSCALE_API_KEY": self.api_key,
            "OPENSCALE_DATA_MART_ID": self.catalog.instance, "OPENSCALE_BINDING_ID": self.catalog.provider,
            "OPENSCALE_SUBSCRIPTION_ID": self.catalog.subscription,
            "OPENSCALE_DEPLOYMENT_ID": self.catalog.deployment, **more}

    @property
    def stored(self):
        """The requests that brought records, in the order in which they came."""
        return [exchange for exchange in self.exchanges if exchange.stores]

    @property
    def polled(self):
        return [exchange for exchange in self.exchanges if exchange.polls]

    @property
    def token_requests(self):
        return [exchange for exchange in self.exchanges if exchange.asks_for_a_token]

    @property
    def repeated(self):
        """The payload rows that were taken more than once."""
        return {row: count for row, count in self.rows.items() if count > 1}

    def wait(self, condition, what, seconds=20.0):
        """Waits until something holds of the requests so far."""
        with self.changed:
            if not self.changed.wait_for(lambda: condition(self), seconds):
                raise AssertionError(f"{what}: not within {seconds:g} seconds, after {len(self.exchanges)} requests")

    def revoke(self):
        """Makes every token worthless that was given out."""
        with self.changed:
            self.tokens.clear()

    def mint(self):
        """A token, which IBM's clients take apart and the program must not."""
        now = int(time.time())
        claims = {"iat": now, "exp": now + self.life, "jti": uuid.uuid4().hex, "username": self.username}
        parts = [json.dumps({"alg": "RS256", "kid": "k"}), json.dumps(claims), uuid.uuid4().hex]
        token = program.secret(
            ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts))
        self.tokens[token] = time.monotonic() + self.life
        return token

    def _serve(self, handler):
        exchange = Exchange(handler)
        with self.changed:
            self.exchanges.append(exchange)
            self.changed.notify_all()
        if self.latency:
            time.sleep(self.latency)
        with self.changed:
            trouble = next((pair for pair in self.instead if pair[0](exchange)), None)
            if trouble is not None:
                self.instead.remove(trouble)
            fields = {}
            if trouble is None:
                answer = self._answer(exchange)
                status, document, *more = answer
                fields = more[0] if more else {}
            elif trouble[1] is None:
                handler.close_connection = True
                return
            else:
                status, fields = trouble[1] if isinstance(trouble[1], tuple) else (trouble[1], {})
                document = error("AIQTE0001E", "as it was told")
            exchange.status = status
        data = b"" if document is None else json.dumps(document).encode()
        handler.send_response(status)
        for name, value in fields.items():
            handler.send_header(name, value)
        if data:
            handler.send_header("Content-Type", "application/json")
        if status != 204:
            handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)
        with self.changed:
            self.changed.notify_all()

    def _answer(self, exchange):
        if exchange.asks_for_a_token:
            return self._token(exchange)
        kind, _, token = exchange.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or self.tokens.get(token, 0) <= time.monotonic():
            return 401, error("AIQCR0001E", "the token is missing, unknown or expired")
        if exchange.stores:
            return self._store(exchange)
        if exchange.polls:
            return self._state(exchange.steps[-1])
        return self.catalog.answer(exchange)

    def _token(self, exchange):
        if exchange.path.endswith("/v1/authorize"):
            who = exchange.document
            good = who.get("username") == self.username and (
                who.get("password") == self.password or who.get("api_key") == self.api_key)
            return (200, {"token": self.mint()}) if good else (401, {"message": "wrong user or password"})
        if exchange.form.get("apikey") != [self.api_key]:
            return 400, {"errorCode": "BXNIM0415E", "errorMessage": "Provided API key could not be found."}
        now = int(time.time())
        return 200, {
            "access_token": self.mint(), "refresh_token": "not_supported", "token_type": "Bearer",
            "expires_in": self.life, "expiration": now + self.life, "scope": "ibm openid"}

    def _store(self, exchange):
        try:
            document = exchange.document
        except ValueError as problem:
            return 400, error("AIQDT0002E", str(problem))
        problem = problem_of(exchange.steps[-1], document)
        if problem:
            return 400, error("AIQDT0003E", problem)
        rows = ids_of(document)
        if self.rejects_duplicates and any(self.rows[row] for row in rows):
            return 409, error("AIQDT0004E", "a row with this id was stored before")
        if exchange.steps[0] == "v1":
            self.rows.update(rows)
            return (204, None) if exchange.steps[-1] == "feedback_payloads" else (202, {})
        data_set = exchange.steps[-2]
        if data_set not in self.catalog.data_sets:
            return 404, error("AIQCS0005E", f"the data set {data_set} was not found")
        if self.final == "active":
            self.rows.update(rows)
        request = str(uuid.uuid4())
        self.requests[request] = 0
        place = exchange.path.removesuffix("/records")
        return 202, {"state": "preparing"}, {"Location": f"{place}/requests/{request}"}

    def _state(self, request):
        if request not in self.requests:
            return 404, error("AIQDT0005E", "the request was not found")
        self.requests[request] += 1
        if self.requests[request] <= self.polls:
            return 200, {"state": "preparing"}
        if self.final == "active" and request not in self.failed:
            return 200, {"state": "active"}
        final = "error" if self.final == "active" else self.final
        return 200, {"state": final, "failure": error("AIQDT0006E", "the table does not take these columns")}


def error(code, message):
    """A body with an error, as v2 words it."""
    return {"trace": "t", "errors": [{"code": code, "message": message}]}
