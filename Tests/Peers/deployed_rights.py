"""What the functions of the templates may do: no more than they must, and each right that they have is needed.

ministack asks for rights where a call comes in. What AWS itself does with the role's rights, and keys of KMS, it leaves
out: those statements are held to their exact words here, each with the reason.
"""

import contextlib
import itertools
import json
import unittest

import captures
import objects
from deployments import EVERYTHING, PREFIX, account, deployments
from processes import until

_numbers = itertools.count()


def setUpModule():
    deployments()


def told(deployment, key, **more):
    """Tells the function of an object and waits; what its log says of it if it failed, else nothing."""
    event = captures.notification(captures.record(deployment.bucket, key, **more))
    is_failure, answer = deployment.stack.call(event)
    if not is_failure:
        return None
    # The answer is cut off where the log is not.
    said = [line for line in deployment.stack.log().splitlines() if "ERROR" in line and key in line]
    return "\n".join(said) or str(answer)


def fresh(deployment, content=None):
    """A new object that the function knows nothing of; its label, its key, and what S3 says of it."""
    label = f"right-{next(_numbers)}"
    key = f"{PREFIX}{label}.jsonl"
    return label, key, deployment.put_unannounced(key, captures.content(label) if content is None else content)


def reading(deployment):
    """Relays an object."""
    _, key, _ = fresh(deployment)
    return told(deployment, key)


def reading_a_version(deployment):
    """Relays a version of an object."""
    account().s3.put_bucket_versioning(Bucket=deployment.bucket, VersioningConfiguration={"Status": "Enabled"})
    _, key, put = fresh(deployment)
    return told(deployment, key, version=put["VersionId"])


def quarantining(deployment):
    """Relays an object with a line that must be kept apart."""
    _, key, _ = fresh(deployment, captures.content("kept") + b'{"captureData": "nothing"}\n')
    return told(deployment, key)


def starting(deployment):
    """Relays an object in a function that has to get its token first."""
    deployment.stack.renew()
    return reading(deployment)


def continuing(deployment):
    """Relays an object that takes more than one invocation, and keeps the lines of all in one document."""
    made = objects.Capture(f"right-{next(_numbers)}")
    made.add_bad()
    for _ in range(250):
        made.add()
    made.add_bad()
    _, key, _ = fresh(deployment, made.content)
    with unfinished(deployment):
        for _ in range(9):
            words = told(deployment, key)
            if "access is denied" in (words or "") or all(deployment.monitor.counts[each] for each in made.ids):
                break
    return words


def sending(deployment):
    """Sends a message for the rest of an object."""
    _, key, _ = fresh(deployment, objects.plain(f"right-{next(_numbers)}", 250).content)
    with unfinished(deployment):
        return told(deployment, key)


def unfinished(deployment):
    """Leaves the messages for what is left of objects in their queue, where there is one."""
    return deployment.stack.paused("ContinuationQueue") if "ContinuationQueue" in deployment.stack.resources \
        else contextlib.nullcontext()


# What shows that a statement's action is needed: who does it in each template, and what is said when it is missing.
SHOWN = {
    ("ReadCaptures", "s3:GetObject"): (reading, ["usual", "direct"], ["/in/right-", "grant s3:GetObject"]),
    ("ReadCaptures", "s3:GetObjectVersion"): (
        reading_a_version, ["usual", "direct"], ["/in/right-", "s3:GetObjectVersion"]),
    ("KeepProgress", "s3:GetObject"): (reading, ["usual", "direct"], ["/state/", "grant s3:GetObject"]),
    ("KeepProgress", "s3:PutObject"): (reading, ["usual", "direct"], ["/state/", "grant s3:PutObject"]),
    ("KeepQuarantine", "s3:GetObject"): (continuing, ["rests", "called"], ["/quarantine/", "grant s3:GetObject"]),
    ("KeepQuarantine", "s3:PutObject"): (quarantining, ["usual", "direct"], ["/quarantine/", "grant s3:PutObject"]),
    ("ReadTokens", "secretsmanager:GetSecretValue"): (starting, ["usual"], ["grant secretsmanager:GetSecretValue"]),
    ("ReadTokens", "ssm:GetParameter"): (starting, ["rests", "called"], ["grant ssm:GetParameter"]),
    ("ReadSecrets", "secretsmanager:GetSecretValue"): (starting, ["direct"], ["grant secretsmanager:GetSecretValue"]),
    ("ReadSecrets", "ssm:GetParameter"): (starting, ["new"], ["grant ssm:GetParameter"]),
    ("SendTheRest", "sqs:SendMessage"): (sending, ["rests"], ["sqs:SendMessage"]),
}

BY_S3 = "ministack says of an object that is not there that it is missing; S3 says so only to who may list the bucket"
BY_KMS = "ministack asks nobody for rights on keys when objects and secrets are encrypted"
BY_LAMBDA = "ministack does it without asking for rights; on AWS, Lambda does it with the role's"


