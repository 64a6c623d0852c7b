"""deploy/README.md, followed word by word as a new user would, in an account of ministack."""

import glob
import json
import os
import re
import shutil
import subprocess
import unittest

import program
from account import TOOLS
from deployments import MODEL, account
from monitor import Monitor
from processes import ROOT, scratch, until
from stack import PACKAGE

# Commands that are not run here, by what they begin with, and why.
NOT_RUN = {
    "git pull": "the checkout is what is tested",
    "aws sqs start-message-move-task": "ministack has no such call; where dead letters are tested they are moved by hand",
}
# The sections whose commands are run here.
FOLLOWED = {"From nothing to the first row", "Update, roll back, remove", "Why a line is in quarantine", "The direct form"}
# What the guide writes, which must not lie about in the checkout.
WRITTEN = ["relay.env", "fiddler-token.txt", "had.json", "notifications.json", "older-capture-relay.zip", "quarantined",
           "failure.json"]
EVENT = "0f6a2f4e-6a44-4b1c-9d57-6a0f2b1f6a01"
SAMPLE = [
    {"age": 42, "plan": "pro", "city, state": "Portland, OR", "timestamp": "2026-11-20T09:14:05Z", "score": 0.91,
     "id": f"{EVENT}-0"},
    {"age": 7, "plan": "free", "city, state": "Reno, NV", "timestamp": "2026-11-20T09:14:05Z", "score": 0.12,
     "id": f"{EVENT}-1"}]


