"""deploy/template.yaml as it is, in an account of its own: what comes of a capture that is put into the bucket."""

import json
import re
import unittest

import captures
from deployed_templates import resources
from deployments import account, deployments
from processes import until
from stack import Stack

KEY = "in/a b+c=é%~(1).jsonl"

usual = new = None


def setUpModule():
    global usual, new
    usual, new = deployments()["usual"], deployments()["new"]


def usual_rows(label, key, lines=3):
    """The rows of an object as the parameters of the usual stack ask for them."""
    return [
        {"number": number, "income": number + 0.25, "object": captures.mark(label), "time": 1795166045,
         "score": f"0.{number}", "key": key, "id": f"{captures.mark(label)}-{number}"}
        for number in range(lines)
    ]


class Relayed(unittest.TestCase):
    """What reaches the monitor."""

    def test_a_capture_in_an_existing_bucket_becomes_rows_in_a_monitor_whose_token_is_a_field_of_a_secret(self):
        usual.put(KEY, captures.content("existing"))
        usual.waits_for("existing", usual_rows("existing", KEY))
        request = usual.monitor.exchanges[0]
        self.assertEqual(request.path, "/rows")
        self.assertEqual(request.fields["authorization"], f"Bearer {usual.monitor.token}")

    def test_a_capture_in_a_new_bucket_becomes_rows_in_fiddler_whose_token_the_settings_file_names(self):
        new.put(KEY, captures.content("new"))
        new.waits_for("new")
        self.assertEqual(new.monitor.exchanges[0].path, "/v3/events")

    def test_an_object_outside_of_the_prefix_is_left_alone(self):
        usual.put("out/a.jsonl", captures.content("outside"))
        usual.put("in/after.jsonl", captures.content("after"))
        usual.waits_for("after", usual_rows("after", "in/after.jsonl"))
        until(lambda: usual.stack.queue("CaptureQueue").length() == 0, "all messages are done")
        self.assertEqual(usual.rows("outside"), [])
        self.assertNotIn("skipped", usual.stack.log())

    def test_a_message_in_the_queue_for_old_captures_brings_an_object_that_was_never_announced(self):
        usual.put_unannounced("in/old.jsonl", captures.content("old"))
        usual.stack.queue("BackfillQueue").send({
            "captureRelay": "continue/1",
            "object": {"bucket": usual.bucket, "key": "in/old.jsonl", "listed": True}})
        usual.waits_for("old", usual_rows("old", "in/old.jsonl"))
        until(lambda: usual.stack.queue("BackfillQueue").length() == 0, "the message is done")

    def test_a_line_that_cannot_become_a_row_lies_in_the_quarantine_and_progress_is_kept(self):
        before = set(usual.kept("state/"))
        content = captures.content("partly") + b'{"captureData": "nothing"}\n'
        usual.put("in/partly.jsonl", content)
        usual.waits_for("partly", usual_rows("partly", "in/partly.jsonl"))
        kept = until(lambda: usual.kept("quarantine/"), "the line is kept")
        record = json.loads(list(kept.values())[0])
        self.assertEqual(record["line"], 4)
        until(lambda: any(json.loads(text)["done"] for key, text in usual.kept("state/").items() if key not in before),
              "progress is kept")


    def test_a_job_of_s3_batch_operations_calls_the_same_function(self):
        for version, place in (
            ("1.0", {"s3BucketArn": f"arn:aws:s3:::{usual.bucket}"}), ("2.0", {"s3Bucket": usual.bucket}),
        ):
            with self.subTest(version=version):
                label = f"job-{version}"
                usual.put_unannounced(f"in/{label}.jsonl", captures.content(label))
                job = captures.job((usual.bucket, f"in/{label}.jsonl"))
                job["invocationSchemaVersion"] = version
                del job["tasks"][0]["s3BucketArn"]
                job["tasks"][0].update(place)
                is_failure, answer = usual.stack.call(job)
                self.assertFalse(is_failure, answer)
                self.assertEqual([each["resultCode"] for each in answer["results"]], ["Succeeded"])
                usual.waits_for(label, usual_rows(label, f"in/{label}.jsonl"))

    def test_another_deployment_changes_a_parameter_and_nothing_is_lost(self):
        new.stack.parameters["TimestampFormat"] = "epoch"
        before = new.stack.resources
        new.stack.deploy()
        self.assertEqual(new.stack.resources, before)
        self.assertEqual(
            account().lambdas.get_function_configuration(FunctionName="new")["Environment"]["Variables"][
                "CAPTURE_TIMESTAMP_FORMAT"], "epoch")
        new.put("in/again.jsonl", captures.content("again"))
        new.waits_for("again")