def held(deployment):
    """The statements that nothing here shows to be needed: what exactly each grants, on what, and why it is not shown."""
    stack = deployment.stack

    def arn(name):
        return f"arn:aws:sqs:us-east-1:000000000000:{stack.resources[name].rpartition('/')[2]}"

    return {
        "TellMissingCaptures": (["s3:ListBucket"], [f"arn:aws:s3:::{deployment.bucket}"], BY_S3),
        "TellMissingProgress": (["s3:ListBucket"], [f"arn:aws:s3:::{stack.outputs['RelayBucket']}"], BY_S3),
        "DecryptCaptures": (["kms:Decrypt"], [EVERYTHING["CaptureKeyArn"]], BY_KMS),
        "EncryptWhatIsKept": (["kms:Decrypt", "kms:GenerateDataKey"], [EVERYTHING["RelayKeyArn"]], BY_KMS),
        "DecryptSecrets": (["kms:Decrypt"], [EVERYTHING["SecretKeyArn"]], BY_KMS),
        "CallPartnerApp": (
            ["sagemaker:CallPartnerAppApi"], [EVERYTHING["PartnerAppArn"]], "ministack has no SageMaker"),
        "TakeMessages": (
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            [arn(name) for name in ("CaptureQueue", "ContinuationQueue", "BackfillQueue") if name in stack.resources],
            BY_LAMBDA),
        "TellFailures": (
            ["sqs:SendMessage"], [arn(name) for name in ("Failures",) if name in stack.resources], BY_LAMBDA),
        "WriteLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [f"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/{stack.name}:*"], BY_LAMBDA),
        "LiveInTheNetwork": (
            ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
             "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"],
            ["*"], "ministack has no networks; what AWS asks for here has no resource to be limited to"),
    }


def listed(value):
    """What may be one or several, as a list."""
    return [value] if isinstance(value, str) else value


class Needed(unittest.TestCase):
    """Each right is needed: without it something fails, and says what is missing."""

    def test_each_statement_is_shown_to_be_needed_or_held_to_its_words(self):
        conditions = {"TellMissingCaptures": {"StringLikeIfExists": {"s3:prefix": "in/*"}}}
        for name in ("everything", "everything-direct"):
            stack, exact = deployments()[name].stack, held(deployments()[name])
            for statement in stack.statements():
                sid, actions = statement["Sid"], listed(statement["Action"])
                with self.subTest(template=stack.template, sid=sid):
                    self.assertEqual(statement["Effect"], "Allow")
                    if sid in exact:
                        self.assertEqual((actions, listed(statement["Resource"])), exact[sid][:2])
                        self.assertEqual(statement.get("Condition"), conditions.get(sid))
                        continue
                    for action in actions:
                        self.assertIn((sid, action), SHOWN, "it is neither shown to be needed nor held to its words")

    def test_what_is_held_to_its_words_makes_no_difference_here(self):
        # Should ministack ask for these rights some day, they can be shown.
        for name in ("usual", "direct"):
            deployment = deployments()[name]
            with self.subTest(name=name), deployment.stack.without(set(held(deployment))):
                label = f"right-{next(_numbers)}"
                deployment.put(f"{PREFIX}{label}.jsonl", captures.content(label))
                until(lambda label=label, deployment=deployment: deployment.rows(label), "rows come all the same")
                self.assertIn("NoSuchKey", told(deployment, f"{PREFIX}gone.jsonl"))
        direct = deployments()["direct"]
        with direct.stack.without({"TellFailures"}):
            event = captures.notification(captures.record(direct.bucket, f"{PREFIX}gone.jsonl"))
            before = direct.stack.queue("Failures").length()
            account().lambdas.invoke(FunctionName="direct", InvocationType="Event", Payload=json.dumps(event).encode())
            until(lambda: direct.stack.queue("Failures").length() == before + 1, "the failure is told all the same")

    def test_what_is_shown_is_limited_to_these_resources(self):
        for name in ("everything", "everything-direct"):
            deployment = deployments()[name]
            captured, kept = f"arn:aws:s3:::{deployment.bucket}", f"arn:aws:s3:::{deployment.stack.outputs['RelayBucket']}"
            rest = deployment.stack.resources.get("ContinuationQueue", "").rpartition("/")[2]
            expected = {
                "ReadCaptures": [f"{captured}/in/*"], "KeepProgress": [f"{kept}/state/*"],
                "KeepQuarantine": [f"{kept}/quarantine/*"],
                "ReadTokens": [EVERYTHING["FiddlerTokenArn"].partition("#")[0], EVERYTHING["MonitorTokenArn"]],
                "ReadSecrets": EVERYTHING["SecretArns"].split(","),
                "SendTheRest": [f"arn:aws:sqs:us-east-1:000000000000:{rest}"],
            }
            for statement in deployment.stack.statements():
                if statement["Sid"] in expected:
                    with self.subTest(template=deployment.stack.template, sid=statement["Sid"]):
                        self.assertEqual(listed(statement["Resource"]), expected[statement["Sid"]])
                        self.assertNotIn("Condition", statement)

    def test_the_role_for_batch_operations_is_held_to_its_words(self):
        # ministack has no S3 Batch Operations.
        deployment = deployments()["everything"]
        function = deployment.stack.outputs["FunctionArn"]
        batch = f"arn:aws:s3:::{deployment.stack.outputs['RelayBucket']}/batch/*"
        self.assertEqual(
            {each["Sid"]: (listed(each["Action"]), listed(each["Resource"]))
             for each in deployment.stack.statements("BatchRole")},
            {"CallRelay": (["lambda:InvokeFunction"], [function, f"{function}:*"]),
             "GenerateManifests": (["s3:PutInventoryConfiguration"], [f"arn:aws:s3:::{deployment.bucket}"]),
             "ReadManifests": (["s3:GetObject", "s3:GetObjectVersion"], [batch]),
             "WriteManifestsAndReports": (["s3:PutObject"], [batch]),
             "EncryptManifestsAndReports": (["kms:Decrypt", "kms:GenerateDataKey"], [EVERYTHING["RelayKeyArn"]])})


