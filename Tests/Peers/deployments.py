"""What is deployed for the tests of the templates: stacks with a monitor of their own each, all at the same time."""

import functools
import json
from concurrent.futures import ThreadPoolExecutor

import captures
from account import Account
from monitor import Monitor
from openscale_service import OpenScale
from processes import until
from stack import Stack

COLUMNS = {"InputColumns": "number,income,object", "OutputColumns": "score", "IdColumn": "id"}
MODEL = "0b1c6a52-2f8d-4c5e-9a51-3a8a8a1c7d10"
PREFIX = "in/"
# Of thirty seconds two are for reading, and a monitor that takes a tenth of a second for ten rows.
SHORT_TIME = {"RELAY_BATCH_ROWS": "10", "RELAY_CONCURRENCY": "1", "RELAY_DEADLINE_MARGIN": "28"}


@functools.cache
def account():
    """The account."""
    return Account()


class Deployment:
    """A stack, its monitor, and its bucket for captures."""

    def __init__(self, name, bucket_is="existing", monitor=None, **more):
        self.bucket = f"captures-{name}"
        self.monitor = monitor or Monitor(keeps_rows=True)
        self.stack = Stack(
            account(), name, CaptureBucket=self.bucket, CaptureBucketIs=bucket_is, CapturePrefix=PREFIX,
            **{**COLUMNS, **more})

    def put(self, key, content):
        """Puts an object; what S3 says of it."""
        return account().s3.put_object(Bucket=self.bucket, Key=key, Body=content)

    def put_unannounced(self, key, content):
        """Puts an object that nobody is told of; what S3 says of it."""
        announced = account().s3.get_bucket_notification_configuration(Bucket=self.bucket)
        del announced["ResponseMetadata"]
        account().s3.put_bucket_notification_configuration(Bucket=self.bucket, NotificationConfiguration={})
        try:
            return self.put(key, content)
        finally:
            account().s3.put_bucket_notification_configuration(
                Bucket=self.bucket, NotificationConfiguration=announced)

    def rows(self, label):
        """The rows that came of an object."""
        return [row for row in self.monitor.rows if row["object"] == captures.mark(label)]

    def waits_for(self, label, rows=None, seconds=30):
        """Waits for the rows of an object, each of which must come once, as they should be."""
        rows = captures.rows(label) if rows is None else rows
        until(lambda: len(self.rows(label)) >= len(rows), f"the rows of {label}", seconds)
        got = self.rows(label)
        if got != rows or [list(row) for row in got] != [list(row) for row in rows]:
            raise AssertionError(f"{got} came, and not {rows}")

    def kept(self, prefix):
        """The objects below a prefix of the relay's own bucket, by their keys."""
        bucket = self.stack.outputs["RelayBucket"]
        listed = account().s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
        return {
            each["Key"]: account().s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listed}


def _usual():
    """An existing bucket, EventBridge, and a monitor with a JSON endpoint whose token is a field of a secret."""
    monitor = Monitor(keeps_rows=True)
    token = account().keep_secret("monitors/usual", json.dumps({"token": monitor.token}))
    account().s3.create_bucket(Bucket="captures-usual")
    account().s3.put_bucket_versioning(Bucket="captures-usual", VersioningConfiguration={"Status": "Enabled"})
    account().s3.put_bucket_notification_configuration(
        Bucket="captures-usual", NotificationConfiguration={"EventBridgeConfiguration": {}})
    return Deployment(
        "usual", monitor=monitor, artifacts=None, MonitorUrl=f"{monitor.url}/rows",
        MonitorTokenArn=f"{token}#token", Attempts="2",
        ColumnTypes="number:int,income:float", TimestampColumn="time", TimestampFormat="epoch",
        MetadataColumns="key=object.key")


def _new():
    """A new bucket, EventBridge, and Fiddler, whose token the settings file names."""
    monitor = Monitor(keeps_rows=True)
    token = account().keep_parameter("fiddler-of-new", monitor.token)
    return Deployment(
        "new", "new", monitor, FiddlerUrl=monitor.url, FiddlerModelUuid=MODEL, SecretArns=token,
        settings={"FIDDLER_TOKEN_ARN": token})


def _rests():
    """A topic, Fiddler, whose token is a parameter of SSM, and functions that read two seconds at a time."""
    monitor = Monitor(latency=0.1, keeps_rows=True)
    token = account().keep_parameter("fiddler-of-rests", monitor.token)
    topic = _announced_by_topic("captures-rests")
    return Deployment(
        "rests", monitor=monitor, CaptureTopicArn=topic, FiddlerUrl=monitor.url, FiddlerModelUuid=MODEL,
        FiddlerTokenArn=token, Timeout="30", Attempts="2", settings=SHORT_TIME)


