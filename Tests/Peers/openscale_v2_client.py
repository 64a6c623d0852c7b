"""Does with IBM's client of OpenScale's second generation what standard input says, and prints what came of it.

It runs in a Python of its own, .build/peers-openscale/bin/python, as one process for all that a test wants done.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

from ibm_cloud_sdk_core.authenticators import CloudPakForDataAuthenticator, IAMAuthenticator
from ibm_watson_openscale import APIClient
from ibm_watson_openscale.base_classes.watson_open_scale_v2 import (
    Asset, AssetDeploymentRequest, AssetPropertiesRequest, SageMakerCredentials, ScoringEndpointRequest, SparkStruct,
    SparkStructFieldPrimitive)
from ibm_watson_openscale.supporting_classes.payload_record import PayloadRecord


def client(task):
    if "username" in task:
        login = CloudPakForDataAuthenticator(
            url=task["url"], username=task["username"], password=task.get("password"), apikey=task.get("api_key"),
            disable_ssl_verification=True)
    else:
        login = IAMAuthenticator(apikey=task["api_key"], url=task["url"])
    return APIClient(authenticator=login, service_url=task["url"], service_instance_id=task["instance"])


def store(api, step):
    """Stores payload or feedback, as a notebook would."""
    records = step["records"]
    if step["kind"] == "payload":
        records = [PayloadRecord(**record) for record in records]
    api.data_sets.store_records(data_set_id=step["data_set"], request_body=records, background_mode=True)


def subscribe(api, step):
    """Registers a service provider and adds a subscription, as a notebook would."""
    provider = api.service_providers.add(
        name=step["provider"], service_type="amazon_sagemaker", description=step["description"],
        operational_space_id="production", credentials=SageMakerCredentials(**step["credentials"])).result.metadata.id
    deployment = step["deployment"]
    api.subscriptions.add(
        data_mart_id=step["instance"], service_provider_id=provider,
        asset=Asset(
            asset_id=deployment["asset_id"], name=deployment["asset_name"], url=deployment["asset_url"],
            asset_type="model", input_data_type="structured", problem_type=step["problem"]),
        deployment=AssetDeploymentRequest(
            deployment_id=deployment["id"], name=deployment["name"], deployment_type="online", url=deployment["url"],
            scoring_endpoint=ScoringEndpointRequest(url=deployment["url"])),
        asset_properties=AssetPropertiesRequest(
            label_column=step["label"], prediction_field=step["prediction"], probability_fields=step["probabilities"],
            feature_fields=step["features"], categorical_fields=step["categorical"],
            training_data_schema=SparkStruct(type="struct", fields=[
                SparkStructFieldPrimitive(name=name, type=kind, nullable=True, metadata={})
                for name, kind in step["schema"]])))


def monitor(api, step):
    """Switches the monitor of quality on, with which a feedback data set comes."""
    from ibm_watson_openscale.base_classes.watson_open_scale_v2 import Target

    api.monitor_instances.create(
        data_mart_id=step["instance"], monitor_definition_id="quality", managed_by="user", background_mode=True,
        target=Target(target_type="subscription", target_id=step["subscription"]),
        parameters={"min_feedback_data_size": 10})


def main():
    task = json.load(sys.stdin)
    api = client(task)
    for step in task["steps"]:
        {"store": store, "subscribe": subscribe, "monitor": monitor}[step["do"]](api, step)


if __name__ == "__main__":
    main()