def blocks(page):
    """The shell commands of a page, block by block, under their titles."""
    with open(os.path.join(ROOT, "deploy", page), encoding="utf-8") as file:
        text = file.read()
    title, found = "", {}
    for match in re.finditer(r"^#+ ([^\n]+)$|^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if match[1]:
            title = match[1]
        else:
            found.setdefault(title, []).append(match[2])
    return found


def fixed(literal):
    """The first words of a string in Swift that stand in it whatever is put in between."""
    kept, depth = "", 0
    for part in re.findall(r"\\\(|.", literal):
        if part == "\\(" or depth and part == "(":
            depth += 1
            kept += "\0"
        elif depth and part == ")":
            depth -= 1
        elif not depth:
            kept += part
    return next(iter(re.findall(r"[a-z][a-z ]+[a-z]", kept)), "")


class Shell:
    """A user's shell in the checkout: what one block sets, the next one knows; what fails is an error."""

    def __init__(self):
        self.folder = scratch("guide")
        os.makedirs(self.folder)
        surroundings = {
            **os.environ, "PATH": f"{TOOLS}:{os.environ['PATH']}", "AWS_ENDPOINT_URL": account().url,
            "AWS_CA_BUNDLE": account().bundle, "AWS_ACCESS_KEY_ID": account().key,
            "AWS_SECRET_ACCESS_KEY": account().secret, "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "",
            "AWS_EC2_METADATA_DISABLED": "true", "SAM_CLI_TELEMETRY": "0"}
        self.process = subprocess.Popen(
            ["bash"], cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        self.run("set -euo pipefail")

    def path(self, name):
        """Where a file of the guide is in truth."""
        return os.path.join(self.folder, name)

    def run(self, block):
        """Runs a block; what it printed."""
        for name in WRITTEN:
            block = re.sub(rf"(?<![\w/.-])((?:file|fileb)://)?{re.escape(name)}\b", rf"\g<1>{self.path(name)}", block)
        # This version of the tool asks AWS itself for queues of this region, whatever the environment says.
        block = block.replace("aws sqs ", f"aws --endpoint-url {account().url} sqs ")
        self.process.stdin.write(f"{{\n{block}\n}} </dev/null\necho; echo '── done'\n")
        self.process.stdin.flush()
        printed = []
        for line in self.process.stdout:
            if line == "── done\n":
                break
            printed.append(line)
        else:
            raise AssertionError(f"{block}\nfailed, and had said:\n{''.join(printed)[-3000:]}")
        text = "".join(printed)
        program.refuse_secrets(text, "what the commands of the guide print")
        return text

    def close(self):
        self.process.kill()
        self.process.communicate()


class Guide(unittest.TestCase):
    """The guide's sections, one after the other."""

    @classmethod
    def setUpClass(cls):
        cls.blocks = blocks("README.md")
        cls.package = f"{PACKAGE}.kept"
        if os.path.exists(PACKAGE):
            shutil.copy(PACKAGE, cls.package)
        cls.monitor = Monitor(keeps_rows=True)
        cls.shell = Shell()

    @classmethod
    def tearDownClass(cls):
        cls.shell.close()
        # The other tests want the package without these settings.
        if os.path.exists(cls.package):
            os.replace(cls.package, PACKAGE)

    def taken(self, title):
        """The blocks of a section that is followed here."""
        self.assertIn(title, FOLLOWED)
        return self.blocks[title]

    def output(self, name, stack="capture-relay"):
        """An output of a stack."""
        outputs = account().stacks.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
        return next(each["OutputValue"] for each in outputs if each["OutputKey"] == name)

    def rows(self, count):
        """The rows that the monitor has, when there are so many."""
        until(lambda: len(self.monitor.rows) >= count, f"{count} rows are there", 60)
        return self.monitor.rows

    def test_from_nothing_to_the_first_row(self):
        names, *steps, log = self.taken("From nothing to the first row")
        self.assertEqual(re.findall(r"\b([A-Z_]+)=", names), ["BUCKET", "PREFIX", "FIDDLER", "MODEL"])
        self.shell.run(f"BUCKET=guided PREFIX=datacapture/my-endpoint/ FIDDLER={self.monitor.url} MODEL={MODEL}")
        with open(self.shell.path("fiddler-token.txt"), "w", encoding="utf-8") as file:
            file.write(self.monitor.token)
        account().s3.create_bucket(Bucket="guided")
        account().s3.put_bucket_notification_configuration(Bucket="guided", NotificationConfiguration={
            "TopicConfigurations": [{"Id": "had", "TopicArn": account().topic("had"), "Events": ["s3:ObjectRemoved:*"]}]})
        for step in steps:
            printed = self.shell.run(step)
            if "cat >relay.env" in step:
                # The one thing that the page need not say: this is not AWS.
                with open(self.shell.path("relay.env"), "a", encoding="utf-8") as file:
                    file.write(f"AWS_ENDPOINT_URL={account().url}\nAWS_CA_BUNDLE={account().bundle}\n")
            if "--dry-run" in step:
                self.assertIn(f'"model_id":"{MODEL}"', printed)
                self.assertEqual(self.monitor.rows, [])
        had = account().s3.get_bucket_notification_configuration(Bucket="guided")
        self.assertEqual([each["Id"] for each in had["TopicConfigurations"]], ["had"])
        self.assertEqual(self.rows(2), SAMPLE)
        with open(os.path.join(ROOT, "deploy", "README.md"), encoding="utf-8") as file:
            sentence = re.search(r"^says `(1 object: .*)`\.$", file.read(), re.MULTILINE)[1]
        until(lambda: sentence in self.shell.run(log), "the log tells of it")

    def test_the_stack_is_updated_rolled_back_and_rests(self):
        update, older, rest = self.taken("Update, roll back, remove")
        shutil.copy(PACKAGE, self.shell.path("older-capture-relay.zip"))
        self.shell.run(update.replace("git pull\n", ""))
        with open(PACKAGE, "rb") as new, open(self.shell.path("older-capture-relay.zip"), "rb") as old:
            self.assertEqual(new.read(), old.read())
        self.shell.run(older)
        self.shell.run(rest)
        states = [each["State"] for each in account().lambdas.list_event_source_mappings(
            FunctionName="capture-relay")["EventSourceMappings"]]
        self.assertEqual(states, ["Disabled"] * 3)
        self.shell.run(rest.replace("--no-enabled", "--enabled"))

    def test_what_is_in_quarantine_is_replayed_when_the_settings_are_right(self):
        replay, = self.taken("Why a line is in quarantine")
        line = json.dumps({
            "captureData": {
                "endpointInput": {"observedContentType": "text/csv", "mode": "INPUT", "data": "old,pro,\"A, B\"",
                                  "encoding": "CSV"},
                "endpointOutput": {"observedContentType": "text/csv", "mode": "OUTPUT", "data": "0.5",
                                   "encoding": "CSV"}},
            "eventMetadata": {"eventId": "of-age", "inferenceTime": "2026-11-20T10:00:00Z"}, "eventVersion": "0"})
        account().s3.put_object(Bucket="guided", Key="datacapture/my-endpoint/a.jsonl", Body=line)
        bucket = self.output("RelayBucket")
        until(lambda: account().s3.list_objects_v2(Bucket=bucket, Prefix="quarantine/").get("Contents"),
              "the line is in quarantine", 60)
        had = len(self.monitor.rows)
        self.shell.run(f"RELAY_BUCKET={bucket}; sed -i s/age:int/age:string/ relay.env")
        self.shell.run(replay)
        self.assertEqual([row["age"] for row in self.rows(had + 1)[had:]], ["old"])

    def test_the_direct_form(self):
        deploy, notifications, failure = self.taken("The direct form")
        self.shell.run("BUCKET=guided-direct; sed -i s/age:string/age:int/ relay.env; deploy/package --settings relay.env")
        had = len(self.monitor.rows)
        self.shell.run(deploy)
        self.shell.run('aws s3 cp events/captures/csv.jsonl "s3://$BUCKET/${PREFIX}a.jsonl"')
        self.assertEqual(self.rows(had + 2)[had:], SAMPLE)
        # The same function behind a bucket that was there, and allowed to call it.
        function, failures = (self.output(name, "capture-relay-direct") for name in ("FunctionArn", "FailuresUrl"))
        self.shell.run(f"FUNCTION_ARN={function} FAILURES_URL={failures}")
        self.shell.run(notifications)
        told = account().s3.get_bucket_notification_configuration(Bucket="guided-direct")
        self.assertIn("capture-relay", [each["Id"] for each in told["LambdaFunctionConfigurations"]])
        account().sqs.send_message(QueueUrl=failures, MessageBody=json.dumps({
            "requestContext": {"condition": "RetriesExhausted"}, "requestPayload": {"Records": [{"s3": {
                "bucket": {"name": "guided-direct"}, "object": {"key": "datacapture/my-endpoint/a.jsonl"}}}]}}))
        self.assertIn("1 object: 1 delivered", self.shell.run(failure))

    def test_old_captures(self):
        pages = blocks("backfill.md")
        had = len(self.monitor.rows)
        self.shell.run("BUCKET=guided")
        for key in ("19/08/59-00-000-a", "19/23/59-59-999-b", "20/00/00-00-000-c"):
            self.shell.run(f'aws s3 cp events/captures/csv.jsonl "s3://$BUCKET/${{PREFIX}}AllTraffic/2026/11/{key}.jsonl"')
        self.assertIn(self.shown("day         objects   bytes"), self.shell.run(*pages.pop("What is there")))
        here, = pages.pop("From here")
        until(lambda: len(self.monitor.rows) == had + 6, "what was put has come")
        # With the function's own progress nothing is left to do.
        again = self.shell.run(f"RELAY_STATE_URL=s3://{self.output('RelayBucket')}/state {here}")
        self.assertIn("4 lines: 4 resumed", again)
        self.assertEqual(len(self.monitor.rows), had + 6)
        self.assertIn(self.shown("day         objects  skipped"), self.shell.run(here))
        self.assertEqual(len(self.monitor.rows), had + 6 + 8)
        send, = pages.pop("By the queue")
        self.assertIn(self.shown("5 objects listed: 4 to relay, 1 outside of --from and --to.\n4 objects were sent"),
                      re.sub(r"https://127\S+/", "https://sqs.eu-west-1.amazonaws.com/111122223333/", self.shell.run(send)))
        job, limit = pages.pop("By S3 Batch Operations")
        # No server here knows such jobs; the tool says whether it would ask for one.
        self.assertIn("JobId", self.shell.run(job.replace("create-job ", "create-job --generate-cli-skeleton output ")))
        self.shell.run(limit)
        self.assertEqual(pages, {})

    def shown(self, beginning):
        """What backfill.md shows as printed, from these words on; the name of a queue is another each time."""
        with open(os.path.join(ROOT, "deploy", "backfill.md"), encoding="utf-8") as file:
            page = file.read()
        text = page[page.index(beginning):]
        return text[:text.index("```")].partition("capture-relay-BackfillQueue")[0]

    def test_nothing_on_the_page_was_left_out(self):
        self.assertEqual(FOLLOWED - set(self.blocks), set())
        for title in set(self.blocks) - FOLLOWED:
            for block in self.blocks[title]:
                with self.subTest(title=title):
                    self.assertTrue(any(block.startswith(known) for known in NOT_RUN), block)


class Page(unittest.TestCase):
    """What the page says of the program and of the templates is true."""

    @classmethod
    def setUpClass(cls):
        with open(os.path.join(ROOT, "deploy", "README.md"), encoding="utf-8") as file:
            text = file.read()
        cls.words = set(re.findall(r"`([^`\n]+)`", text))
        cls.messages = re.findall(r"^\| (?:DEBUG|INFO|WARN|ERROR) \| (.+) \| .+ \|$", text, re.MULTILINE)

    def expect_all(self, path, pattern, at_least):
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            names = re.findall(pattern, file.read())
        self.assertGreaterEqual(len(names), at_least, f"{path} has changed; change the pattern too")
        self.assertEqual([name for name in names if name not in self.words], [])

    def test_every_metric_is_told(self):
        self.expect_all(
            "Sources/CaptureRelay/Lambda/EmbeddedMetrics.swift", r'"([A-Z]\w+)", (?:report|total|unit|0)', 13)

    def test_every_alarm_is_told(self):
        self.expect_all("deploy/template.yaml", r"\n  (\w+):\n    Type: AWS::CloudWatch::Alarm", 7)

    def test_every_reason_for_quarantine_is_told(self):
        self.expect_all("Sources/Relay/Lines/LineProblem.swift", r'case \w+ = "([a-z0-9-]+)"', 18)

    def test_every_message_of_the_log_is_told(self):
        found = 0
        for folder in ("Relay", "CaptureRelay/Lambda", "Lambda"):
            for path in glob.glob(os.path.join(ROOT, "Sources", folder, "**", "*.swift"), recursive=True):
                with open(path, encoding="utf-8") as file:
                    calls = re.findall(r"\.write\(\s*\.\w+,\s*\"((?:\\\(|[^\\\n])*)\"", file.read())
                for words in filter(None, (fixed(call) for call in calls)):
                    found += 1
                    with self.subTest(words=words):
                        self.assertTrue(any(words in told for told in self.messages), words)
        self.assertGreaterEqual(found, 9, "the log is written to in another way; change the pattern too")

    def test_every_kind_of_failure_is_told(self):
        self.expect_all("Sources/CaptureRelay/Lambda/FailureKind.swift", r'"(Function\.\w+)"', 4)
