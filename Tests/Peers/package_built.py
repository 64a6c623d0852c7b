"""`deploy/package` itself: what it makes of its arguments, and that it makes the same again."""

import os
import shutil
import stat
import subprocess
import unittest
import zipfile

import captures
import packaged
from packaged import Enclosed, World, build
from processes import ROOT, scratch
from reading import rclone

SETTINGS = "# a comment\nCAPTURE_INPUT_COLUMNS=@columns.txt\nCAPTURE_OUTPUT_COLUMNS=score\n"


def written(name, text):
    """A file of this run."""
    with open(scratch(name), "w", encoding="utf-8") as file:
        file.write(text)
    return scratch(name)


def content(path):
    with open(path, "rb") as file:
        return file.read()


class Arguments(unittest.TestCase):
    """What is said before anything is built."""

    def assertRefuses(self, ended, code, *words):
        self.assertEqual(ended.returncode, code, ended.stderr)
        self.assertEqual(ended.stdout, "")
        for word in words:
            self.assertIn(word, ended.stderr)

    def test_an_argument_that_is_none_is_named(self):
        self.assertRefuses(build("--setting", "a.env"), 2, "'--setting'", "--help")
        self.assertRefuses(build("--settings"), 2, "--settings", "path")

    def test_the_help_names_every_argument(self):
        ended = build("--help")
        self.assertEqual(ended.returncode, 0)
        for word in ("--settings", "--add", "--output", "CURL_SOURCE", "RELAY_ENV_FILE", "arm64"):
            self.assertIn(word, ended.stdout)

    def test_a_file_that_is_not_there_is_named_as_it_was_meant(self):
        for option in ("--settings", "--add"):
            self.assertRefuses(build(option, "none.env", cwd=scratch()), 1, scratch("none.env"))
        self.assertRefuses(build("--add", scratch()), 1, scratch())

    def test_a_place_that_cannot_be_written_to_is_named(self):
        self.assertRefuses(build("--output", scratch("none/a.zip")), 1, scratch("none"))
        self.assertRefuses(build("--output", scratch()), 1, f"{scratch()} is a folder")

    def test_a_list_of_columns_that_the_package_does_not_hold_is_named(self):
        for text in (SETTINGS, "CAPTURE_OUTPUT_COLUMNS='@/var/task/columns.txt'\n"):
            self.assertRefuses(build("--settings", written("a.env", text)), 1, "columns.txt", "--add")

    def test_a_name_that_the_package_has_already_is_refused(self):
        for name in ("bootstrap", "lib", "settings.env"):
            self.assertRefuses(build("--add", written(name, "")), 1, name)

    def test_source_of_curl_that_is_none_is_named(self):
        self.assertRefuses(build(CURL_SOURCE=scratch("none")), 1, "CURL_SOURCE", scratch("none"))


class WithSettings(unittest.TestCase):
    """What comes into the package beside the program."""

    def test_settings_and_what_they_name_are_in_it(self):
        written("columns.txt", "a,b\n")
        written("my.env", SETTINGS)
        ended = build("--settings", "my.env", "--add", "columns.txt", "--output", "mine.zip", cwd=scratch())
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertNotIn("Warning", ended.stderr)
        for word in (scratch("mine.zip"), "settings.env", "columns.txt", "lib/libgcc_s.so.1", "MB", "deploy/README.md"):
            self.assertIn(word, ended.stdout)
        members = packaged.members(scratch("mine.zip"))
        self.assertEqual(members["settings.env"][1].decode(), SETTINGS)
        self.assertEqual(members["columns.txt"][1], b"a,b\n")
        self.assertEqual(stat.S_IMODE(members["settings.env"][0]), 0o644)
        plain = packaged.members()
        self.assertEqual({name: members[name] for name in plain}, plain)

    def test_a_secret_in_the_settings_is_warned_of_and_not_shown(self):
        text = "export FIDDLER_TOKEN='the-secret-itself'\nMONITOR_TOKEN=\nFIDDLER_TOKEN_ARN=arn:aws:a\n"
        ended = build("--settings", written("secret.env", text), "--output", scratch("secret.zip"))
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("sets FIDDLER_TOKEN,", ended.stderr)
        self.assertIn("FIDDLER_TOKEN_ARN", ended.stderr)
        self.assertNotIn("MONITOR_TOKEN", ended.stderr)
        self.assertNotIn("the-secret-itself", ended.stdout + ended.stderr)


class Elsewhere(unittest.TestCase):
    """The same sources in another folder, built from nothing."""

    @classmethod
    def setUpClass(cls):
        cls.folder = scratch("somewhere/else")
        cls.zip = os.path.join(cls.folder, ".build", "capture-relay.zip")
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, check=True,
            capture_output=True, timeout=60).stdout.decode()
        for path in filter(os.path.exists, (os.path.join(ROOT, name) for name in listed.split("\0") if name)):
            copy = os.path.join(cls.folder, os.path.relpath(path, ROOT))
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copy(path, copy)
        # The source of curl is the one that was fetched, where it was; all is built anew.
        headers = os.path.join(ROOT, ".build", "package", "libraries", "include")
        source = os.path.join(os.path.dirname(os.path.realpath(headers)), "source")
        cls.more = {"CURL_SOURCE": source} if os.path.isdir(source) else {}

    def build(self, **more):
        return build(folder=self.folder, cwd=self.folder, **{**self.more, **more})

    def test_names_stand_in_order_and_no_date_or_owner_is_told(self):
        with zipfile.ZipFile(packaged.ZIP) as package:
            entries = package.infolist()
        self.assertEqual([entry.filename for entry in entries], sorted(entry.filename for entry in entries))
        for entry in entries:
            self.assertEqual(entry.date_time, (1980, 1, 1, 0, 0, 0))
            self.assertEqual((entry.extra, entry.comment), (b"", b""))

    def test_another_folder_makes_the_same_package_byte_for_byte(self):
        ended = self.build()
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertTrue(content(packaged.ZIP) == content(self.zip), "the packages differ")

    def test_with_the_systems_libcurl_the_package_holds_all_that_it_needs_and_works(self):
        ended = self.build(CURL_SOURCE="system")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("lib/libcurl.so.4", packaged.members(self.zip))
        storage = rclone()
        storage.put("elsewhere.jsonl", captures.content("elsewhere.jsonl"))
        world = World(self.zip)
        with Enclosed(world, {**storage.settings, "RELAY_SINK": "file", "RELAY_FILE": "/rows.jsonl"}) as function:
            answer = function.call(captures.notification(captures.record("bucket", "elsewhere.jsonl")))
        self.assertEqual(answer.get("accepted"), 3, answer)

    def test_what_needs_a_newer_glibc_than_that_of_lambda_makes_no_package(self):
        version = os.confstr("CS_GNU_LIBC_VERSION").rpartition(" ")[2]
        if tuple(int(part) for part in version.split(".")) < (2, 35):
            self.skipTest(f"this machine's glibc, {version}, is no newer than Lambda's")
        with open(os.path.join(self.folder, "deploy", "older-glibc.c"), "w", encoding="utf-8") as file:
            file.write("extern int nothing;\n")
        if os.path.exists(self.zip):
            os.remove(self.zip)
        ended = self.build()
        self.assertEqual(ended.returncode, 1, ended.stdout)
        for word in ("glibc 2.34", "bootstrap: glibc 2.35 hypotf", "libgcc_s.so.1: glibc 2.35 _dl_find_object"):
            self.assertIn(word, ended.stderr)
        self.assertFalse(os.path.exists(self.zip))
