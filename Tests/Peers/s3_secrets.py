"""Secrets that are kept by AWS: Secrets Manager and the parameters of Systems Manager."""

import os
import subprocess

from processes import ROOT
from program import environment, secret
from reading import Reading, moto

READER = os.path.join(ROOT, ".build", "debug", "ReadSecret")


class SecretsKeptByAWS(Reading):
    """Secrets that are given by ARN."""

    def read(self, *arns, **more):
        """What is printed for each ARN."""
        settings = {
            **moto().settings, "AWS_ENDPOINT_URL": moto().url, **more}
        ending = subprocess.run(
            [READER, *arns], env=environment(settings), capture_output=True, text=True, timeout=60, check=True)
        return ending.stdout.splitlines()

    def test_a_secret_is_read_whole_or_by_a_key_of_its_json(self):
        manager = moto().client("secretsmanager")
        plain = manager.create_secret(Name="relay/plain", SecretString="a token+of/ours")["ARN"]
        fields = manager.create_secret(Name="relay/json", SecretString='{"token":"t-1","other":"x"}')["ARN"]
        self.assertEqual(
            self.read(plain, fields, fields + "#token"),
            ["a token+of/ours", '{"token":"t-1","other":"x"}', "t-1"])

    def test_a_parameter_is_read_in_clear(self):
        parameters = moto().client("ssm")
        for name in ("relay-token", "/relay/deep/token"):
            parameters.put_parameter(Name=name, Value=f"value of {name}", Type="SecureString")
        arns = [parameters.get_parameter(Name=name)["Parameter"]["ARN"] for name in ("relay-token", "/relay/deep/token")]
        self.assertEqual(self.read(*arns), ["value of relay-token", "value of /relay/deep/token"])

    def test_a_secret_that_is_not_there_or_not_allowed_is_named(self):
        arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:relay/none-AbCdEf"
        missing, = self.read(arn)
        self.assertIn("ResourceNotFoundException", missing)
        self.assertIn("relay/none-AbCdEf", missing)
        session = moto().session
        forbidden, = self.read(
            arn, AWS_ACCESS_KEY_ID=session["AccessKeyId"], AWS_SECRET_ACCESS_KEY=session["SecretAccessKey"],
            AWS_SESSION_TOKEN=session["SessionToken"])
        self.assertIn("secretsmanager:GetSecretValue", forbidden)

    def test_a_wrong_key_is_refused(self):
        arn = moto().client("secretsmanager").create_secret(Name="relay/kept", SecretString="kept")["ARN"]
        told, = self.read(arn, AWS_SECRET_ACCESS_KEY=secret("not/the+key"))
        self.assertIn("error: ", told)
        self.assertNotIn("not/the+key", told)
