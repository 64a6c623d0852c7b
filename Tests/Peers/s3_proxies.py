"""Proxies: between the program and the world, never between it and its own machine."""

import captures
from network import Door, answer
from program import replay, secret
from reading import Reading, moto


class Proxies(Reading):
    """What goes through a proxy that the environment names, and what does not."""

    URI = "s3://bucket/through/a/proxy.jsonl"

    def test_what_is_outside_is_asked_through_the_proxy(self):
        with Door(moto().port, instead=[answer(200, {"ETag": '"e"'}, captures.content("far"))]) as proxy:
            settings = {
                **moto().settings, "AWS_ENDPOINT_URL_S3": "http://s3.example.invalid", "http_proxy": proxy.url}
            ending = replay(self.URI, settings=settings)
        self.assertDelivers(ending, ["far"])
        self.assertTrue(proxy.heads[0].startswith(
            "GET http://s3.example.invalid/bucket/through/a/proxy.jsonl HTTP/1.1\r\n"), proxy.heads)

    def test_a_tunnel_carries_what_is_encrypted(self):
        with Door(moto().port, instead=[answer(403)] * 9) as proxy:
            settings = {
                **moto().settings, "AWS_ENDPOINT_URL_S3": "https://s3.example.invalid", "AWS_MAX_ATTEMPTS": "1",
                "HTTPS_PROXY": proxy.url.replace("http://", f"http://user:{secret('word-for-the-proxy')}@")}
            ending = replay(self.URI, settings=settings)
        self.assertRefuses(ending, "proxy")
        self.assertTrue(proxy.heads[0].startswith("CONNECT s3.example.invalid:443 HTTP/1.1\r\n"), proxy.heads)

    def test_hosts_that_are_excepted_are_asked_themselves(self):
        self.put("near.jsonl")
        with Door(moto().port) as proxy:
            settings = {**moto().settings, "http_proxy": proxy.url, "NO_PROXY": "127.0.0.1"}
            ending = replay("s3://bucket/near.jsonl", settings=settings)
        self.assertDelivers(ending, ["near.jsonl"])
        self.assertEqual(proxy.heads, [])

    def test_keys_of_the_machine_are_never_asked_for_through_a_proxy(self):
        with Door(moto().port) as proxy:
            settings = {
                **moto().settings, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "http_proxy": proxy.url,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/keys",
                "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
                "AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9"}
            ending = replay(self.URI, settings=settings)
        self.assertRefuses(ending, "container")
        self.assertEqual(proxy.heads, [])

    def test_a_proxy_that_cannot_be_used_is_named_without_its_password(self):
        word = secret("word-for-the-proxy")
        for proxy in (f"foo://user:{word}@127.0.0.1:1", f"http://user:{word}@127.0.0.1:99999",
                      f"http://user:{word}@127.0.0.1:1"):
            with self.subTest(proxy=proxy.partition(":")[0]):
                settings = {**moto().settings, "AWS_MAX_ATTEMPTS": "1", "http_proxy": proxy}
                self.assertRefuses(replay(self.URI, settings=settings), "proxy", "http_proxy")
