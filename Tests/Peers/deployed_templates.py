"""What the templates of deploy/ say, held to what the program, Lambda and CloudFormation ask for, without a server."""

import itertools
import json
import os
import re
import subprocess
import unittest

from samtranslator.yaml_helper import yaml_parse

import program
from processes import ROOT

NAMES = ("template.yaml", "template-direct.yaml")

# The variables that a template sets by itself, and why nobody else may.
OWNED = {
    "RELAY_KEY_PREFIX": "the role reads nothing else",
    "RELAY_STATE_URL": "the role keeps progress nowhere else",
    "RELAY_QUARANTINE_URL": "the role keeps lines nowhere else",
    "RELAY_CONTINUATION_QUEUE_URL": "the function listens to no other queue for it",
    "RELAY_ENV_FILE": "it tells where all other settings are",
    "AWS_PARTNER_APP_AUTH": "it follows from the partner app's ARN",
}

# The longest that a value will reasonably be; AWS's own limits where it has some.
ACCOUNT = "ap-southeast-1:123456789012"
LONG = {
    "TimestampColumn": "inference_timestamp_of_the_capture", "TimestampFormat": "datetime",
    "IdColumn": "identifier_of_the_inference", "MetadataColumns": ",".join(
        f"{name}=key.{name}" for name in ("endpoint", "variant")) + ",source=object.uri,id=eventMetadata.inferenceId",
    "FiddlerUrl": f"https://{'a' * 60}.fiddler.ai", "FiddlerModelUuid": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60",
    "FiddlerTokenArn": f"arn:aws:secretsmanager:{ACCOUNT}:secret:{'monitoring/' * 8}fiddler-AbCdEf#access_token",
    "PartnerAppArn": f"arn:aws:sagemaker:{ACCOUNT}:partner-app/app-{'A' * 26}",
    "PartnerAppUrl": f"https://app-{'a' * 26}.{'a' * 40}.sagemaker.ap-southeast-1.app.aws/",
    "MonitorUrl": f"https://{'a' * 60}.example.com/{'a' * 100}?tenant={'a' * 40}",
    "MonitorTokenArn": f"arn:aws:secretsmanager:{ACCOUNT}:secret:{'monitoring/' * 8}monitor-AbCdEf#access_token",
    "OpenScaleUrl": f"https://{'a' * 60}.aiopenscale.cloud.ibm.com", "OpenScaleUsername": "capture-relay-service-user",
    "OpenScaleApiKeyArn": f"arn:aws:secretsmanager:{ACCOUNT}:secret:{'monitoring/' * 8}openscale-AbCdEf#api_key",
    # A user has an API key or a password.
    "OpenScalePasswordArn": "",
    "OpenScaleInstanceId": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60", "OpenScaleDataSetId": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60",
    "OpenScaleFeedbackDataSetId": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60",
    "OpenScaleResponse": "probability[],predicted_label=argmax",
    "LabelColumns": "", "JoinPrefix": f"s3://{'b' * 63}/{'datacapture/' * 8}endpoint/AllTraffic/captures/",
    "MonitorFormat": "ndjson", "SettingsFile": "/opt/capture-relay/settings.env",
    "CapturePrefix": f"{'datacapture/' * 8}endpoint/AllTraffic/",
    "InputColumns": "", "OutputColumns": "", "ColumnTypes": "",
    # What the template makes itself.
    "RelayBucket": "b" * 63,
    "ContinuationQueue": f"https://sqs.ap-southeast-1.amazonaws.com/123456789012/{'q' * 80}",
}


def template(name):
    """A template, with its short functions written out."""
    with open(os.path.join(ROOT, "deploy", name), encoding="utf-8") as file:
        return yaml_parse(file.read())


def resources(name, kind):
    """The resources of a kind, by their names."""
    return {key: each["Properties"] for key, each in template(name)["Resources"].items() if each["Type"] == kind}


def variables(name):
    """The variables that a template gives the function."""
    return template(name)["Resources"]["Relay"]["Properties"]["Environment"]["Variables"]


