"""The commands that set OpenScale up, against an OpenScale of our own and beside IBM's client."""

import json
import subprocess
import unittest

import program
from openscale_captures import capture, file_of
from openscale_clients import V2, client
from openscale_service import OpenScale
from processes import scratch
from program import replay, secret

KEY, SECRET = secret("AKIDOFSAGEMAKER"), secret("secret/of+sagemaker")
FLAGS = ["--endpoint", "churn-endpoint", "--label", "이탈", "--prediction", "predicted_label", "--probability", "score",
         "--problem", "binary"]
COLUMNS = {
    "CAPTURE_INPUT_COLUMNS": '나이,"도시, 구"', "CAPTURE_ID_COLUMN": "",
    "CAPTURE_OUTPUT_COLUMNS": "score=predictions[].score,predicted_label=predictions[].predicted_label",
    "CAPTURE_COLUMN_TYPES": '나이:int,"도시, 구":string,score:float,predicted_label:int',
}


def openscale(service, *arguments, **more):
    """Runs a command, and returns how it ended; nothing that it prints may be a secret."""
    settings = {
        "OPENSCALE_URL": service.url, "OPENSCALE_IAM_URL": service.iam_url, "OPENSCALE_API_KEY": service.api_key,
        "OPENSCALE_INSTANCE_ID": service.catalog.instance, "OPENSCALE_SAGEMAKER_ACCESS_KEY_ID": KEY,
        "OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY": SECRET, "OPENSCALE_SAGEMAKER_REGION": "eu-west-1", **COLUMNS, **more}
    ended = subprocess.run(
        [program.PATH, "openscale", *arguments], env=program.environment(settings), capture_output=True, text=True,
        timeout=60, cwd=scratch("home"))
    program.refuse_secrets(ended.stdout + ended.stderr, f"what openscale {arguments[0]} printed")
    return ended