def _needs(sid, action, name):
    probe, _, words = SHOWN[sid, action]

    def test(self):
        deployment = deployments()[name]
        with deployment.stack.without({sid}, action):
            said = probe(deployment)
            self.assertIsNotNone(said, f"nothing fails without {action} of {sid}")
            for word in words:
                self.assertIn(word, said)
        self.assertIsNone(probe(deployment))

    return test


for (_sid, _action), (_, _names, _) in SHOWN.items():
    for _name in _names:
        setattr(Needed, f"test_without_{_action}_of_{_sid}_the_function_{_name}_fails_and_says_so",
                _needs(_sid, _action, _name))


class Limits(unittest.TestCase):
    """The keys that the function is given open nothing else."""

    def refused(self, call, *codes, **arguments):
        """Holds that a call is refused for want of rights."""
        with self.assertRaises(Exception) as caught:
            call(**arguments)
        self.assertIn(caught.exception.response["Error"]["Code"], codes or ("AccessDenied", "403"), arguments)

    def test_the_functions_keys_read_captures_and_nothing_else(self):
        for name in ("usual", "direct"):
            deployment = deployments()[name]
            relay = deployment.stack.outputs["RelayBucket"]
            with self.subTest(name=name):
                _, key, _ = fresh(deployment)
                self.assertIsNone(told(deployment, key))
                deployment.put_unannounced("out/a.jsonl", b"other")
                account().s3.put_object(Bucket=relay, Key="batch/report.csv", Body=b"report")
                s3 = deployment.stack.client_of_function("s3")
                self.assertEqual(s3.get_object(Bucket=deployment.bucket, Key=key)["ContentLength"], 1140)
                self.refused(s3.get_object, Bucket="artifacts", Key="anything")
                self.refused(s3.list_objects_v2, Bucket="artifacts")
                self.refused(s3.list_buckets)
                self.refused(s3.get_object, Bucket=deployment.bucket, Key="out/a.jsonl")
                self.refused(s3.list_objects_v2, Bucket=deployment.bucket, Prefix="out/")
                self.refused(s3.get_object, Bucket=relay, Key="batch/report.csv")

    def test_the_functions_keys_write_progress_and_quarantine_and_nothing_else(self):
        for name in ("usual", "direct"):
            deployment = deployments()[name]
            relay = deployment.stack.outputs["RelayBucket"]
            with self.subTest(name=name):
                _, key, _ = fresh(deployment)
                self.assertIsNone(told(deployment, key))
                s3 = deployment.stack.client_of_function("s3")
                for bucket, place in (
                    (deployment.bucket, key), (deployment.bucket, "state/a"), (relay, "a"), (relay, "batch/a"),
                    (relay, "states/a"), ("artifacts", "state/a"),
                ):
                    self.refused(s3.put_object, Bucket=bucket, Key=place, Body=b"mischief")
                self.refused(s3.delete_object, Bucket=deployment.bucket, Key=key)
                self.refused(s3.delete_object, Bucket=relay, Key=next(iter(deployment.kept("state/"))))
                self.refused(s3.delete_bucket_policy, Bucket=relay)

    def test_the_functions_keys_open_no_other_secret_and_no_other_queue(self):
        other = account().keep_secret("another", "text")
        for name, own in (("usual", "DeadLetters"), ("direct", "Failures")):
            deployment = deployments()[name]
            with self.subTest(name=name):
                self.assertIsNone(reading(deployment))
                secrets = deployment.stack.client_of_function("secretsmanager")
                self.refused(secrets.get_secret_value, "AccessDeniedException", SecretId=other)
                parameters = deployment.stack.client_of_function("ssm")
                self.refused(parameters.get_parameter, "AccessDeniedException", Name="fiddler-of-new")
                sqs = deployment.stack.client_of_function("sqs")
                url = deployments()["new"].stack.resources["CaptureQueue"]
                self.refused(
                    sqs.send_message, "AccessDenied", "AccessDeniedException", QueueUrl=url, MessageBody="mischief")
                self.refused(
                    sqs.receive_message, "AccessDenied", "AccessDeniedException",
                    QueueUrl=deployment.stack.resources[own])
