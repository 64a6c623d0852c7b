"""Payload and feedback records, as OpenScale would look at them."""

import uuid


def problem_of(kind, document):
    """What is wrong with the records of a request, if anything is; `kind` is the last step of its path."""
    if kind == "feedback_payloads":
        return _table_problem(document, "the feedback") or _missing(document, "binding_id", "subscription_id")
    if not isinstance(document, list):
        return "the body is no array of records"
    for record in document:
        if kind == "scoring_payloads":
            missing = _missing(record, "binding_id", "subscription_id", "deployment_id", "request", "response")
            if missing:
                return missing
        for side in ("request", "response"):
            if side in record:
                problem = _table_problem(record[side], side)
                if problem:
                    return problem
        if "fields" in record:
            problem = _table_problem(record, "the feedback")
            if problem:
                return problem
    return None


def ids_of(document):
    """The ids that the payload rows of a request are kept under, as the real service was seen to make them."""
    if not isinstance(document, list):
        return []
    ids = []
    for record in document:
        if "request" not in record:
            continue
        name = record.get("scoring_id") or str(uuid.uuid4())
        ids += [f"{name}-{number + 1}" for number in range(len(record["request"]["values"]))]
    return ids


def _missing(record, *names):
    missing = [name for name in names if name not in record]
    return f"a record has no {', '.join(missing)}" if missing else None


def _table_problem(table, name):
    if not isinstance(table, dict) or not isinstance(table.get("values"), list):
        return f"{name} has no values"
    width = len(table.get("fields", table["values"][0] if table["values"] else []))
    for row in table["values"]:
        if not isinstance(row, list) or len(row) != width:
            return f"a row of {name} has not the {width} values of its fields"
    return None
