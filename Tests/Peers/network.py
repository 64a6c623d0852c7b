"""Doors in front of a server: they let requests through, and break, delay, refuse or encrypt as they are told."""

import datetime
import ipaddress
import re
import socket
import ssl
import struct
import threading
import time

from processes import scratch


def answer(status, fields=None, body=b""):
    """A response as it stands on the wire, after which the connection ends."""
    head = f"HTTP/1.1 {status} Word\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in (fields or {}).items())
    return head.encode() + b"\r\n" + body


def refusal(status, code, fields=None, more=""):
    """An error as S3 words it."""
    body = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>words</Message>{more}</Error>'
    return answer(status, {"Content-Type": "application/xml", **(fields or {})}, body.encode())


class Orderly(int):
    """Where a connection breaks by ending in order, so that all before it arrives, and not by a reset."""


class Door:
    """Passes bytes between clients and a server on this machine.

    `instead`: responses that the first requests get in place of the server's.
    `cuts`: after so many bytes the first connections break; `on_cut` is called then.
    `holds`: after so many bytes the first connections stay open and silent, for `hold_seconds` or for good.
    `tls`: a context with which clients are spoken to.
    `one_request`: a connection carries one request only. `on_request` is called for each request.
    """

    def __init__(self, upstream, instead=(), cuts=(), holds=(), hold_seconds=None, tls=None, one_request=False,
                 on_cut=None, on_request=None):
        self.upstream = upstream
        self.instead, self.cuts, self.holds = list(instead), list(cuts), list(holds)
        self.hold_seconds, self.tls, self.one_request = hold_seconds, tls, one_request
        self.on_cut, self.on_request = on_cut, on_request
        self.connections = 0
        self.heads = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._sockets = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._listener.close()
        with self._lock:
            for open_socket in list(self._sockets):
                _end(open_socket)

    def _accept(self):
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._guarded, args=(client,), daemon=True).start()

    def _guarded(self, client):
        opened = [client]
        try:
            with self._lock:
                self.connections += 1
            if self.tls is not None:
                client = self.tls.wrap_socket(client, server_side=True)
                opened.append(client)
            with self._lock:
                self._sockets.add(client)
            self._serve(client, opened)
        except (OSError, ssl.SSLError):
            pass
        finally:
            with self._lock:
                self._sockets.difference_update(opened)
            for open_socket in opened:
                _end(open_socket)

    def _serve(self, client, opened):
        head, body = _request(client)
        if not head:
            return
        if self.on_request is not None:
            self.on_request()
        with self._lock:
            self.heads.append(head.decode("latin-1"))
            instead = self.instead.pop(0) if self.instead else None
            cut = self.cuts.pop(0) if self.cuts else None
            hold = self.holds.pop(0) if self.holds else None
        if instead is not None:
            client.sendall(instead)
            return
        server = socket.create_connection(("127.0.0.1", self.upstream), timeout=60)
        opened.append(server)
        with self._lock:
            self._sockets.add(server)
        if self.one_request:
            # Hop by hop, and so no part of what is signed.
            head = head[:-2] + b"Connection: close\r\n\r\n"
        server.sendall(head + body)
        requests = threading.Thread(target=self._requests, args=(client, server), daemon=True)
        requests.start()
        if self._responses(client, server, cut, hold) and not isinstance(cut, Orderly):
            # Closed while nobody waits at it, and without regard to what was not yet sent, it resets the connection.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.shutdown(socket.SHUT_RD)
            requests.join(5)
            client.close()

    def _requests(self, client, server):
        try:
            while (request := _request(client))[0]:
                with self._lock:
                    self.heads.append(request[0].decode("latin-1"))
                server.sendall(request[0] + request[1])
        except (OSError, ssl.SSLError):
            pass
        finally:
            _end(server)

    def _responses(self, client, server, cut, hold):
        """Passes on what the server says; tells whether the connection was cut."""
        passed = 0
        while data := server.recv(1 << 16):
            if cut is not None and passed + len(data) > cut:
                client.sendall(data[: cut - passed])
                if self.on_cut is not None:
                    self.on_cut()
                return True
            if hold is not None and passed + len(data) > hold:
                client.sendall(data[: hold - passed])
                self._ended.wait(self.hold_seconds)
                if self._ended.is_set():
                    return False
                passed, data, hold = hold, data[hold - passed :], None
            client.sendall(data)
            passed += len(data)
        return False


def _request(connection):
    """A request's head and its body; nothing when no more comes."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            return b"", b""
        head += byte
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    body = b""
    while length and len(body) < int(length[1]):
        part = connection.recv(min(1 << 16, int(length[1]) - len(body)))
        if not part:
            return b"", b""
        body += part
    return head, body


def _end(open_socket):
    try:
        open_socket.shutdown(socket.SHUT_RDWR)
    except (OSError, ssl.SSLError):
        pass
    try:
        open_socket.close()
    except OSError:
        pass


class Authority:
    """A certificate authority of our own, among many others in one file, and a server's certificate by it.

    The server is 127.0.0.1, and goes by other `names` too.
    """

    def __init__(self, others=300, names=()):
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        def name(text):
            return x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, text)])

        def certificate(subject, issuer, key, issuer_key, extensions):
            now = datetime.datetime.now(datetime.timezone.utc)
            builder = (
                x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30)))
            for extension in extensions:
                builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
            return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

        def private(key):
            return key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

        key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        is_authority = [x509.BasicConstraints(ca=True, path_length=None)]
        root = certificate("the authority", "the authority", key, key, is_authority)
        crowd = [certificate(f"authority {number}", f"authority {number}", key, key, is_authority)
                 for number in range(others)]
        server = certificate("127.0.0.1", "the authority", server_key, key, [
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), *[x509.DNSName(each) for each in names]])])
        # The certificate and its key.
        self.server = scratch("server.pem")
        with open(self.server, "wb") as file:
            file.write(private(server_key) + server)
        self._bundle = b"".join(crowd) + root
        self.stranger = scratch("stranger.pem")
        with open(self.stranger, "wb") as file:
            file.write(b"".join(crowd))

    def bundle(self):
        """A new file of authorities, ours the last of them."""
        path = scratch(f"bundle-{time.monotonic_ns()}.pem")
        with open(path, "wb") as file:
            file.write(self._bundle)
        return path

    def context(self):
        """What a server needs to speak TLS with our certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server)
        return context