class Failing(unittest.TestCase):
    """What cannot be delivered."""

    def test_an_object_that_fails_ends_among_the_dead_letters_and_its_neighbours_are_delivered(self):
        # What failed would come again after six times the function's time-out: nobody waits for that here.
        queue, dead = usual.stack.queue("CaptureQueue"), usual.stack.queue("DeadLetters")
        queue.retry_after(1)
        with account().denied(usual.bucket, "in/bad.jsonl"):
            with usual.stack.paused("CaptureQueue"):
                for label in ("good-1", "bad", "good-2"):
                    usual.put(f"in/{label}.jsonl", captures.content(label))
                until(lambda: queue.length() == 3, "three messages wait")
            for label in ("good-1", "good-2"):
                usual.waits_for(label, usual_rows(label, f"in/{label}.jsonl"))
            until(lambda: dead.length() == 1 and queue.length() == 0, "one message is dead, the others are done")
            letter, = until(dead.messages, "the message is there")
            self.assertEqual(json.loads(letter["Body"])["detail"]["object"]["key"], "in/bad.jsonl")
            self.assertEqual(usual.rows("bad"), [])
            log = usual.stack.log()
            self.assertIn("3 objects: 2 delivered, 1 failed", log)
            self.assertRegex(log, r"s3://captures-usual/in/bad\.jsonl.*AccessDenied.*grant s3:GetObject")
        # The cause is gone: now it can be sent back.
        self.assertEqual(dead.send_back(queue), 1)
        usual.waits_for("bad", usual_rows("bad", "in/bad.jsonl"))
        until(lambda: queue.length() == 0, "the message is done")
        self.assertEqual(dead.length(), 0)

    def test_two_monitors_or_two_ways_from_a_bucket_are_refused_before_anything_is_made(self):
        two_monitors = {"MonitorUrl": "https://a.example.com", "FiddlerUrl": "https://b.example.com"}
        two_ways = {"CaptureBucketIs": "new", "CaptureTopicArn": "arn:aws:sns:us-east-1:000000000000:topic"}
        for number, (template, parameters, words) in enumerate((
            ("template.yaml", two_monitors, "There is one monitor; leave MonitorUrl empty"),
            ("template-direct.yaml", two_monitors, "There is one monitor; leave MonitorUrl or FiddlerUrl empty"),
            ("template.yaml", two_ways, "A new bucket sends its events to EventBridge"),
            ("template-direct.yaml", two_ways, "A new bucket calls the function itself"),
        )):
            with self.subTest(template=template, words=words):
                refused = Stack(
                    account(), f"refused-{number}", template=template,
                    CaptureBucket="captures-refused", CapturePrefix="in/", **parameters)
                is_deployed, told = refused.try_to_deploy()
                self.assertFalse(is_deployed, told)
                self.assertIn(words, " ".join(told.split()))
                with self.assertRaisesRegex(Exception, "does not exist"):
                    account().stacks.describe_stack_resources(StackName=refused.name)


class Watched(unittest.TestCase):
    """What can be seen of it all."""

    def test_the_alarms_watch_metrics_that_the_function_really_printed(self):
        printed = re.search(r'^\{"_aws":.*$', usual.stack.log(), re.MULTILINE)[0]
        document = json.loads(printed)
        kind, = document["_aws"]["CloudWatchMetrics"]
        names = {metric["Name"] for metric in kind["Metrics"]}
        alarms = json.dumps(resources("template.yaml", "AWS::CloudWatch::Alarm"))
        watched = re.findall(r'"Namespace": "CaptureRelay", "MetricName": "(\w+)"', alarms)
        self.assertEqual(set(watched), {"Quarantined", "Lines", "LagP99"})
        self.assertEqual(set(watched) - names, set())
        self.assertEqual(kind["Namespace"], "CaptureRelay")
        self.assertEqual(kind["Dimensions"], [["FunctionName"]])
        ours = [alarm for alarm in account().client("cloudwatch").describe_alarms()["MetricAlarms"]
                if alarm["AlarmName"].startswith("usual-") and alarm["Namespace"] == "CaptureRelay"]
        self.assertEqual(len(ours), 2)
        for alarm in ours:
            self.assertEqual(alarm["Dimensions"], [{"Name": "FunctionName", "Value": document["FunctionName"]}])

    def test_logs_go_to_the_group_of_the_template_and_are_kept_as_long_as_it_says(self):
        self.assertIn("START RequestId", usual.stack.log())
        group, = account().client("logs").describe_log_groups(
            logGroupNamePrefix=usual.stack.outputs["LogGroup"])["logGroups"]
        self.assertEqual(group["retentionInDays"], 30)
