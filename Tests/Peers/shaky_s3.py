"""An S3 server of our own in memory, which breaks as it is told. It takes any signature."""

import hashlib
import threading
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

from listening import Handler, Listening
from mischief import reset
from storage import client


class ShakyS3:
    """Objects by `bucket/key`, with reads by range and conditional writes.

    `reads` and `writes` are pairs of a condition on the number of a read or a write, from 0, and what happens then: a
    status (nothing is done), a number below 1 (a read breaks after that share), or LOST (done, and not said).
    `prefix`: only keys that begin so are troubled and counted.
    """

    LOST = "lost"
    settings_of_keys = {"AWS_ACCESS_KEY_ID": "AKIDSHAKY", "AWS_SECRET_ACCESS_KEY": "any"}

    def __init__(self, reads=(), writes=(), prefix=""):
        self.reads, self.writes, self.prefix = list(reads), list(writes), prefix
        self.objects, self.counts = {}, Counter()
        self.lock = threading.Lock()
        server = self

        class Storing(Handler):
            def do_GET(self):
                server._guarded(self, server._read)

            do_HEAD = do_GET

            def do_PUT(self):
                server._guarded(self, server._write)

            def do_DELETE(self):
                server._guarded(self, server._delete)

        self._http = Listening(Storing)
        self.url = self._http.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.stop()

    @property
    def settings(self):
        return {"AWS_ENDPOINT_URL_S3": self.url, "AWS_MAX_ATTEMPTS": "4", **self.settings_of_keys}

    def client(self):
        """A client of boto3, as other servers have one."""
        return client("s3", self.url, "AKIDSHAKY", "any")

    def put(self, name, content):
        self.objects[name] = (content, f'"{hashlib.md5(content).hexdigest()}"')
        return f"s3://{name}"

    def heal(self):
        self.reads, self.writes = [], []

    def _guarded(self, handler, work):
        try:
            work(handler, unquote(urlsplit(handler.path).path).lstrip("/"))
        except OSError:
            handler.close_connection = True

    def _trouble(self, kind, name, pairs):
        with self.lock:
            if not name.partition("/")[2].startswith(self.prefix):
                return None
            number = self.counts[kind]
            self.counts[kind] += 1
        return next((what for applies, what in pairs if applies(number)), None)

    def _list(self, handler, bucket, prefix):
        """All objects whose keys begin so; nobody has more here than fit into one answer."""
        keys = [name.partition("/")[2] for name in sorted(self.objects) if name.startswith(f"{bucket}/{prefix}")]
        entries = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
        body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()
        self._head(handler, 200, {"Content-Type": "application/xml", "Content-Length": len(body)})
        handler.wfile.write(body)

    def _read(self, handler, name):
        if "list-type=2" in handler.path:
            return self._list(handler, name.rstrip("/"), parse_qs(urlsplit(handler.path).query).get("prefix", [""])[0])
        trouble = self._trouble("read", name, self.reads)
        if isinstance(trouble, int):
            return self._refuse(handler, trouble)
        if name not in self.objects:
            return self._refuse(handler, 404, "NoSuchKey")
        content, tag = self.objects[name]
        if handler.headers.get("If-Match", tag) != tag:
            return self._refuse(handler, 412, "PreconditionFailed")
        fields, status, wanted = {"ETag": tag, "Accept-Ranges": "bytes"}, 200, handler.headers.get("Range")
        if wanted:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(content)), len(content) - 1)
            if start >= len(content):
                return self._refuse(handler, 416, "InvalidRange")
            fields["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
            content, status = content[start : end + 1], 206
        self._head(handler, status, {**fields, "Content-Length": len(content)})
        if handler.command == "HEAD":
            return None
        if isinstance(trouble, float):
            handler.wfile.write(content[: int(len(content) * trouble)])
            return reset(handler)
        return handler.wfile.write(content)

    def _write(self, handler, name):
        content = self._body(handler)
        trouble = self._trouble("write", name, self.writes)
        if isinstance(trouble, int):
            return self._refuse(handler, trouble)
        with self.lock:
            tag = self.objects.get(name, (None, None))[1]
            if handler.headers.get("If-None-Match") == "*" and tag is not None:
                return self._refuse(handler, 412, "PreconditionFailed")
            if handler.headers.get("If-Match") not in (None, tag):
                return self._refuse(handler, 412 if tag else 404, "PreconditionFailed" if tag else "NoSuchKey")
            self.put(name, content)
        if trouble == self.LOST:
            return reset(handler)
        return self._head(handler, 200, {"ETag": self.objects[name][1], "Content-Length": 0})

    def _delete(self, handler, name):
        with self.lock:
            self.objects.pop(name, None)
        self._head(handler, 204, {})

    @staticmethod
    def _body(handler):
        size = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(size)
        if len(body) < size:
            # Of one that was killed: S3 keeps a whole object or none.
            raise ConnectionError("the body ended early")
        if "aws-chunked" not in handler.headers.get("Content-Encoding", ""):
            return body
        content, at = b"", 0
        while True:
            end = body.index(b"\r\n", at)
            size = int(body[at:end].partition(b";")[0], 16)
            if size == 0:
                return content
            content += body[end + 2 : end + 2 + size]
            at = end + 2 + size + 2

    def _refuse(self, handler, status, code=None):
        code = code or {403: "AccessDenied", 503: "SlowDown", 500: "InternalError"}.get(status, "Error")
        body = f"<Error><Code>{code}</Code><Message>words</Message></Error>".encode()
        self._head(handler, status, {"Content-Type": "application/xml", "Content-Length": len(body)})
        if handler.command != "HEAD":
            handler.wfile.write(body)

    @staticmethod
    def _head(handler, status, fields):
        lines = [f"HTTP/1.1 {status} Word", "x-amz-request-id: R"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        handler.connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
