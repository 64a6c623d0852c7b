"""AWS's Runtime Interface Emulator, which starts the program and calls it as AWS Lambda does."""

import functools
import json
import os
import signal
import subprocess
import urllib.error
import urllib.request

import program
from processes import ROOT, Process, children, free_port, scratch, until

PATH = os.path.abspath(os.environ.get("EMULATOR", os.path.join(ROOT, ".build", "peers", "runtime-interface-emulator")))

# An extension makes Lambda ask the function to end before it kills it. This one does nothing but exist.
EXTENSION = """#!/usr/bin/env python3
import http.client, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
name = os.path.basename(__file__)
api.request("POST", "/2020-01-01/extension/register", '{"events":["SHUTDOWN"]}', {"Lambda-Extension-Name": name})
response = api.getresponse()
response.read()
id = response.getheader("Lambda-Extension-Identifier")
api.request("GET", "/2020-01-01/extension/event/next", headers={"Lambda-Extension-Identifier": id})
api.getresponse().read()
"""

# Shows a folder of extensions to the emulator alone, beside all else that /opt has.
IN_A_WORLD_OF_ITS_OWN = """
set -e
mkdir "$1/opt"
mount --rbind /opt "$1/opt"
mount -t tmpfs none /opt
for entry in "$1"/opt/*; do
    if [ -d "$entry" ]; then mkdir "/opt/${entry##*/}"; mount --rbind "$entry" "/opt/${entry##*/}"; fi
done
mkdir /opt/extensions
cp "$2" /opt/extensions/
shift 2
exec "$@"
"""


@functools.cache
def unshare():
    """The command that gives a process mounts of its own, or nothing where that is not permitted."""
    command = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    try:
        probe = subprocess.run([*command, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, timeout=20)
    except OSError:
        return None
    return command if probe.returncode == 0 else None


class Emulator(Process):
    """The emulator around the program. It must not be called twice at a time: it ends then.

    In a `world` (see `packaged`) it finds the program for itself, where Lambda unpacks a package.
    """

    def __init__(self, settings, timeout=20, options=(), extension=None, world=None):
        self.port = free_port()
        command = [
            *(world.enter() if world else []), "/emulator" if world else PATH,
            "--runtime-api-address", f"127.0.0.1:{free_port()}", "--runtime-interface-emulator-address",
            f"127.0.0.1:{self.port}", "--log-level", "info", *options, *([] if world else [program.PATH])]
        if extension is not None:
            folder = scratch(f"mounts-{self.port}")
            os.makedirs(folder)
            path = os.path.join(folder, "idle")
            with open(path, "w", encoding="utf-8") as file:
                file.write(EXTENSION)
            os.chmod(path, 0o755)
            command = [*extension, "sh", "-c", IN_A_WORLD_OF_ITS_OWN, "sh", folder, path, *command]
        super().__init__("emulator", command, program.environment({
            "AWS_LAMBDA_FUNCTION_NAME": "relay", "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout), **settings}))
        self.wait_for_port(self.port)

    def call(self, event, seconds=60.0):
        """What the caller gets: JSON where it is that, else text."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/2015-03-31/functions/function/invocations", data=body, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:
                text = response.read().decode()
        except urllib.error.HTTPError as error:
            text = error.read().decode()
        program.refuse_secrets(text, "an answer")
        try:
            return json.loads(text)
        except ValueError:
            return text

    def function(self):
        """The process id of the program."""
        def found():
            for child in children(self.pid):
                try:
                    if os.path.realpath(f"/proc/{child}/exe") == os.path.realpath(program.PATH) or any(
                            os.path.basename(program.PATH).encode() in part
                            for part in open(f"/proc/{child}/cmdline", "rb").read().split(b"\0")[:2]):
                        return child
                except OSError:
                    continue
            return None

        return until(found, "the emulator started the program")

    def end(self):
        """Shuts the sandbox down in order, and returns what was written."""
        self.popen.send_signal(signal.SIGTERM)
        self.wait(15)
        return self.written(1 << 20)

    def stop(self):
        super().stop()
        program.refuse_secrets(self.out() + self.err(), "what the function printed")
