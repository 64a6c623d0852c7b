"""A server with a bucket of any number of objects, of which it has nothing but the names, and a queue beside it."""

import json
import threading
from collections import Counter
from urllib.parse import parse_qs, quote_plus, urlsplit

from listening import Handler, Listening


class Warehouse:
    """Lists keys as S3 does, and takes messages as SQS does, without asking for signatures.

    `keys` are in the order of their bytes. `refusing`: called with the number of a message, from 0, and of the attempt
    at it; a code is the reason why it is not taken. `throttled`: so many calls are turned away first.
    """

    def __init__(self, keys, refusing=lambda number, attempt: None, throttled=0):
        self.keys, self.refusing, self.throttled = keys, refusing, throttled
        self.places = {key: number for number, key in enumerate(keys)}
        self.sent, self.attempts, self.calls, self.pages = [], Counter(), [], 0
        self.lock = threading.Lock()
        warehouse = self

        class Serving(Handler):
            def do_GET(self):
                warehouse._list(self)

            def do_POST(self):
                warehouse._take(self)

        self._http = Listening(Serving)
        self.url = self._http.url
        self.queue = f"{self.url}/123456789012/captures"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.stop()

    @property
    def settings(self):
        return {"AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "of-the-warehouse"}

    def _list(self, handler):
        query = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}
        with self.lock:
            self.pages += 1
        start = int(query["continuation-token"]) if "continuation-token" in query else 0
        if "start-after" in query:
            start = self.places[query["start-after"]] + 1
        end = min(start + 1000, len(self.keys))
        contents = "".join(
            f"<Contents><Key>{quote_plus(key, safe='/')}</Key><LastModified>2025-03-01T10:30:15.000Z</LastModified>"
            f"<ETag>&quot;e&quot;</ETag><Size>7</Size></Contents>" for key in self.keys[start:end])
        more = f"<NextContinuationToken>{end}</NextContinuationToken>" if end < len(self.keys) else ""
        self._answer(handler, 200, (
            f"<ListBucketResult><IsTruncated>{str(bool(more)).lower()}</IsTruncated><EncodingType>url</EncodingType>"
            f"{more}{contents}</ListBucketResult>"))

    def _take(self, handler):
        call = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        with self.lock:
            self.calls.append(len(call["Entries"]))
            if self.throttled > 0:
                self.throttled -= 1
                return self._answer(handler, 400, '{"__type":"com.amazonaws.sqs#RequestThrottled"}')
            good, bad = [], []
            for entry in call["Entries"]:
                key = json.loads(entry["MessageBody"])["object"]["key"]
                number = self.places[key]
                code = self.refusing(number, self.attempts[number])
                self.attempts[number] += 1
                if code:
                    bad.append({"Id": entry["Id"], "Code": code, "Message": "words", "SenderFault": number % 2 == 1})
                else:
                    self.sent.append(key)
                    good.append({"Id": entry["Id"], "MessageId": f"m{number}", "MD5OfMessageBody": "x"})
        return self._answer(handler, 200, json.dumps({"Successful": good, "Failed": bad}))

    @staticmethod
    def _answer(handler, status, text):
        body = text.encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
