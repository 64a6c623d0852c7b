"""A certificate for the stand-ins, by an authority that stands among the system's own."""

import os
import shutil
import subprocess

from programs import output_of, tool

SYSTEM = "/etc/ssl/certs"
BUNDLE = "ca-certificates.crt"


class Authorities:
    """The system's folder of authorities, with ours in its bundle and under its hash, as the system itself adds one.

    `enter` stands before a command that shall find it where the system's is: no variable tells the program of it.
    """

    def __init__(self):
        self.folder = tool("tls")
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(SYSTEM, self._path("certs"), symlinks=True)
        self._make()
        with open(self._path("authority.pem"), encoding="ascii") as authority:
            text = authority.read()
        self._write("certs/benchmark.pem", text)
        with open(self._path("certs", BUNDLE), "a", encoding="ascii") as bundle:
            bundle.write(text)
        name = output_of("openssl", "x509", "-in", self._path("authority.pem"), "-noout", "-hash").strip()
        os.symlink("benchmark.pem", self._path("certs", f"{name}.0"))
        self.certificate = (self._path("server.pem"), self._path("server.key"))
        own_user = [] if os.geteuid() == 0 else ["--map-root-user"]
        self.enter = [
            "unshare", "--mount", *own_user, "sh", "-c", f'mount --bind "$0" {SYSTEM} && exec "$@"',
            self._path("certs")]

    def _path(self, *names):
        return os.path.join(self.folder, *names)

    def _write(self, name, text):
        with open(self._path(name), "w", encoding="ascii") as file:
            file.write(text)

    def _make(self):
        """An authority and, by it, a certificate for this machine; with RSA, as most monitors have."""
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Benchmark",
                      "-keyout", "authority.key", "-out", "authority.pem")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key",
                      "-out", "server.csr")
        self._write("server.ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
        self._openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                      "-CAcreateserial", "-days", "30", "-extfile", "server.ext", "-out", "server.pem")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)