def settings():
    """The program's settings with their types, as it tells them itself."""
    told = subprocess.run(
        [program.PATH, "help", "settings"], stdout=subprocess.PIPE, check=True, text=True, timeout=30).stdout
    setting = r"^([A-Z][A-Z_]+)\n(?:    .*\n)*?    type:    (\w+)"
    return dict(re.findall(setting, told, re.MULTILINE))


def sources(value):
    """The parameters and resources that a value is made of."""
    if isinstance(value, dict):
        if "Ref" in value:
            return {value["Ref"]}
        if "Fn::Sub" in value:
            return set(re.findall(r"\$\{([\w:]+)", value["Fn::Sub"]))
        return {each for inner in value.values() for each in sources(inner)}
    if isinstance(value, list):
        return {each for inner in value for each in sources(inner)}
    return set()


# What only one monitor has; a stack has one of them.
MONITORS = ("Fiddler", "PartnerApp", "OpenScale", "Monitor")


def longest(value, monitor):
    """A value with the longest of everything in it, in a stack with a monitor."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        name = value["Ref"]
        # A partner app is Fiddler behind an address of its own; only OpenScale's labels are joined with captures.
        is_of_others = name.startswith(tuple(each for each in MONITORS if each != monitor)) and not (
            monitor == "PartnerApp" and name.startswith("Fiddler") and name != "FiddlerUrl")
        return "" if is_of_others or name == "JoinPrefix" and monitor != "OpenScale" else LONG[name]
    if "Fn::Sub" in value:
        return re.sub(r"\$\{(\w+)\}", lambda found: LONG[found[1]], value["Fn::Sub"])
    return max((longest(each, monitor) for each in value["Fn::If"][1:]), key=len)


class Settings(unittest.TestCase):
    """How settings reach the function."""

    def test_lambda_takes_the_longest_variables_and_two_thousand_bytes_of_columns(self):
        for name, monitor in itertools.product(NAMES, MONITORS):
            with self.subTest(name=name, monitor=monitor):
                # Lambda measures all variables as one JSON text.
                measured = json.dumps({key: longest(value, monitor) for key, value in variables(name).items()},
                                      separators=(",", ":"))
                self.assertGreaterEqual(4096 - len(measured.encode()), 2000)

    def test_every_setting_can_be_given_by_a_parameter_or_by_the_settings_file(self):
        known = settings()
        self.assertGreater(len(known), 60)
        self.assertEqual(set(OWNED) - set(variables("template.yaml")), set())
        for name in NAMES:
            parameters = set(template(name)["Parameters"])
            for variable, value in variables(name).items():
                with self.subTest(name=name, variable=variable):
                    self.assertIn(variable, known)
                    if variable not in OWNED:
                        # It is the parameter or, as long as that is empty, what the file says.
                        self.assertTrue(sources(value) & parameters, value)
                        feeding = [each for each in sources(value) if each in parameters]
                        self.assertEqual(len(feeding), 1)

    def test_a_parameter_that_nobody_gives_leaves_its_setting_to_the_file(self):
        for name in NAMES:
            parameters = template(name)["Parameters"]
            for variable, value in variables(name).items():
                if set(value) == {"Ref"} and value["Ref"] in parameters and variable != "RELAY_KEY_PREFIX":
                    with self.subTest(name=name, variable=variable):
                        self.assertEqual(parameters[value["Ref"]]["Default"], "")

    def test_the_logs_level_is_lambdas_own_which_drops_what_is_below_it_whatever_the_file_says(self):
        for name in NAMES:
            with self.subTest(name=name):
                self.assertEqual(template(name)["Resources"]["Relay"]["Properties"]["LoggingConfig"], {
                    "LogFormat": "JSON", "ApplicationLogLevel": {"Ref": "LogLevel"}, "LogGroup": {"Ref": "Logs"}})
                level = template(name)["Parameters"]["LogLevel"]
                self.assertEqual((level["Default"], level["AllowedValues"]), ("INFO", ["DEBUG", "INFO", "WARN", "ERROR"]))
                self.assertNotIn("RELAY_LOG_LEVEL", variables(name))

    def test_a_key_is_named_by_its_own_arn_since_a_role_that_names_an_alias_may_do_nothing(self):
        for name in NAMES:
            keys = {key: each for key, each in template(name)["Parameters"].items()
                    if key.endswith("KeyArn") and not key.endswith("ApiKeyArn")}
            self.assertGreaterEqual(len(keys), 2)
            for key, each in keys.items():
                with self.subTest(name=name, key=key):
                    for arn, is_taken in (
                        ("", True), ("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", True),
                        ("arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd", True),
                        ("arn:aws:kms:eu-west-1:111122223333:alias/captures", False),
                    ):
                        self.assertEqual(bool(re.fullmatch(each["AllowedPattern"], arn)), is_taken, arn)

    def test_no_secret_is_a_parameter_or_a_variable(self):
        secret = {variable for variable, kind in settings().items() if kind == "secret"}
        self.assertIn("FIDDLER_TOKEN", secret)
        for name in NAMES:
            with self.subTest(name=name):
                self.assertEqual(secret & set(variables(name)), set())
                self.assertEqual(
                    [key for key, each in template(name)["Parameters"].items() if "NoEcho" in each], [])

    def test_every_parameter_is_described_used_and_shown_in_a_group(self):
        for name in NAMES:
            read = template(name)
            groups = read["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
            shown = [each for group in groups for each in group["Parameters"]]
            used = sources([read["Resources"], read["Conditions"]])
            with self.subTest(name=name):
                self.assertEqual(sorted(shown), sorted(read["Parameters"]))
                for parameter, each in read["Parameters"].items():
                    self.assertTrue(each.get("Description"), parameter)
                    self.assertIn(parameter, used)


class Shape(unittest.TestCase):
    """What is made."""

    def test_cloudformation_takes_the_template_without_a_bucket_for_it(self):
        for name in NAMES:
            with self.subTest(name=name):
                self.assertLessEqual(os.path.getsize(os.path.join(ROOT, "deploy", name)), 51_200)

    def test_a_message_that_failed_comes_back_after_six_times_the_time_out(self):
        read = template("template.yaml")
        waits = {key: value["Seconds"] for key, value in read["Mappings"]["RetryAfter"].items()}
        self.assertEqual(waits, {str(each): 6 * each for each in read["Parameters"]["Timeout"]["AllowedValues"]})
        for name, queue in resources("template.yaml", "AWS::SQS::Queue").items():
            if name != "DeadLetters":
                with self.subTest(name=name):
                    self.assertEqual(
                        queue["VisibilityTimeout"], {"Fn::FindInMap": ["RetryAfter", {"Ref": "Timeout"}, "Seconds"]})

    def test_every_queue_gives_up_to_the_dead_letters_and_tells_failures_message_by_message(self):
        queues = set(resources("template.yaml", "AWS::SQS::Queue"))
        for name, queue in resources("template.yaml", "AWS::SQS::Queue").items():
            with self.subTest(name=name):
                self.assertEqual(queue["MessageRetentionPeriod"], 14 * 86_400)
                if name != "DeadLetters":
                    self.assertEqual(queue["RedrivePolicy"], {
                        "deadLetterTargetArn": {"Fn::GetAtt": ["DeadLetters", "Arn"]},
                        "maxReceiveCount": {"Ref": "Attempts"}})
        events = template("template.yaml")["Resources"]["Relay"]["Properties"]["Events"].values()
        self.assertEqual(
            {each["Properties"]["Queue"]["Fn::GetAtt"][0] for each in events}, queues - {"DeadLetters"})
        for each in events:
            self.assertEqual(each["Properties"]["FunctionResponseTypes"], ["ReportBatchItemFailures"])
            self.assertIn("MaximumConcurrency", each["Properties"]["ScalingConfig"])

    def test_an_event_that_failed_is_tried_twice_more_within_six_hours_and_then_goes_to_the_failures(self):
        self.assertEqual(
            template("template-direct.yaml")["Resources"]["Relay"]["Properties"]["EventInvokeConfig"],
            {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 6 * 3600, "DestinationConfig": {
                "OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["Failures", "Arn"]}}}})

    def test_every_bucket_is_encrypted_closed_to_the_public_and_answers_over_tls_alone(self):
        for name in NAMES:
            policies = resources(name, "AWS::S3::BucketPolicy").values()
            for key, bucket in resources(name, "AWS::S3::Bucket").items():
                with self.subTest(name=name, bucket=key):
                    self.assertEqual(set(bucket["PublicAccessBlockConfiguration"].values()), {True})
                    self.assertIn("BucketEncryption", bucket)
                    policy, = (each for each in policies if each["Bucket"] == {"Ref": key})
                    statement, = policy["PolicyDocument"]["Statement"]
                    self.assertEqual(
                        (statement["Effect"], statement["Action"], statement["Condition"]),
                        ("Deny", "s3:*", {"Bool": {"aws:SecureTransport": "false"}}))

    def test_a_bucket_outlives_its_stack_but_not_a_first_deployment_that_failed(self):
        # Else the next attempt would find a bucket of the same name in its way.
        for name in NAMES:
            for key, each in template(name)["Resources"].items():
                if each["Type"] == "AWS::S3::Bucket":
                    with self.subTest(name=name, bucket=key):
                        self.assertEqual(
                            (each["DeletionPolicy"], each["UpdateReplacePolicy"]), ("RetainExceptOnCreate", "Retain"))

    def test_progress_and_quarantine_are_kept_for_a_time_only(self):
        for name in NAMES:
            rules = resources(name, "AWS::S3::Bucket")["RelayBucket"]["LifecycleConfiguration"]["Rules"]
            kept = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if rule["Status"] == "Enabled"}
            with self.subTest(name=name):
                # Progress counts for thirty days.
                self.assertEqual(kept["state/"], 31)
                self.assertIn("quarantine/", kept)


class Alarms(unittest.TestCase):
    """What somebody is told of."""

    def setUp(self):
        self.alarms = resources("template.yaml", "AWS::CloudWatch::Alarm")

    def watching(self, alarm):
        """What a plain alarm watches: the metric, and the queue or function."""
        (dimension,) = alarm["Dimensions"]
        (value,) = dimension["Value"].values()
        return alarm["Namespace"], alarm["MetricName"], value if isinstance(value, str) else value[0]

    def test_there_is_an_alarm_on_everything_that_can_go_wrong(self):
        plain = {self.watching(alarm) for alarm in self.alarms.values() if "Metrics" not in alarm}
        # Old captures may wait for days while a year of them is loaded.
        self.assertEqual(plain, {
            ("AWS/Lambda", "Errors", "AWS::StackName"), ("AWS/Lambda", "Throttles", "AWS::StackName"),
            ("AWS/SQS", "ApproximateAgeOfOldestMessage", "CaptureQueue"),
            ("AWS/SQS", "ApproximateAgeOfOldestMessage", "ContinuationQueue"),
            ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "DeadLetters"),
            ("CaptureRelay", "LagP99", "AWS::StackName")})
        share, = (alarm for alarm in self.alarms.values() if "Metrics" in alarm)
        self.assertEqual(share["Metrics"][0]["Expression"], "IF(lines > 0, 100 * quarantined / lines, 0)")
        parts = {each["Id"]: each["MetricStat"] for each in share["Metrics"][1:]}
        self.assertEqual(
            {key: (part["Metric"]["Namespace"], part["Metric"]["MetricName"], part["Stat"])
             for key, part in parts.items()},
            {"quarantined": ("CaptureRelay", "Quarantined", "Sum"), "lines": ("CaptureRelay", "Lines", "Sum")})

    def test_the_function_has_the_name_that_the_alarms_know(self):
        for name in NAMES:
            self.assertEqual(
                template(name)["Resources"]["Relay"]["Properties"]["FunctionName"], {"Ref": "AWS::StackName"})

    def test_every_alarm_tells_by_mail_and_to_a_topic_and_is_quiet_where_nothing_happens(self):
        for name, alarm in self.alarms.items():
            with self.subTest(name=name):
                self.assertEqual(sources(alarm["AlarmActions"]) - {"AWS::NoValue"}, {"AlarmTopic", "AlarmTopicArn"})
                self.assertEqual(alarm["TreatMissingData"], "notBreaching")
                self.assertTrue(alarm["AlarmDescription"])