def _direct():
    """A new bucket that calls the function itself; the settings file names the token. AWS's older tool deploys it."""
    monitor = Monitor(keeps_rows=True)
    token = account().keep_secret("monitors/direct", monitor.token)
    return Deployment(
        "direct", "new", monitor, template="template-direct.yaml", tool="aws", MonitorUrl=f"{monitor.url}/rows",
        SecretArns=token, settings={"MONITOR_TOKEN_ARN": token, "MONITOR_FORMAT": "ndjson"})


def _called():
    """A topic that calls the function, which has little time; the token is a field of a parameter of SSM."""
    monitor = Monitor(latency=0.1, keeps_rows=True)
    token = account().keep_parameter("monitors/called", json.dumps({"token": monitor.token}))
    return Deployment(
        "called", monitor=monitor, template="template-direct.yaml",
        CaptureTopicArn=_announced_by_topic("captures-called"), MonitorUrl=f"{monitor.url}/rows",
        MonitorTokenArn=f"{token}#token", Timeout="30", settings=SHORT_TIME)


def _openscale():
    """A new bucket with captures and labels below one prefix, and OpenScale, whose key is a field of a secret."""
    service = OpenScale()
    key = account().keep_secret("monitors/openscale", json.dumps({"apikey": service.api_key}))
    return Deployment(
        "openscale", "new", service, OpenScaleUrl=service.url, OpenScaleApiKeyArn=f"{key}#apikey",
        OpenScaleInstanceId=service.catalog.instance, OpenScaleDataSetId=service.catalog.payload_data_set,
        OpenScaleFeedbackDataSetId=service.catalog.feedback_data_set, OpenScaleResponse="score,predicted_label>=0.15",
        LabelColumns="left", JoinPrefix=f"s3://captures-openscale/{PREFIX}captures/",
        settings={"OPENSCALE_IAM_URL": service.iam_url})


# Everything that can be asked for at once; nothing is relayed there.
EVERYTHING = {
    "CaptureKeyArn": "arn:aws:kms:us-east-1:000000000000:key/captures",
    "RelayKeyArn": "arn:aws:kms:us-east-1:000000000000:key/relay",
    "SecretKeyArn": "arn:aws:kms:us-east-1:000000000000:key/secrets",
    "SecretArns": "arn:aws:secretsmanager:us-east-1:000000000000:secret:one-AbCdEf,"
                  "arn:aws:ssm:us-east-1:000000000000:parameter/two",
    "FiddlerTokenArn": "arn:aws:secretsmanager:us-east-1:000000000000:secret:fiddler-AbCdEf#token",
    "MonitorTokenArn": "arn:aws:ssm:us-east-1:000000000000:parameter/monitor",
    "OpenScaleApiKeyArn": "arn:aws:secretsmanager:us-east-1:000000000000:secret:openscale-AbCdEf#apikey",
    "OpenScalePasswordArn": "arn:aws:ssm:us-east-1:000000000000:parameter/openscale",
    "PartnerAppArn": "arn:aws:sagemaker:us-east-1:000000000000:partner-app/app-abc",
    "PartnerAppUrl": "https://app.example.com",
    "AlarmEmail": "somebody@example.com",
    "AlarmTopicArn": "arn:aws:sns:us-east-1:000000000000:alarms",
}


def _everything():
    """All that the template can make; nothing is relayed there."""
    ec2 = account().client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
    return Deployment("everything", "new", SubnetIds=subnet, SecurityGroupIds=group, **EVERYTHING)


def _everything_direct():
    """All that the other template can make; nothing is relayed there."""
    known = ("CaptureKeyArn", "SecretKeyArn", "SecretArns", "FiddlerTokenArn", "MonitorTokenArn", "OpenScaleApiKeyArn")
    return Deployment(
        "everything-direct", "new", template="template-direct.yaml", **{name: EVERYTHING[name] for name in known})


def _announced_by_topic(bucket):
    """Makes a bucket that tells a topic of its new objects; the topic."""
    topic = account().topic(bucket)
    account().s3.create_bucket(Bucket=bucket)
    account().s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={
        "TopicConfigurations": [{"Id": "captures", "TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}]})
    return topic


@functools.cache
def deployments():
    """All of them by their names, deployed."""
    made = [make() for make in (_usual, _new, _rests, _direct, _called, _openscale, _everything, _everything_direct)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: each.stack.deploy(), made))
    return {each.stack.name: each for each in made}
