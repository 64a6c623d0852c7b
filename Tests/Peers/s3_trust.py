"""Where the keys come from that requests are signed with, and which certificates are trusted."""

import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import captures
from network import Authority, Door, refusal
from processes import scratch
from program import replay, secret
from reading import Reading, moto, rclone
from storage import Rclone


class KeysToSignWith(Reading):
    """Where the keys come from that requests are signed with."""

    NONE = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""}

    def home(self, config="", credentials=""):
        """Settings that name files of profiles, and no keys."""
        stem = scratch(f"profiles-{time.monotonic_ns()}")
        for ending, text in ((".config", config), (".credentials", credentials)):
            with open(stem + ending, "w", encoding="utf-8") as file:
                file.write(text)
        return {
            **moto().settings, **self.NONE, "AWS_CONFIG_FILE": stem + ".config",
            "AWS_SHARED_CREDENTIALS_FILE": stem + ".credentials"}

    def giver(self, *responses):
        """A server that hands out keys: what it answers in turn, the last for ever; and what it was asked."""
        asked = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                asked.append((self.path, self.headers.get("Authorization"), form))
                body = responses[min(len(asked), len(responses)) - 1]
                body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}", asked

    def given(self, expiration="2099-01-01T00:00:00Z"):
        """Keys for a time as a container hands them out."""
        return {
            "AccessKeyId": moto().session["AccessKeyId"], "SecretAccessKey": moto().session["SecretAccessKey"],
            "Token": moto().session["SessionToken"], "Expiration": expiration}

    def test_keys_come_from_a_profile_by_its_name(self):
        uri = self.put("a.jsonl")
        keys = f"aws_access_key_id = {moto().key}\naws_secret_access_key = {moto().secret}\n"
        for settings in (
            {**self.home(credentials=f"[default]\n{keys}")},
            {**self.home(credentials=f"[default]\naws_access_key_id=A\naws_secret_access_key=B\n[mine]\n{keys}"),
             "AWS_PROFILE": "mine"},
            {**self.home(config=f"# a comment\n[profile mine]\nregion = eu-west-1\n{keys}"), "AWS_PROFILE": "mine"},
        ):
            self.assertDelivers(replay(uri, settings=settings), ["a.jsonl"])

    def test_a_profile_takes_on_a_role(self):
        uri = self.put("a.jsonl")
        keys = f"[base]\naws_access_key_id = {moto().key}\naws_secret_access_key = {moto().secret}\n"
        config = f"[profile reader]\nrole_arn = {moto().role}\nsource_profile = base\nrole_session_name = test\n"
        with Door(moto().port) as s3:
            settings = {
                **self.home(config, keys), "AWS_PROFILE": "reader", "AWS_ENDPOINT_URL_S3": s3.url,
                "AWS_ENDPOINT_URL_STS": moto().url}
            self.assertDelivers(replay(uri, uri, settings=settings), ["a.jsonl"] * 2)
            self.assertRegex(s3.heads[0], r"Credential=ASIA")
            self.assertRegex(s3.heads[0], r"(?im)^x-amz-security-token: ")

    def test_a_web_identity_takes_on_a_role(self):
        # moto asks for a signature here, which nobody can give who has no keys yet.
        keys = self.given()
        url, asked = self.giver(
            '<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
            "<AssumeRoleWithWebIdentityResult><Credentials>"
            f"<SessionToken>{keys['Token']}</SessionToken><SecretAccessKey>{keys['SecretAccessKey']}</SecretAccessKey>"
            f"<Expiration>{keys['Expiration']}</Expiration><AccessKeyId>{keys['AccessKeyId']}</AccessKeyId>"
            "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>")
        path = scratch("identity")
        with open(path, "w", encoding="utf-8") as file:
            file.write(secret("the.identity/token+of=it"))
        settings = {
            **self.home(), "AWS_ENDPOINT_URL_STS": url, "AWS_WEB_IDENTITY_TOKEN_FILE": path,
            "AWS_ROLE_ARN": moto().role, "AWS_ROLE_SESSION_NAME": "test"}
        self.assertDelivers(replay(self.put("a.jsonl"), settings=settings), ["a.jsonl"])
        path, signature, form = asked[0]
        self.assertIsNone(signature)
        asked_for = dict(parse_qsl(form or path.partition("?")[2]))
        self.assertEqual(
            {name: asked_for.get(name) for name in ("Action", "RoleArn", "WebIdentityToken", "RoleSessionName")},
            {"Action": "AssumeRoleWithWebIdentity", "RoleArn": moto().role,
             "WebIdentityToken": "the.identity/token+of=it", "RoleSessionName": "test"})

    def test_a_program_that_a_profile_names_prints_keys(self):
        path = scratch("print keys")
        given = self.given()
        given["SessionToken"] = given.pop("Token")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ncat <<'END'\n{json.dumps({'Version': 1, **given})}\nEND\n")
        os.chmod(path, 0o700)
        settings = self.home(config=f'[default]\ncredential_process = "{path}" now\n')
        self.assertDelivers(replay(self.put("a.jsonl"), settings=settings), ["a.jsonl"])

    def test_a_program_that_prints_none_is_named(self):
        settings = self.home(config="[default]\ncredential_process = /bin/false\n")
        self.assertRefuses(replay(self.put("a.jsonl"), settings=settings), "credential_process")

    def test_a_profile_of_single_sign_on_is_told_what_to_do(self):
        settings = self.home(config="[default]\nsso_start_url = https://example.com/start\nsso_account_id = 1\n")
        self.assertRefuses(replay(self.put("a.jsonl"), settings=settings), "aws configure export-credentials")

    def test_a_container_hands_out_keys_once_for_many_objects(self):
        uris = [self.put(f"{number}.jsonl") for number in range(5)]
        # An end in the past, as an emulator dates it, must not make a fetch of each request.
        for expiration in ("2099-01-01T00:00:00Z", "0001-01-01T00:00:00Z"):
            with self.subTest(expiration=expiration):
                url, asked = self.giver(self.given(expiration))
                settings = {
                    **self.home(), "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{url}/keys",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN": secret("the-token-of-the-container")}
                self.assertDelivers(replay(*uris, settings=settings), [uri.rpartition("/")[2] for uri in uris])
                self.assertEqual(asked[0][:2], ("/keys", "the-token-of-the-container"))
                self.assertLessEqual(len(asked), 2)

    def test_the_token_for_the_container_may_stand_in_a_file(self):
        url, asked = self.giver(self.given())
        path = scratch("container-token")
        with open(path, "w", encoding="utf-8") as file:
            file.write(secret("the-token-in-the-file"))
        settings = {
            **self.home(), "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{url}/keys",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": path}
        self.assertDelivers(replay(self.put("a.jsonl"), settings=settings), ["a.jsonl"])
        self.assertEqual(asked[0][1], "the-token-in-the-file")

    def test_keys_from_hosts_that_are_no_containers_are_not_asked_for(self):
        settings = {**self.home(), "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.7/keys"}
        self.assertRefuses(replay(self.put("a.jsonl"), settings=settings, seconds=20), "192.0.2.7")

    def test_keys_that_have_ended_are_fetched_anew_once(self):
        url, asked = self.giver(self.given(), self.given())
        with Door(moto().port, instead=[refusal(400, "ExpiredToken")]) as door:
            settings = {
                **self.home(), "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{url}/keys", "AWS_ENDPOINT_URL_S3": door.url}
            self.assertDelivers(replay(self.put("a.jsonl"), settings=settings), ["a.jsonl"])
        self.assertEqual(len(asked), 2)

    def test_an_instance_hands_out_keys_through_its_metadata(self):
        # These are the keys that moto's metadata service gives; its S3 does not know them.
        instance = Rclone("test-key", "test-secret-key")
        self.addCleanup(instance.process.stop)
        instance.put("a.jsonl", captures.content("a.jsonl"))
        settings = {
            **self.home(), "AWS_ENDPOINT_URL_S3": instance.url, "AWS_EC2_METADATA_DISABLED": "false",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": moto().url}
        self.assertDelivers(replay("s3://bucket/a.jsonl", settings=settings), ["a.jsonl"])


class Encrypted(Reading):
    """Certificates of AWS's side."""

    @classmethod
    def setUpClass(cls):
        cls.authority = Authority()
        cls.keys = [f"encrypted/{number}" for number in range(12)]
        for key in cls.keys:
            rclone().put(key, captures.content(key))
        cls.uris = [f"s3://bucket/{key}" for key in cls.keys]

    def read(self, uris, bundle=None, **more):
        """Reads objects through a door with our certificate; also the door."""
        with Door(rclone().port, tls=self.authority.context(), **more) as door:
            settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url}
            if bundle:
                settings["AWS_CA_BUNDLE"] = bundle
            return replay(*uris, settings=settings), door

    def test_a_certificate_is_trusted_by_the_bundle_that_is_named(self):
        ending, door = self.read(self.uris[:2], self.authority.bundle())
        self.assertDelivers(ending, self.keys[:2])
        self.assertEqual(door.connections, 1, "a connection is kept for the next object")

    def test_a_certificate_of_a_stranger_is_refused_before_anything_is_said(self):
        for bundle in (None, self.authority.stranger):
            ending, door = self.read(self.uris[:1], bundle)
            self.assertRefuses(ending, self.uris[0], "certificate", "AWS_CA_BUNDLE")
            self.assertEqual(door.heads, [])

    def test_a_bundle_that_is_not_there_is_named(self):
        ending, _ = self.read(self.uris[:1], scratch("no-bundle.pem"))
        self.assertEqual(ending.code in (2, 4), True, ending.errors)
        self.assertIn("no-bundle.pem", ending.errors)

    def test_the_bundle_is_read_once_for_many_connections(self):
        bundle = self.authority.bundle()

        def remove():
            if os.path.exists(bundle):
                os.remove(bundle)

        # The first client has trusted our certificate by the time that its request comes.
        ending, door = self.read(self.uris, bundle, one_request=True, on_request=remove)
        self.assertFalse(os.path.exists(bundle))
        self.assertDelivers(ending, self.keys)
        self.assertEqual(door.connections, len(self.uris))

    def test_another_connection_costs_less_than_to_parse_the_bundle(self):
        costs = []
        for uris in (self.uris[:2], self.uris):
            runs = [self.read(uris, self.authority.bundle(), one_request=True)[0].seconds for _ in range(3)]
            costs.append(min(runs))
        each = (costs[1] - costs[0]) / (len(self.uris) - 2)
        self.assertLess(each, 0.012, f"seconds of the processor for each connection: {costs}")
