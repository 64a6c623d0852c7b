"""What each right of a function is for: something that fails without it, or the exact words that it must have."""

import contextlib
import itertools

import captures
import objects
from deployments import EVERYTHING, PREFIX, account

_numbers = itertools.count()


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
    for _ in range(350):
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
    _, key, _ = fresh(deployment, objects.plain(f"right-{next(_numbers)}", 350).content)
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

BY_S3 = "ministack says of an object that is not there that it is missing; S3 says so to who may list the bucket only"
BY_KMS = "ministack asks nobody for rights on keys when objects and secrets are encrypted"
BY_LAMBDA = "ministack does it without asking for rights; on AWS, Lambda does it with the role's"


def held(deployment):
    """The statements that nothing shows to be needed: what exactly each grants, on what, and why it is not shown."""
    stack = deployment.stack

    def queues(*names):
        return [f"arn:aws:sqs:us-east-1:000000000000:{stack.resources[name].rpartition('/')[2]}" for name in names]

    both = {
        "TellMissingCaptures": (["s3:ListBucket"], [f"arn:aws:s3:::{deployment.bucket}"], BY_S3),
        "TellMissingProgress": (["s3:ListBucket"], [f"arn:aws:s3:::{stack.outputs['RelayBucket']}"], BY_S3),
        "DecryptCaptures": (["kms:Decrypt"], [EVERYTHING["CaptureKeyArn"]], BY_KMS),
        "DecryptSecrets": (["kms:Decrypt"], [EVERYTHING["SecretKeyArn"]], BY_KMS),
        "WriteLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [f"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/{stack.name}:*"], BY_LAMBDA),
    }
    if "Failures" in stack.resources:
        return {**both, "TellFailures": (["sqs:SendMessage"], queues("Failures"), BY_LAMBDA)}
    return {
        **both,
        "EncryptWhatIsKept": (["kms:Decrypt", "kms:GenerateDataKey"], [EVERYTHING["RelayKeyArn"]], BY_KMS),
        "CallPartnerApp": (
            ["sagemaker:CallPartnerAppApi"], [EVERYTHING["PartnerAppArn"]], "ministack has no SageMaker"),
        "TakeMessages": (
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            queues("CaptureQueue", "ContinuationQueue", "BackfillQueue"), BY_LAMBDA),
        "LiveInTheNetwork": (
            ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
             "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"],
            ["*"], "ministack has no networks; what AWS asks for here has no resource to be limited to"),
    }


def listed(value):
    """What may be one or several, as a list."""
    return [value] if isinstance(value, str) else value
