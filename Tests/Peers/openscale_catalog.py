"""What OpenScale keeps beside records: service providers, deployments, subscriptions, data sets and monitors."""

import json
import uuid

# The monitors that IBM's client looks for by name.
MONITORS = ["assurance", "correlations", "drift", "explainability", "fairness", "mrm", "performance", "quality"]
STAMP = "2026-11-20T00:00:00.000Z"


class Catalog:
    """The catalog of one instance, with one subscription in it; `empty` takes that away.

    `prepares`: how often something new is still being prepared when it is asked for. `endpoints`: the names of the
    SageMaker endpoints that a provider can see. `final`: the state that new subscriptions end with.
    """

    def __init__(self, service):
        self.service = service
        self.instance = "11111111-1111-4111-8111-111111111111"
        self.provider = "22222222-2222-4222-8222-222222222222"
        self.subscription = "33333333-3333-4333-8333-333333333333"
        self.deployment = "a3e4abd3429870983b100b4b609d469a"
        self.payload_data_set = "44444444-4444-4444-8444-444444444444"
        self.feedback_data_set = "55555555-5555-4555-8555-555555555555"
        self.endpoints = ["churn-endpoint", "other-endpoint"]
        self.prepares, self.final = 1, "active"
        self.polled = {}
        self.providers = {self.provider: self.provider_entity({
            "name": "My SageMaker engine", "service_type": "amazon_sagemaker",
            "credentials": {"access_key_id": "x", "secret_access_key": "y", "region": "eu-west-1"}})}
        self.subscriptions = {self.subscription: {
            "data_mart_id": self.instance, "service_provider_id": self.provider,
            "asset": {"asset_id": "asset-of-breast-cancer", "name": "breast-cancer", "asset_type": "model",
                      "problem_type": "binary", "input_data_type": "structured", "url": "s3://models/bc.tar.gz"},
            "asset_properties": {"label_column": "diagnosis", "prediction_field": "predicted_label",
                                 "probability_fields": ["score"]},
            "deployment": {"deployment_id": self.deployment, "name": "breast-cancer-endpoint",
                           "deployment_type": "online"}}}
        self.data_sets = {}
        self.add_data_set("payload_logging", self.subscription, self.payload_data_set)
        self.add_data_set("feedback", self.subscription, self.feedback_data_set)
        self.monitors = {}

    def empty(self):
        """Takes everything away."""
        for things in (self.providers, self.subscriptions, self.data_sets, self.monitors):
            things.clear()

    @staticmethod
    def provider_entity(document):
        """What is told of a provider; IBM's clients want to find its credentials replaced by the id of a secret."""
        return {**document, "credentials": {"secret_id": str(uuid.uuid4())}, "instance_id": "i"}

    def add_data_set(self, kind, subscription, name=None):
        self.data_sets[name or str(uuid.uuid4())] = {
            "data_mart_id": self.instance, "name": kind, "type": kind,
            "target": {"target_id": subscription, "target_type": "subscription"},
            "data_schema": {"type": "struct", "fields": []}, "schema_update_mode": "auto",
            "location": {"table_name": kind}}

    def answer(self, exchange):
        """The answer to a request that is not about records: status and document."""
        steps = exchange.steps
        if steps == ["v1", "entitlements"]:
            return 200, {"entitlements": {"ai_openscale": [
                {"id": self.instance, "name": "a", "plan_name": "standard"}]}}
        if exchange.path.endswith("/heartbeat"):
            return 200, {"service": "a", "environment": "public-cloud", "cloud_env": "ypprod"}
        if steps[:2] == ["v1", "ml_instances"] and steps[3:] == ["deployments"]:
            return 200, self._deployments()
        if steps[:2] == ["v1", "data_marts"] and steps[2:3] == [self.instance]:
            return self._v1(exchange, steps[3:])
        if steps[0] == "openscale" and steps[2:3] == ["v2"]:
            if steps[1] not in (self.instance, "00000000-0000-0000-0000-000000000000"):
                return 403, {"errors": [{"code": "AIQCS0006E", "message": "no access to this instance"}]}
            return self._v2(exchange, steps[3:])
        return 404, {"errors": [{"code": "AIQCS0007E", "message": f"there is no {exchange.path}"}]}

    def _v2(self, exchange, steps):
        kinds = {"service_providers": self.providers, "subscriptions": self.subscriptions,
                 "data_sets": self.data_sets, "monitor_instances": self.monitors}
        if steps == ["monitor_definitions"]:
            return 200, {"monitor_definitions": [self._definition(name) for name in MONITORS]}
        things = kinds.get(steps[0])
        if things is None:
            return 404, {"errors": [{"code": "AIQCS0007E", "message": f"there is no {exchange.path}"}]}
        if exchange.method == "POST":
            return self._add(steps[0], things, json.loads(exchange.body))
        if len(steps) > 1:
            if steps[1] not in things:
                return 404, {"errors": [{"code": "AIQCS0005E", "message": f"{steps[1]} was not found"}]}
            return 200, self._shown(steps[0], steps[1], things[steps[1]], polls=True)
        found = {name: thing for name, thing in things.items() if self._fits(thing, exchange.query)}
        polls = steps[0] == "data_sets"
        return 200, {steps[0]: [self._shown(steps[0], name, thing, polls) for name, thing in found.items()]}

    def _add(self, kind, things, document):
        name = str(uuid.uuid4())
        if kind == "service_providers":
            if any(each["name"] == document["name"] for each in things.values()):
                return 409, {"errors": [{"code": "AIQCS0010E", "message": "the name is in use"}]}
            things[name] = self.provider_entity(document)
        else:
            things[name] = document
        if kind == "subscriptions":
            self.add_data_set("payload_logging", name)
        if kind == "monitor_instances" and document["monitor_definition_id"] == "quality":
            self.add_data_set("feedback", document["target"]["target_id"])
        return 202, self._shown(kind, name, things[name])

    def _shown(self, kind, name, thing, polls=False):
        if polls:
            self.polled[name] = self.polled.get(name, 0) + 1
        is_old = name in (self.provider, self.subscription, self.payload_data_set, self.feedback_data_set)
        state = self.final if is_old or self.polled.get(name, 0) > self.prepares else "preparing"
        status = {"state": state}
        if state in ("error", "failed"):
            status["failure"] = {"trace": "t", "errors": [
                {"code": "AIQCS0011E", "message": "the columns do not fit the model"}]}
        metadata = {"id": name, "crn": "crn", "url": f"/v2/{kind}/{name}", "created_at": STAMP, "created_by": "a"}
        return {"metadata": metadata, "entity": {**thing, "status": status}}

    @staticmethod
    def _fits(thing, query):
        def value(path):
            found = thing
            for step in path.split("."):
                found = found.get(step) if isinstance(found, dict) else None
            return found

        names = ("service_type", "service_provider_id", "type", "target.target_id", "target.target_type",
                 "data_mart_id", "monitor_definition_id", "deployment.deployment_id")
        return all(value(name) == query[name] for name in names if name in query)

    def _deployments(self):
        return {"count": len(self.endpoints), "resources": [
            {"metadata": {"guid": f"guid-of-{name}", "url": f"https://sagemaker/{name}", "created_at": STAMP},
             "entity": {"name": name, "type": "online", "scoring_endpoint": {"url": f"https://runtime/{name}"},
                        "asset": {"asset_id": f"asset-of-{name}", "asset_type": "model", "name": f"model-of-{name}",
                                  "url": f"s3://models/{name}.tar.gz"}}}
            for name in self.endpoints]}

    @staticmethod
    def _definition(name):
        return {"metadata": {"id": name, "crn": "crn", "url": "u", "created_at": STAMP, "created_by": "a"},
                "entity": {"name": name, "metrics": [], "tags": [], "parameters_schema": {}}}

    def _v1(self, exchange, steps):
        binding = {"metadata": {"guid": self.provider, "created_at": STAMP},
                   "entity": {"name": "My SageMaker engine", "service_type": "amazon_sagemaker",
                              "instance_id": self.provider, "credentials": {"url": "http://x"}}}
        place = f"/v1/data_marts/{self.instance}/service_bindings/{self.provider}/subscriptions/{self.subscription}"
        known = self.subscriptions[self.subscription]
        subscription = {
            "metadata": {"guid": self.subscription, "created_at": STAMP, "url": place},
            "entity": {"service_binding_id": self.provider,
                       "asset": {**known["asset"], "asset_id": self.subscription, "created_at": STAMP},
                       "asset_properties": {**known["asset_properties"], "input_data_type": "structured",
                                            "problem_type": "binary"},
                       "configurations": [],
                       "deployments": [{**known["deployment"], "created_at": STAMP}]}}
        answers = {
            0: {"database_configuration": {"database_type": "postgresql", "location": {"schema": "a"}},
                "internal_database": True, "status": {"state": "active"}},
            1: {"service_bindings": [binding]}, 2: binding, 3: {"subscriptions": [subscription]}, 4: subscription}
        return 200, answers[len(steps)]
