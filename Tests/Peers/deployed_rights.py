"""What the functions of the templates may do: no more than they must, and each right that they have is needed.

ministack asks for rights where a call comes in. What AWS itself does with the role's rights, and keys of KMS, it leaves
out: those statements are held to their exact words, each with the reason (`rights.held`).
"""

import json
import unittest

import captures
from deployments import EVERYTHING, PREFIX, account, deployments
from processes import until
from rights import SHOWN, fresh, held, listed, reading, told


# The parameters that name a token, in the order of the statement.
TOKENS = ("FiddlerTokenArn", "MonitorTokenArn", "OpenScaleApiKeyArn", "OpenScalePasswordArn")


def setUpModule():
    deployments()


class Needed(unittest.TestCase):
    """Each right is needed: without it something fails, and says what is missing."""

    def test_each_statement_is_shown_to_be_needed_or_held_to_its_words(self):
        conditions = {"TellMissingCaptures": {"StringLikeIfExists": {"s3:prefix": "in/*"}}}
        for name, without in (("everything", set()), ("everything-direct", {"SendTheRest"})):
            stack, exact = deployments()[name].stack, held(deployments()[name])
            with self.subTest(template=stack.template):
                self.assertEqual(
                    sorted(statement["Sid"] for statement in stack.statements()),
                    sorted({sid for sid, _ in SHOWN} - without | set(exact)))
            for statement in stack.statements():
                sid, actions = statement["Sid"], listed(statement["Action"])
                with self.subTest(template=stack.template, sid=sid):
                    self.assertEqual(statement["Effect"], "Allow")
                    if sid in exact:
                        self.assertEqual((actions, listed(statement["Resource"])), exact[sid][:2])
                        self.assertEqual(statement.get("Condition"), conditions.get(sid))
                        continue
                    self.assertEqual(set(actions), {action for shown, action in SHOWN if shown == sid})

    def test_what_is_held_to_its_words_makes_no_difference_here(self):
        # Should ministack ask for these rights some day, they can be shown.
        for name in ("usual", "direct"):
            deployment = deployments()[name]
            with self.subTest(name=name), deployment.stack.without(set(held(deployment))):
                deployment.put(f"{PREFIX}held.jsonl", captures.content("held"))
                until(lambda deployment=deployment: deployment.rows("held"), "rows come all the same")
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
            captured = f"arn:aws:s3:::{deployment.bucket}"
            kept = f"arn:aws:s3:::{deployment.stack.outputs['RelayBucket']}"
            rest = deployment.stack.resources.get("ContinuationQueue", "").rpartition("/")[2]
            expected = {
                "ReadCaptures": [f"{captured}/in/*"], "KeepProgress": [f"{kept}/state/*"],
                "KeepQuarantine": [f"{kept}/quarantine/*"],
                "ReadTokens": [
                    EVERYTHING[each].partition("#")[0] for each in TOKENS if each in deployment.stack.parameters],
                "ReadSecrets": EVERYTHING["SecretArns"].split(","),
                "SendTheRest": [f"arn:aws:sqs:us-east-1:000000000000:{rest}"],
            }
            for statement in deployment.stack.statements():
                if statement["Sid"] in expected:
                    with self.subTest(template=deployment.stack.template, sid=statement["Sid"]):
                        self.assertEqual(listed(statement["Resource"]), expected[statement["Sid"]])
                        self.assertNotIn("Condition", statement)

    def test_nobody_but_lambda_and_batch_operations_takes_a_role(self):
        for name, role, trusted in (
            ("everything", "RelayRole", ({"Service": "lambda.amazonaws.com"}, None)),
            ("everything-direct", "RelayRole", ({"Service": "lambda.amazonaws.com"}, None)),
            ("everything", "BatchRole", (
                {"Service": "batchoperations.s3.amazonaws.com"},
                {"StringEqualsIfExists": {"aws:SourceAccount": "000000000000"}})),
        ):
            stack = deployments()[name].stack
            document = account().iam.get_role(RoleName=stack.resources[role])["Role"]["AssumeRolePolicyDocument"]
            statement, = document["Statement"]
            with self.subTest(template=stack.template, role=role):
                self.assertEqual((statement["Principal"], statement.get("Condition")), trusted)
                self.assertEqual((statement["Effect"], statement["Action"]), ("Allow", "sts:AssumeRole"))
                attached = account().iam.list_attached_role_policies(RoleName=stack.resources[role])
                self.assertEqual(attached["AttachedPolicies"], [])

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
        for name in ("usual", "rests", "direct", "called"):
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
        for name in ("usual", "rests", "direct", "called"):
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
        for name, own in (
            ("usual", "DeadLetters"), ("rests", "DeadLetters"), ("direct", "Failures"), ("called", "Failures"),
        ):
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
