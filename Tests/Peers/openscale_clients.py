"""IBM's own clients and the program store the same records in the same OpenScale: the requests must be equal."""

import json
import os
import subprocess
import unittest

import openscale_cases
from openscale_captures import file_of
from openscale_service import OpenScale
from processes import ROOT
from program import replay

V2 = os.path.join(ROOT, ".build", "peers-openscale", "bin", "python")
V1 = os.path.join(ROOT, ".build", "peers-openscale-v1", "bin", "python")

# What a server may look at; the rest belongs to the HTTP library of either.
HEADERS = ["content-type", "content-encoding", "transfer-encoding", "expect"]

# What one sends and the other does not, or otherwise, and why that is no difference to OpenScale.
DIFFERENT_HEADERS = {
    # The client names the function of its own that was called.
    "origin",
    # The clients' names; the program has one of its own.
    "user-agent",
    # Another one for each request.
    "x-global-transaction-id", "authorization",
    # v1's client asks for no body and then wants one: the program reads whatever comes.
    "prefer",
    # v1's client does not say what it takes.
    "accept", "accept-encoding",
    # The numbers' spelling makes bodies of other lengths.
    "content-length", "host", "connection",
}


def client(python, script, task):
    """Has one of IBM's clients do something in a process of its own."""
    path = os.path.join(os.path.dirname(__file__), script)
    done = subprocess.run(
        [python, path], input=json.dumps(task), capture_output=True, text=True, timeout=120,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})
    if done.returncode:
        raise AssertionError(f"IBM's client failed:\n{done.stdout}{done.stderr}")
    return done.stdout


