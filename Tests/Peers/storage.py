"""The S3 servers of others: moto, rclone, and ministack, which is more than S3."""

import json
import os
import ssl
import sys
import urllib.request

import boto3
from botocore.config import Config

import program
from processes import Process, free_port, scratch, until

_BESIDE = os.path.dirname(sys.executable)


def _surroundings(**more):
    return {"PATH": f"{_BESIDE}:/usr/local/bin:/usr/bin:/bin", "HOME": scratch("home"), "TMPDIR": scratch(),
            "PYTHONUNBUFFERED": "1", **more}


def client(service, url, key, secret, token=None, verify=None):
    """A client of boto3 that asks a server on this machine; `verify` is the file of authorities that it trusts."""
    return boto3.client(
        service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret,
        aws_session_token=token, verify=verify,
        config=Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required",
                      inject_host_prefix=False, retries={"total_max_attempts": 2}))


class Storage:
    """A server with S3's interface, and keys that it knows."""

    url = key = secret = ""

    @property
    def settings(self):
        """What the program must be told to read from it."""
        return {
            "AWS_ENDPOINT_URL_S3": self.url, "AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret}

    def client(self, service="s3"):
        return client(service, self.url, self.key, self.secret)


class Moto(Storage):
    """moto, which asks for signatures and rights."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # Whoever comes first may do anything, until the checks are switched on below.
        self.process = Process(
            "moto", [os.path.join(_BESIDE, "moto_server"), "-H", "127.0.0.1", "-p", str(self.port)],
            _surroundings(INITIAL_NO_AUTH_ACTION_COUNT="1000000"))
        self.process.wait_for_port(self.port, seconds=60)
        iam = client("iam", self.url, "any", "any")
        user = iam.create_user(UserName="relay")["User"]["Arn"]
        iam.put_user_policy(
            UserName="relay", PolicyName="all",
            PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}')
        keys = iam.create_access_key(UserName="relay")["AccessKey"]
        self.key, self.secret = keys["AccessKeyId"], program.secret(keys["SecretAccessKey"])
        self.role = iam.create_role(
            RoleName="reader", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
        iam.put_role_policy(
            RoleName="reader", PolicyName="read",
            PolicyDocument='{"Version":"2012-10-17","Statement":'
                           '[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}')
        # Without this content type moto answers 500.
        urllib.request.urlopen(urllib.request.Request(
            f"{self.url}/moto-api/reset-auth", data=b"0", method="POST",
            headers={"Content-Type": "application/octet-stream"}), timeout=20).read()
        # Keys for a time, with the token that goes with them.
        self.session = self.client("sts").assume_role(RoleArn=self.role, RoleSessionName="session")["Credentials"]
        program.secret(self.session["SecretAccessKey"])
        program.secret(self.session["SessionToken"])


class Rclone(Storage):
    """rclone's S3 server over a folder, whose first level are the buckets."""

    def __init__(self, key="AKIDOFRCLONE", secret="the/secret+of/rclone"):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.key, self.secret = key, program.secret(secret)
        self.folder = scratch(f"rclone-{self.port}")
        os.makedirs(os.path.join(self.folder, "bucket"))
        self.process = Process(
            "rclone", [os.path.join(_BESIDE, "rclone"), "serve", "s3", "--auth-key", f"{key},{secret}", "--addr",
                       f"127.0.0.1:{self.port}", "--no-modtime", "--vfs-cache-mode", "off", "--dir-cache-time", "0s",
                       "--config", "/dev/null", self.folder],
            _surroundings())
        self.process.wait_for_port(self.port)

    def put(self, key, content, bucket="bucket"):
        """Puts an object in its place, past the server."""
        path = os.path.join(self.folder, bucket, key)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


class Ministack(Storage):
    """ministack, with IAM in force: S3, SNS, SQS, EventBridge and Lambda, which runs functions as processes here.

    With an `authority` it speaks TLS under its certificate, and knows what the templates need (`amended_ministack`).
    """

    key = secret = "test"

    def __init__(self, authority=None):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.bundle, words, more = None, [os.path.join(_BESIDE, "ministack")], {}
        if authority is not None:
            self.url = f"https://127.0.0.1:{self.port}"
            self.bundle = authority.bundle()
            words = [sys.executable, os.path.join(os.path.dirname(__file__), "amended_ministack.py")]
            more = {"USE_SSL": "1", "MINISTACK_SSL_CERT": authority.server, "MINISTACK_SSL_KEY": authority.server,
                    "IOT_MTLS_ENABLED": "0"}
        self.process = Process(
            "ministack", words,
            _surroundings(
                GATEWAY_PORT=str(self.port), EDGE_PORT=str(self.port), BIND_HOST="127.0.0.1",
                MINISTACK_HOST="127.0.0.1", STATE_DIR=scratch("ministack"), PERSIST_STATE="0", AUTH="true",
                LAMBDA_ASYNC_RETRY_BASE_SECONDS="1", LAMBDA_ASYNC_RETRY_MAX_SECONDS="1",
                AWS_ACCESS_KEY_ID=self.key, AWS_SECRET_ACCESS_KEY=self.secret, **more))
        self.process.wait_for_port(self.port, seconds=60)
        until(self._is_healthy, "ministack is healthy", 60)

    def client(self, service="s3"):
        return client(service, self.url, self.key, self.secret, verify=self.bundle)

    def _is_healthy(self):
        trust = ssl.create_default_context(cafile=self.bundle) if self.bundle else None
        try:
            return urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=5, context=trust).status == 200
        except OSError:
            return False
