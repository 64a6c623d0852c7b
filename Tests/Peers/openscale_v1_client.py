"""Stores with IBM's client of OpenScale's first generation what standard input says.

It runs in a Python of its own, .build/peers-openscale-v1/bin/python, as one process for all that a test wants done.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

from ibm_ai_openscale import APIClient
from ibm_ai_openscale.supporting_classes import PayloadRecord


def main():
    task = json.load(sys.stdin)
    api = APIClient({"apikey": task["api_key"], "url": task["url"], "instance_guid": task["instance"]})
    subscription = api.data_mart.subscriptions.get(task["subscription"])
    for step in task["steps"]:
        if step["kind"] == "payload":
            subscription.payload_logging.store(
                records=[PayloadRecord(**record) for record in step["records"]], deployment_id=task["deployment"])
        else:
            [table] = step["records"]
            subscription.feedback_logging.store(feedback_data=table["values"], fields=table["fields"])


if __name__ == "__main__":
    main()