class IBMsOwnClients(unittest.TestCase):
    """The clients store records that a notebook would make; the program relays the captures that they come from."""

    maxDiff = 6000

    def relay(self, case, service, settings):
        """The requests of the program for one case."""
        before = len(service.stored)
        ending = replay(file_of(case.lines), settings={**settings, **case.settings, "RELAY_CONCURRENCY": "1"})
        self.assertEqual(ending.code, 0, ending.errors)
        return service.stored[before:]

    def assertSame(self, theirs, ours):
        """A request of each is the same, but for what is listed."""
        self.assertEqual((ours.method, ours.path, ours.query), (theirs.method, theirs.path, theirs.query))
        self.assertEqual(*({name: each.headers.get(name) for name in HEADERS} for each in (ours, theirs)))
        self.assertEqual({name for name in ours.headers if name not in theirs.headers} - DIFFERENT_HEADERS, set())
        self.assertEqual({name for name in theirs.headers if name not in ours.headers} - DIFFERENT_HEADERS, set())
        self.assertEqual(ours.document, theirs.document)

    def compare(self, cases, service, python, script, task, settings):
        steps = [{"do": "store", "kind": "payload", "records": case.records, **task["more"]} for case in cases]
        client(python, script, {**task, "steps": steps})
        theirs = list(service.stored)
        self.assertEqual(len(theirs), len(cases))
        for case, their in zip(cases, theirs):
            with self.subTest(case.name):
                ours = self.relay(case, service, settings)
                self.assertEqual(len(ours), 1)
                self.assertSame(their, ours[0])

    def test_payloads_of_the_second_version_are_those_of_ibms_client(self):
        with OpenScale() as service:
            task = {"url": service.url, "api_key": service.api_key, "instance": service.catalog.instance,
                    "more": {"data_set": service.catalog.payload_data_set}}
            self.compare(
                openscale_cases.payloads() + openscale_cases.payloads_with_meta(), service, V2,
                "openscale_v2_client.py", task, service.settings())

    def test_payloads_of_the_first_version_are_those_of_ibms_client(self):
        with OpenScale() as service:
            task = {"url": service.url, "api_key": service.api_key, "instance": service.catalog.instance,
                    "subscription": service.catalog.subscription, "deployment": service.catalog.deployment, "more": {}}
            self.compare(
                openscale_cases.payloads(), service, V1, "openscale_v1_client.py", task, service.settings_v1())

    def test_a_number_that_json_has_not_is_null_where_ibms_client_sends_rubbish(self):
        # v1's client refuses to send NaN, v2's sends a body that is no JSON; a null is what both would have to mean.
        case = openscale_cases.not_a_number()
        with OpenScale() as service:
            [ours] = self.relay(case, service, service.settings())
            self.assertEqual(ours.document[0]["request"]["values"], [[None, 1.5]])
            self.assertEqual(ours.document[0]["response"]["values"], [[None]])

    def test_a_token_is_asked_for_as_ibms_client_does(self):
        with OpenScale() as service:
            client(V2, "openscale_v2_client.py", {
                "url": service.url, "api_key": service.api_key, "instance": service.catalog.instance, "steps": []})
            [theirs] = service.token_requests
            self.relay(openscale_cases.payloads()[0], service, service.settings())
            ours = service.token_requests[1]
        self.assertEqual((ours.method, ours.path, ours.query), (theirs.method, theirs.path, theirs.query))
        self.assertEqual(ours.form, theirs.form)
        for name in ["content-type", "accept"]:
            self.assertEqual(ours.headers[name], theirs.headers[name])

    def test_a_token_of_the_first_version_is_asked_for_with_the_same_form(self):
        # Only at addresses that v1's client knows does it ask IAM; elsewhere it brings the form to the address itself.
        with OpenScale() as service:
            client(V1, "openscale_v1_client.py", {
                "url": service.url, "api_key": service.api_key, "instance": service.catalog.instance,
                "subscription": service.catalog.subscription, "steps": []})
            theirs = service.token_requests[0]
            self.relay(openscale_cases.payloads()[0], service, service.settings_v1())
            ours = service.token_requests[-1]
        # Without this word IAM gives a token of the same kind.
        self.assertEqual({**theirs.form, "response_type": ["cloud_iam"]}, ours.form)

    def test_a_cloud_pak_for_data_is_asked_for_a_token_as_ibms_client_does(self):
        for kind in ["password", "api_key"]:
            with self.subTest(kind), OpenScale() as service:
                secret = {kind: getattr(service, kind)}
                client(V2, "openscale_v2_client.py", {
                    "url": service.url, "username": service.username, **secret,
                    "instance": "00000000-0000-0000-0000-000000000000", "steps": []})
                theirs = service.token_requests[0]
                settings = {
                    "OPENSCALE_URL": service.url, "OPENSCALE_USERNAME": service.username,
                    f"OPENSCALE_{kind.upper()}": secret[kind],
                    "OPENSCALE_DATA_SET_ID": service.catalog.payload_data_set}
                self.relay(openscale_cases.payloads()[0], service, settings)
                ours = service.token_requests[-1]
                self.assertEqual((ours.method, ours.path), (theirs.method, theirs.path))
                # The client sends the one of password and key that it has not as null.
                self.assertEqual(ours.document, {
                    name: value for name, value in theirs.document.items() if value is not None})
                self.assertIn("/openscale/00000000-0000-0000-0000-000000000000/v2/", service.stored[-1].path)

    def test_feedback_of_both_versions_is_that_of_ibms_clients(self):
        for version, python, script in [("v2", V2, "openscale_v2_client.py"), ("v1", V1, "openscale_v1_client.py")]:
            for case in openscale_cases.feedback():
                with self.subTest(version=version, case=case.name), OpenScale() as service:
                    catalog = service.catalog
                    client(python, script, {
                        "url": service.url, "api_key": service.api_key, "instance": catalog.instance,
                        "subscription": catalog.subscription, "deployment": catalog.deployment,
                        "steps": [{"do": "store", "kind": "feedback", "records": case.records,
                                   "data_set": catalog.feedback_data_set}]})
                    [theirs] = service.stored
                    settings = service.settings_v1() if version == "v1" else service.settings(
                        OPENSCALE_FEEDBACK_DATA_SET_ID=catalog.feedback_data_set)
                    [ours] = self.relay(case, service, settings)
                    self.assertSame(theirs, ours)
