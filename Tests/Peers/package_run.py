"""The package at work, in a folder that holds glibc and nothing else."""

import statistics
import subprocess
import time
import unittest

import captures
from monitor import Monitor
from network import Authority, Door
from packaged import Enclosed, World, build
from processes import scratch
from program import environment, secret
from reading import rclone
from runtime_api import RuntimeAPI


class Alone(unittest.TestCase):
    """What the package needs besides glibc: nothing."""

    @classmethod
    def setUpClass(cls):
        cls.storage = rclone()
        for name in ("one.jsonl", "two.jsonl"):
            cls.storage.put(name, captures.content(name))
        cls.event = captures.notification(*[captures.record("bucket", name) for name in ("one.jsonl", "two.jsonl")])
        cls.ids = {row["id"]: 1 for name in ("one.jsonl", "two.jsonl") for row in captures.rows(name)}
        cls.authority = Authority(names=["localhost"])

    def call(self, world, settings):
        """What the function answers in a world, and what it says."""
        with Enclosed(world, {**self.storage.settings, **settings}) as function:
            return function.call(self.event), function.written(1 << 20)

    def behind_tls(self, monitor):
        """Doors to the store and to a monitor that speak TLS, under the name localhost, and the settings for them."""
        doors = [
            Door(int(url.rpartition(":")[2]), tls=self.authority.context()) for url in (self.storage.url, monitor.url)]
        for door in doors:
            self.addCleanup(door.__exit__)
        store, receiver = (door.url.replace("127.0.0.1", "localhost") for door in doors)
        return doors, monitor.settings(AWS_ENDPOINT_URL_S3=store, FIDDLER_URL=receiver)

    def assertDelivered(self, answer, monitor):
        self.assertEqual(answer.get("accepted"), 6, answer)
        self.assertEqual(monitor.counts, self.ids)

    def test_it_carries_objects_from_s3_to_a_monitor(self):
        with Monitor() as monitor:
            answer, said = self.call(World(), monitor.settings())
            self.assertDelivered(answer, monitor)
        for line in said.splitlines():
            self.assertRegex(line, r"^(INFO |\{\"_aws\"|(START|END|REPORT) RequestId|\d\d \w{3} \d{4} .* \(rapid\) |$)")

    def test_it_does_so_over_tls_with_the_authorities_where_amazon_linux_has_them(self):
        with Monitor() as monitor:
            doors, settings = self.behind_tls(monitor)
            answer, _ = self.call(World(authorities=self.authority.bundle()), settings)
            self.assertDelivered(answer, monitor)
            self.assertTrue(all(door.heads for door in doors))

    def test_a_monitor_whose_certificate_is_by_a_stranger_is_refused_in_words(self):
        for authorities in (self.authority.stranger, None):
            with self.subTest(authorities=authorities), Monitor() as monitor:
                (_, door), settings = self.behind_tls(monitor)
                settings["AWS_ENDPOINT_URL_S3"] = self.storage.url
                answer, _ = self.call(World(authorities=authorities), settings)
                self.assertEqual(answer.get("errorType"), "Function.NotDelivered", answer)
                for word in ("certificate is not trusted", "localhost"):
                    self.assertIn(word, answer["errorMessage"])
                self.assertEqual((door.heads, monitor.requests), ([], 0))

    def test_a_store_whose_certificate_is_by_a_stranger_is_refused_in_words(self):
        with Monitor() as monitor:
            (door, _), settings = self.behind_tls(monitor)
            answer, _ = self.call(World(authorities=self.authority.stranger), settings)
            for word in ("certificate is not trusted", "s3://bucket/one.jsonl"):
                self.assertIn(word, answer["errorMessage"])
            self.assertEqual((door.heads, monitor.requests), ([], 0))

    def test_a_proxy_is_gone_through(self):
        with Monitor() as monitor, Door(int(monitor.url.rpartition(":")[2])) as proxy:
            settings = monitor.settings(
                "http", MONITOR_URL="http://monitor.example/rows", RELAY_ALLOW_HTTP="true", NO_PROXY="127.0.0.1",
                http_proxy=f"http://somebody:{secret('a-proxys-password')}@{proxy.url[7:]}")
            answer, _ = self.call(World(), settings)
            self.assertEqual(answer.get("accepted"), 6, answer)
            self.assertRegex(proxy.heads[0], r"(?i)^POST http://monitor\.example/rows ")
            self.assertRegex(proxy.heads[0], r"(?im)^proxy-authorization: basic ")

    def test_a_host_that_nobody_knows_is_told(self):
        answer, _ = self.call(World(), {
            "RELAY_SINK": "http", "MONITOR_URL": "http://nobody.invalid", "RELAY_RETRY_SECONDS": "1"})
        self.assertIn("its host name cannot be resolved", answer["errorMessage"])

    def test_settings_come_from_the_file_in_the_package(self):
        columns, file, package = scratch("names.txt"), scratch("function.env"), scratch("with-settings.zip")
        with open(columns, "w", encoding="utf-8") as names:
            names.write("number,income,object\n")
        with open(file, "w", encoding="utf-8") as settings:
            settings.write("CAPTURE_INPUT_COLUMNS=@names.txt\nCAPTURE_OUTPUT_COLUMNS=score\nCAPTURE_ID_COLUMN=id\n"
                           "RELAY_SINK=file\nRELAY_FILE=/rows.jsonl\n")
        ended = build("--settings", file, "--add", columns, "--output", package)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        world = World(package)
        answer, _ = self.call(world, {**dict.fromkeys(captures.SETTINGS, ""), "RELAY_ENV_FILE": "settings.env"})
        self.assertEqual(answer.get("accepted"), 6, answer)
        with open(world.path("rows.jsonl"), encoding="utf-8") as rows:
            self.assertEqual(captures.parsed(rows.read()), captures.rows("one.jsonl") + captures.rows("two.jsonl"))


class Start(unittest.TestCase):
    """How long it takes from the start of the process to the first question for an event."""

    MILLISECONDS = 15

    def test_it_asks_for_its_first_event_within_15_milliseconds(self):
        # Outside its world, which would have to be made each time.
        program, times = World().path("var/task/bootstrap"), []
        for _ in range(25):
            with RuntimeAPI() as api:
                settings = environment({
                    "AWS_LAMBDA_RUNTIME_API": api.address, "RELAY_SINK": "file", "RELAY_FILE": scratch("no-rows")})
                began = time.perf_counter()
                process = subprocess.Popen([program], env=settings, stdin=subprocess.DEVNULL)
                try:
                    api.wait(lambda api: api.polls(), "the first poll")
                    times.append(1000 * (time.perf_counter() - began))
                    self.assertIsNone(process.poll())
                finally:
                    process.kill()
                    process.wait()
        median = statistics.median(times)
        print(f"    start to first poll: {median:.1f} ms is the median of {len(times)}, "
              f"{min(times):.1f} the least, {max(times):.1f} the most")
        self.assertLess(median, self.MILLISECONDS)