class Commands(unittest.TestCase):
    """`openscale list` and `openscale subscribe`."""

    def run_well(self, service, *arguments, **more):
        ended = openscale(service, *arguments, **more)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def test_the_list_tells_all_ids_as_a_table_and_as_json(self):
        with OpenScale() as service:
            catalog = service.catalog
            document = json.loads(self.run_well(service, "list", "--json"))
            self.assertEqual(document["instance"], catalog.instance)
            self.assertEqual([each["id"] for each in document["serviceProviders"]], [catalog.provider])
            [subscription] = document["subscriptions"]
            self.assertEqual(
                (subscription["id"], subscription["deploymentId"], subscription["label"]),
                (catalog.subscription, catalog.deployment, "diagnosis"))
            self.assertEqual(
                {(each["type"], each["id"]) for each in document["dataSets"]},
                {("payload_logging", catalog.payload_data_set), ("feedback", catalog.feedback_data_set)})
            table = self.run_well(service, "list")
            for word in [catalog.instance, catalog.provider, catalog.subscription, catalog.deployment,
                         catalog.payload_data_set, catalog.feedback_data_set]:
                self.assertIn(word, table)
            self.assertEqual({each.method for each in service.exchanges if not each.asks_for_a_token}, {"GET"})

    def test_what_subscribe_prints_relays_captures_and_labels(self):
        with OpenScale() as service:
            service.catalog.empty()
            printed = self.run_well(service, "subscribe", *FLAGS)
            path = scratch("subscribed.env")
            with open(path, "w", encoding="utf-8") as file:
                file.write(printed)
            lines = [capture("e", '41,"서울, 강남구"', '{"predictions":[{"score":0.5,"predicted_label":1}]}')]
            ending = replay("--env-file", path, file_of(lines), settings={
                "OPENSCALE_API_KEY": service.api_key, **dict.fromkeys(COLUMNS, "")})
            self.assertEqual(ending.code, 0, ending.errors)
            [request] = service.stored
            self.assertEqual(request.document[0]["request"], {
                "fields": ["나이", "도시, 구"], "values": [[41, "서울, 강남구"]]})
            self.assertEqual(
                service.catalog.data_sets[request.steps[-2]]["target"]["target_id"],
                next(iter(service.catalog.subscriptions)))

    def test_a_second_run_adds_nothing_and_prints_the_same(self):
        with OpenScale() as service:
            service.catalog.empty()
            first = self.run_well(service, "subscribe", *FLAGS)
            added = len([each for each in service.exchanges if each.method == "POST" and not each.asks_for_a_token])
            self.assertEqual(added, 3)
            self.assertEqual(self.run_well(service, "subscribe", *FLAGS), first)
            self.assertEqual(
                len([each for each in service.exchanges if each.method == "POST" and not each.asks_for_a_token]), added)

    def test_what_is_added_is_not_sent_twice_where_the_connection_breaks(self):
        def adds(exchange):
            return exchange.method == "POST" and exchange.steps[-1] == "subscriptions"

        with OpenScale(instead=[(adds, None)]) as service:
            service.catalog.empty()
            ended = openscale(service, "subscribe", *FLAGS)
            self.assertEqual(ended.returncode, 4)
            self.assertIn("give the same command again", ended.stderr)
            self.assertEqual(len([each for each in service.exchanges if adds(each)]), 1)
            self.run_well(service, "subscribe", *FLAGS)

    def test_subscribe_sends_what_ibms_client_sends(self):
        with OpenScale() as service:
            service.catalog.empty()
            self.run_well(service, "subscribe", *FLAGS)
            ours = [each for each in service.exchanges if each.method == "POST" and not each.asks_for_a_token]
            name = "churn-endpoint"
            service.catalog.empty()
            service.exchanges.clear()
            client(V2, "openscale_v2_client.py", {
                "url": service.url, "api_key": service.api_key, "instance": service.catalog.instance, "steps": [
                    {"do": "subscribe", "instance": service.catalog.instance, "provider": "Amazon SageMaker eu-west-1",
                     "description": "Amazon SageMaker in eu-west-1",
                     "credentials": {"access_key_id": KEY, "secret_access_key": SECRET, "region": "eu-west-1"},
                     "deployment": {
                         "id": f"guid-of-{name}", "name": name, "url": f"https://runtime/{name}",
                         "asset_id": f"asset-of-{name}", "asset_name": f"model-of-{name}",
                         "asset_url": f"s3://models/{name}.tar.gz"},
                     "problem": "binary", "label": "이탈", "prediction": "predicted_label", "probabilities": ["score"],
                     "features": ["나이", "도시, 구"], "categorical": ["도시, 구"],
                     "schema": [["나이", "long"], ["도시, 구", "string"], ["이탈", "long"]]},
                    {"do": "monitor", "instance": service.catalog.instance, "subscription": "s"}]})
            theirs = [
                each for each in service.exchanges if each.method == "POST" and not each.asks_for_a_token
                # IBM's client also adds a monitor of how fast the model is, which needs response times that captures
                # do not carry.
                and each.document.get("monitor_definition_id") != "performance"]
        self.assertEqual([each.path for each in ours], [each.path for each in theirs])
        for our, their in zip(ours, theirs):
            self.assertEqual(*(self.without_ids(each.document) for each in (our, their)))
            self.assertEqual(our.headers["content-type"], their.headers["content-type"])

    @staticmethod
    def without_ids(document):
        """A document without the ids that are new in each run."""
        document = {name: value for name, value in document.items() if name != "service_provider_id"}
        if "target" in document:
            document["target"] = {"target_type": document["target"]["target_type"]}
        return document

    def test_a_subscription_that_differs_is_not_touched(self):
        with OpenScale() as service:
            service.catalog.empty()
            self.run_well(service, "subscribe", *FLAGS)
            before = json.dumps(service.catalog.subscriptions)
            ended = openscale(service, "subscribe", *FLAGS[:-1], "multiclass")
            self.assertEqual(ended.returncode, 4)
            self.assertIn("--problem is 'binary' there and not 'multiclass'", ended.stderr)
            self.assertEqual(ended.stdout, "")
            self.assertEqual(json.dumps(service.catalog.subscriptions), before)

    def test_aws_keys_are_taken_from_their_own_settings_only(self):
        with OpenScale() as service:
            ended = openscale(
                service, "subscribe", *FLAGS, OPENSCALE_SAGEMAKER_ACCESS_KEY_ID="",
                OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY="", OPENSCALE_SAGEMAKER_REGION="",
                AWS_ACCESS_KEY_ID=secret("AKIDOFTHISMACHINE"), AWS_SECRET_ACCESS_KEY=secret("secret-of-this-machine"))
            self.assertEqual(ended.returncode, 2)
            self.assertIn("never from AWS's own variables such as AWS_ACCESS_KEY_ID", ended.stderr)
            self.assertEqual(service.exchanges, [])

    def test_a_dry_run_asks_for_nothing_and_hides_the_keys(self):
        with OpenScale() as service:
            printed = self.run_well(service, "subscribe", *FLAGS, "--dry-run")
            self.assertIn('"secret_access_key": "***"', printed)
            self.assertIn("/v2/subscriptions", printed)
            self.assertEqual(service.exchanges, [])

    def test_a_cloud_pak_for_data_is_listed_too(self):
        with OpenScale() as service:
            printed = self.run_well(
                service, "list", OPENSCALE_IAM_URL="", OPENSCALE_API_KEY="", OPENSCALE_INSTANCE_ID="",
                OPENSCALE_USERNAME=service.username, OPENSCALE_PASSWORD=service.password)
            self.assertIn("00000000-0000-0000-0000-000000000000", printed)
            self.assertEqual(service.token_requests[0].path, "/icp4d-api/v1/authorize")

    def test_refusals_say_what_to_do_next(self):
        with OpenScale() as service:
            for more, words in [
                    ({"OPENSCALE_API_KEY": secret("a-wrong-key-for-all")}, "check OPENSCALE_API_KEY"),
                    ({"OPENSCALE_INSTANCE_ID": "another"}, "give its user a role on the instance")]:
                ended = openscale(service, "list", **more)
                self.assertEqual((ended.returncode, ended.stdout), (4, ""))
                self.assertIn(words, ended.stderr)

    def test_an_interruption_ends_the_wait(self):
        with OpenScale() as service:
            service.catalog.empty()
            service.catalog.prepares = 10**6
            settings = {
                **service.settings(), **COLUMNS, "OPENSCALE_SAGEMAKER_ACCESS_KEY_ID": KEY,
                "OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY": SECRET, "OPENSCALE_SAGEMAKER_REGION": "eu-west-1"}
            run = program.Run("openscale", "subscribe", *FLAGS, settings=settings, has_summary=False)
            service.wait(lambda each: each.catalog.providers, "a service provider was added")
            run.interrupt()
            ending = run.end(10)
            self.assertEqual(ending.code, 130)
            self.assertIn("give the same command again", ending.errors)
