"""The templates in deploy/, as the linters see them: as they are written, and as AWS expands them.

Runs in the python that has the SAM command-line tool; CHECKOV names the program of that name, which needs another one.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEMPLATES = ["deploy/template.yaml", "deploy/template-direct.yaml"]
BESIDE = os.path.dirname(sys.executable)
SURROUNDINGS = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-west-1"}


def run(*command):
    """Whether a command found nothing to complain of, and all that it said."""
    done = subprocess.run(
        command, cwd=TOP, env=SURROUNDINGS, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180)
    return done.returncode == 0, done.stdout + done.stderr


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


class Expanded:
    """A template as AWS makes it of a SAM one, in a file for a while."""

    class _NoManagedPolicies:
        def load(self):
            return {}

    def __init__(self, text):
        self.template = yaml_parse(text)
        for resource in self.template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = "s3://packages/capture-relay.zip"
        os.environ["AWS_DEFAULT_REGION"] = SURROUNDINGS["AWS_DEFAULT_REGION"]
        self.template = transform(self.template, {}, self._NoManagedPolicies())

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile("w", suffix=".json")
        json.dump(self.template, self.file)
        self.file.flush()
        return self.file.name

    def __exit__(self, *_):
        self.file.close()


class Lint(unittest.TestCase):
    """What the linters say of the templates."""

    def each(self, check):
        for path in TEMPLATES:
            with self.subTest(template=path):
                good, said = check(path)
                self.assertTrue(good, said)

    def test_sam_validates_them(self):
        self.each(lambda path: run(os.path.join(BESIDE, "sam"), "validate", "--lint", "--template", path))

    def test_cfn_lint_finds_nothing_in_them(self):
        self.each(lambda path: run(os.path.join(BESIDE, "cfn-lint"), path))

    def test_cfn_lint_finds_nothing_in_what_aws_makes_of_them(self):
        def check(path):
            with Expanded(read(path)) as file:
                return run(os.path.join(BESIDE, "cfn-lint"), file)
        self.each(check)

    def test_checkov_finds_nothing_but_what_has_a_reason(self):
        def check(path):
            return run(os.environ["CHECKOV"], "--file", path, "--framework", "cloudformation", "--compact", "--quiet",
                       "--skip-download")
        self.each(check)

    def test_every_exception_has_its_reason(self):
        exceptions = 0
        for path in TEMPLATES:
            for name, resource in yaml_parse(read(path))["Resources"].items():
                for skipped in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
                    with self.subTest(template=path, resource=name, check=skipped["id"]):
                        self.assertGreater(len(skipped["comment"].split()), 4)
                    exceptions += 1
            self.assertNotRegex(read(path), r"ignore_checks|checkov:skip", "an exception belongs to one resource")
        self.assertGreater(exceptions, 0)


class Faults(unittest.TestCase):
    """The linters would find what is easily done wrong, in what AWS makes of the template at least."""

    def expect(self, finding, *replacement):
        text = read(TEMPLATES[0])
        changed = re.sub(*replacement, text, count=1)
        self.assertNotEqual(changed, text, "the template has changed; change this fault too")
        with Expanded(changed) as file:
            good, said = run(os.path.join(BESIDE, "cfn-lint"), file)
        self.assertFalse(good)
        self.assertIn(finding, said)

    def test_resources_that_wait_for_each_other(self):
        self.expect("E3004", r"(  RelayBucket:\n    Type: AWS::S3::Bucket\n)", r"\1    DependsOn: Relay\n")

    def test_a_runtime_that_does_not_exist(self):
        self.expect("provided.al2099", r"provided\.al2023", "provided.al2099")

    def test_a_resource_that_is_not_there(self):
        self.expect("NoSuchQueue", r"!GetAtt CaptureQueue\.Arn", "!GetAtt NoSuchQueue.Arn")

    def test_a_property_that_does_not_exist(self):
        self.expect("VisibilityTimeOut", r"VisibilityTimeout", "VisibilityTimeOut")


if __name__ == "__main__":
    unittest.main(verbosity=2)
