"""The package of the function, and a folder that is the whole world for what is in it."""

import glob
import os
import re
import shutil
import stat
import subprocess
import zipfile

import emulator
import program
from processes import ROOT, scratch

ZIP = os.path.join(ROOT, ".build", "capture-relay.zip")
BUILDER = os.path.join(ROOT, "deploy", "package")

# What belongs to glibc, as AWS Lambda has it.
GLIBC = re.compile(r"(ld-linux.*|lib(c|m|mvec|pthread|dl|rt|resolv|util|anl|nss_\w+|BrokenLocale)\.so\.\d+)")
# Where Amazon Linux has its certificate authorities.
AUTHORITIES = "etc/pki/tls/certs/ca-bundle.crt"
# What Lambda sets for a runtime of one's own.
LIBRARY_PATH = "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib"

# Gives a process a folder for its root; Swift's queues look into /proc for how many of their threads are at work.
ENTER = 'mount --rbind /proc "$2/proc" && exec "$@"'


def build(*arguments, folder=ROOT, cwd=ROOT, seconds=1200, **more):
    """Runs `deploy/package` as a user would, and returns how that ended."""
    return subprocess.run(
        [os.path.join(folder, "deploy", "package"), *arguments], cwd=cwd, env={**os.environ, **more},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)


def members(path=ZIP):
    """The files of a package by their names: permissions and content."""
    with zipfile.ZipFile(path) as package:
        return {entry.filename: (entry.external_attr >> 16, package.read(entry)) for entry in package.infolist()}


def readelf(path, *options):
    """What is told of a program or a library."""
    return subprocess.run(
        ["readelf", "--wide", *options, path], check=True, capture_output=True, text=True, timeout=60).stdout


class World:
    """A folder with glibc's loader and libraries, the emulator, and a package where Lambda unpacks it.

    Beside them there are the kernel's /proc, a file for /dev/null, which the emulator opens, the name localhost, and,
    if wanted, a file of certificate authorities: no shell, no other library, no name server, no time zones.
    """

    def __init__(self, package=ZIP, authorities=None):
        self.folder = scratch(f"world-{len(os.listdir(scratch()))}")
        for name, (mode, content) in members(package).items():
            self.put(f"var/task/{name}", content, stat.S_IMODE(mode))
        interpreter = re.search(r"program interpreter: (\S+)\]", readelf(self.path("var/task/bootstrap"), "-l"))[1]
        self.copy(interpreter, interpreter[1:])
        beside = os.path.dirname(os.path.realpath(subprocess.run(
            ["clang", "-print-file-name=libc.so.6"], check=True, capture_output=True, text=True).stdout.strip()))
        for library in glob.glob(os.path.join(beside, "*.so.*")):
            if GLIBC.fullmatch(os.path.basename(library)):
                self.copy(library, f"lib64/{os.path.basename(library)}")
        self.copy(emulator.PATH, "emulator")
        os.mkdir(self.path("proc"))
        self.put("dev/null", b"")
        self.put("etc/hosts", b"127.0.0.1 localhost\n")
        if authorities is not None:
            self.copy(authorities, AUTHORITIES)

    def path(self, name):
        return os.path.join(self.folder, name)

    def put(self, name, content, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(content)
        os.chmod(self.path(name), mode)

    def copy(self, source, name):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        shutil.copy(os.path.realpath(source), self.path(name))

    def enter(self):
        """The command before another that runs it with this folder as its root, and with the kernel's /proc there."""
        mounts = emulator.unshare()
        if mounts is None:
            raise AssertionError("this machine permits no mounts of one's own, and so no world of one's own: be root")
        chroot = shutil.which("chroot", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        return [*mounts, "sh", "-c", ENTER, "sh", chroot, self.folder]


class Enclosed(emulator.Emulator):
    """The emulator with the package in a world of its own, as Lambda starts it: the function is found, not named."""

    def __init__(self, world, settings, timeout=20):
        super().__init__({"LD_LIBRARY_PATH": LIBRARY_PATH, "LAMBDA_TASK_ROOT": "/var/task", **settings}, timeout,
                         world=world)
