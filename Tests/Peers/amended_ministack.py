"""ministack, with what AWS does and ministack 1.5.33 does not, so that the templates can be deployed as they are.

An alarm on a formula of metrics is refused there: it is taken as one on the formula's first metric, and never rings
anyway. A number that comes from a parameter stays a text there, and the ceiling on a queue's functions is compared with
it: CloudFormation makes a number of it. Rights on a parameter of SSM that is asked for by its ARN are looked up for the
ARN of an ARN. And nobody needs port 443 of this machine.
"""

from ministack import app
from ministack.core import iam_actions
from ministack.services import lambda_svc
from ministack.services.cloudformation import provisioners

_record = provisioners._cw_metric_alarm_record
_concurrency = lambda_svc._sqs_esm_concurrency
_resource = iam_actions.extract_resource_arn


def _record_of_any_alarm(name, properties):
    if properties.get("Metrics"):
        first = next(metric["MetricStat"]["Metric"] for metric in properties["Metrics"] if "MetricStat" in metric)
        properties = {**properties, **first, "Metrics": None}
    return _record(name, properties)


def _concurrency_as_a_number(mapping, *rest):
    scaling = mapping.get("ScalingConfig")
    if scaling:
        scaling["MaximumConcurrency"] = int(scaling["MaximumConcurrency"])
    return _concurrency(mapping, *rest)


def _resource_by_name_or_arn(*request, **more):
    resource = _resource(*request, **more)
    _, is_twice, rest = resource.partition("parameter/arn:")
    return f"arn:{rest}" if is_twice else resource


if __name__ == "__main__":
    provisioners._cw_metric_alarm_record = _record_of_any_alarm
    lambda_svc._sqs_esm_concurrency = _concurrency_as_a_number
    iam_actions.extract_resource_arn = _resource_by_name_or_arn
    app._port_is_bindable = lambda *_: False
    app.main()
