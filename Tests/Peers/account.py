"""An account of AWS on this machine, with AWS's own tools to work in it."""

import json
import os
import subprocess
from contextlib import contextmanager

from network import Authority
from processes import ROOT, scratch
from storage import Ministack

TOOLS = os.path.join(ROOT, ".build", "peers-deployers", "bin")


class Account(Ministack):
    """ministack over TLS, without which the buckets of the templates answer nobody."""

    def __init__(self):
        super().__init__(Authority(others=0))
        self.s3, self.sqs, self.iam = self.client(), self.client("sqs"), self.client("iam")
        self.lambdas, self.stacks = self.client("lambda"), self.client("cloudformation")
        self.s3.create_bucket(Bucket="artifacts")

    def run(self, *words, seconds=180):
        """Runs a tool of AWS's with this account's keys."""
        surroundings = {
            "PATH": f"{TOOLS}:/usr/local/bin:/usr/bin:/bin", "HOME": scratch("home"), "AWS_ENDPOINT_URL": self.url,
            "AWS_CA_BUNDLE": self.bundle, "AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "SAM_CLI_TELEMETRY": "0"}
        return subprocess.run(
            words, env=surroundings, cwd=scratch(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=seconds, check=False)

    def keep_secret(self, name, text):
        """Keeps a text in Secrets Manager; its ARN."""
        return self.client("secretsmanager").create_secret(Name=name, SecretString=text)["ARN"]

    def keep_parameter(self, name, text):
        """Keeps a text in SSM; its ARN."""
        self.client("ssm").put_parameter(Name=name, Value=text, Type="SecureString")
        return f"arn:aws:ssm:us-east-1:000000000000:parameter/{name}"

    def topic(self, name):
        """A topic that everybody may publish to."""
        sns = self.client("sns")
        arn = sns.create_topic(Name=name)["TopicArn"]
        sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": arn}]}))
        return arn

    @contextmanager
    def denied(self, bucket, key):
        """For a time nobody can read an object, whatever else is granted."""
        try:
            before = self.s3.get_bucket_policy(Bucket=bucket)["Policy"]
        except self.s3.exceptions.ClientError:
            before = None
        policy = json.loads(before) if before else {"Version": "2012-10-17", "Statement": []}
        policy["Statement"].append({
            "Sid": "Denied", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject*",
            "Resource": f"arn:aws:s3:::{bucket}/{key}"})
        self.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
        try:
            yield
        finally:
            if before:
                self.s3.put_bucket_policy(Bucket=bucket, Policy=before)
            else:
                self.s3.delete_bucket_policy(Bucket=bucket)
