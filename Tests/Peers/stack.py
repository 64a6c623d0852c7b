"""A template in an account, deployed by AWS's own tools as a user would, and what can be seen and changed of it."""

import json
import os
import platform
import shutil
import zipfile
from contextlib import contextmanager

import program
from processes import ROOT, scratch, until
from storage import client

PACKAGE = os.path.join(ROOT, ".build", "capture-relay.zip")


class Stack:
    """A template, deployed as it is under a name; `settings` are what the settings file in its package says.

    `artifacts` is the bucket that the package goes to; without one the tool `sam` makes its own.
    """

    def __init__(self, account, name, template="template.yaml", settings=None, tool="sam", artifacts="artifacts",
                 **parameters):
        self.account, self.name, self.artifacts = account, name, artifacts
        self.folder = self._folder(template, settings or {})
        self.template = os.path.join(self.folder, "deploy", template)
        self.parameters = {
            "SettingsFile": "settings.env", "Architecture": "arm64" if platform.machine() == "aarch64" else "x86_64",
            **parameters}
        self.tool = tool

    def _folder(self, template, settings):
        """A folder with the template, and where that looks for it the package, with a settings file in it."""
        folder = scratch(f"stack-{self.name}")
        for inner in ("deploy", ".build"):
            os.makedirs(os.path.join(folder, inner))
        shutil.copy(os.path.join(ROOT, "deploy", template), os.path.join(folder, "deploy"))
        package = shutil.copy(PACKAGE, os.path.join(folder, ".build"))
        settings = {"AWS_ENDPOINT_URL": self.account.url, "AWS_CA_BUNDLE": self.account.bundle, **settings}
        with zipfile.ZipFile(package, "a") as archive:
            archive.writestr("settings.env", "".join(f"{name}={value}\n" for name, value in settings.items()))
        return folder

    def try_to_deploy(self):
        """Whether a tool could deploy it, and what it said."""
        pairs = [f"{name}={value}" for name, value in self.parameters.items()]
        if self.tool == "sam":
            ran = self.account.run(
                "sam", "deploy", "--template-file", self.template, "--stack-name", self.name,
                *(["--s3-bucket", self.artifacts] if self.artifacts else ["--resolve-s3"]),
                "--capabilities", "CAPABILITY_IAM", "--parameter-overrides", *pairs)
            return ran.returncode == 0, ran.stdout
        packaged = os.path.join(self.folder, "packaged.yaml")
        ran = self.account.run(
            "aws", "cloudformation", "package", "--template-file", self.template, "--s3-bucket", self.artifacts,
            "--output-template-file", packaged)
        if ran.returncode == 0:
            ran = self.account.run(
                "aws", "cloudformation", "deploy", "--template-file", packaged, "--stack-name", self.name,
                "--capabilities", "CAPABILITY_IAM", "--parameter-overrides", *pairs)
        return ran.returncode == 0, ran.stdout

    def deploy(self):
        """Deploys it, and learns how its parts are called."""
        is_deployed, told = self.try_to_deploy()
        if not is_deployed:
            raise AssertionError(f"{self.name} was not deployed:\n{told[-4000:]}")
        described = self.account.stacks.describe_stacks(StackName=self.name)["Stacks"][0]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
        resources = self.account.stacks.describe_stack_resources(StackName=self.name)["StackResources"]
        self.resources = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}
        return self

    def queue(self, name):
        """One of its queues."""
        return Queue(self.account.sqs, self.resources[name])

    def call(self, event):
        """Calls the function and waits: whether it failed, and the answer."""
        response = self.account.lambdas.invoke(FunctionName=self.name, Payload=json.dumps(event).encode())
        return "FunctionError" in response, json.loads(response["Payload"].read())

    def log(self):
        """What the function logged; no secret may be in it."""
        pages = self.account.client("logs").get_paginator("filter_log_events").paginate(
            logGroupName=self.outputs["LogGroup"])
        text = "".join(f"{event['message']}\n" for page in pages for event in page["events"])
        program.refuse_secrets(text, f"the log of {self.name}")
        return text

    def renew(self):
        """Makes the next call start the function anew, as it is when its configuration was set."""
        self.account.lambdas.update_function_configuration(FunctionName=self.name, MemorySize=512)

    @contextmanager
    def paused(self, queue):
        """For a time the function takes nothing from a queue."""
        mapping = next(
            each["UUID"] for each in self.account.lambdas.list_event_source_mappings(
                FunctionName=self.name)["EventSourceMappings"]
            if each["EventSourceArn"].endswith(f":{self.resources[queue].rpartition('/')[2]}"))
        self.account.lambdas.update_event_source_mapping(UUID=mapping, Enabled=False)
        try:
            yield
        finally:
            self.account.lambdas.update_event_source_mapping(UUID=mapping, Enabled=True)

    def statements(self, role="RelayRole"):
        """The statements of a role as they were deployed."""
        name = self.resources[role]
        policy, = self.account.iam.list_role_policies(RoleName=name)["PolicyNames"]
        return self.account.iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]["Statement"]

    @contextmanager
    def without(self, sids, action=None):
        """For a time the function's role has not one action, or none, of some statements."""
        before, after = self.statements(), []
        for statement in before:
            granted = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
            kept = [each for each in granted if statement["Sid"] not in sids or action not in (None, each)]
            if kept:
                after.append({**statement, "Action": kept})
        self._grant(after)
        try:
            yield
        finally:
            self._grant(before)

    def _grant(self, statements):
        self.account.iam.put_role_policy(
            RoleName=self.resources["RelayRole"], PolicyName="relay",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}))

    def client_of_function(self, service):
        """A client with the keys that the function was given."""
        found = until(self._surroundings_of_function, f"a function of {self.name} runs")
        return client(
            service, self.account.url, found["AWS_ACCESS_KEY_ID"], program.secret(found["AWS_SECRET_ACCESS_KEY"]),
            program.secret(found["AWS_SESSION_TOKEN"]), verify=self.account.bundle)

    def _surroundings_of_function(self):
        for entry in os.listdir("/proc"):
            try:
                with open(f"/proc/{entry}/environ", encoding="utf-8", errors="replace") as file:
                    pairs = dict(pair.partition("=")[::2] for pair in file.read().split("\0"))
            except OSError:
                continue
            if pairs.get("AWS_LAMBDA_FUNCTION_NAME") == self.name and pairs.get("GATEWAY_PORT") == str(
                    self.account.port):
                return pairs
        return None


class Queue:
    """A queue, seen from outside."""

    def __init__(self, sqs, url):
        self.sqs, self.url = sqs, url

    def messages(self):
        """What is in it, which stays there."""
        return self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])

    def length(self):
        """How many messages are waiting or are being worked on."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(told[name]) for name in names)

    def send(self, document):
        """Sends a document as a message."""
        self.sqs.send_message(QueueUrl=self.url, MessageBody=json.dumps(document))

    def retry_after(self, seconds):
        """Shortens the time after which what failed comes again."""
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": str(seconds)})

    def send_back(self, to):
        """Sends its messages to another queue, as a redrive does, which ministack knows not; how many."""
        moved = 0
        while messages := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                self.sqs.send_message(QueueUrl=to.url, MessageBody=message["Body"])
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
        return moved
