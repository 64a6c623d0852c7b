"""Ground truth goes to OpenScale as feedback, alone and joined with the captures that it belongs to."""

import os
import time
import unittest

import openscale_cases
from openscale_captures import capture, file_of, truth
from openscale_service import OpenScale
from processes import scratch
from program import replay
from reading import moto

INPUTS, LABEL = ["나이", "plan"], "이탈"


class Labels(unittest.TestCase):
    """The built program and an OpenScale of our own."""

    def settings(self, service, **more):
        return {
            **service.settings(OPENSCALE_FEEDBACK_DATA_SET_ID=service.catalog.feedback_data_set),
            **openscale_cases.settings(
                INPUTS, "score,predicted_label", {"나이": "int", "score": "float", "predicted_label": "int", LABEL: "int"}),
            "CAPTURE_LABEL_COLUMNS": LABEL, **more}

    def captures(self):
        return [
            capture("e-1", "41,basic\n29,프로", "0.75,1\n0.25,0\n", answer="text/csv"),
            capture("e-2", "35,basic", "0.5,1\n", answer="text/csv")]

    def assertJoined(self, service):
        """The feedback has features, label and prediction of each row."""
        [request] = service.stored
        self.assertTrue(request.path.endswith(f"/data_sets/{service.catalog.feedback_data_set}/records"), request.path)
        self.assertEqual(request.document, [{
            "fields": [*INPUTS, LABEL, "score", "predicted_label"],
            "values": [[41, "basic", 1, 0.75, 1], [29, "프로", 0, 0.25, 0], [35, "basic", 1, 0.5, 1]]}])

    def test_labels_are_joined_with_the_captures_of_a_folder(self):
        place = scratch(f"captures-{time.monotonic_ns()}")
        os.makedirs(os.path.join(place, "2026", "11"))
        os.rename(file_of(self.captures()), os.path.join(place, "2026", "11", "captures.jsonl"))
        with OpenScale() as service:
            ending = replay(
                file_of([truth("e-1", "1\n0"), truth("e-2", "1")]),
                settings=self.settings(service, CAPTURE_JOIN_PREFIX=place))
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertJoined(service)

    def test_labels_are_joined_with_the_captures_of_a_bucket(self):
        content = "".join(line + "\n" for line in self.captures()).encode()
        prefix = f"captures/{time.monotonic_ns()}/"
        moto().client().put_object(Bucket="bucket", Key=f"{prefix}churn/captures.jsonl", Body=content)
        with OpenScale() as service:
            ending = replay(
                file_of([truth("e-1", "1\n0"), truth("e-2", "1")]),
                settings={**moto().settings, **self.settings(service, CAPTURE_JOIN_PREFIX=f"s3://bucket/{prefix}")})
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertJoined(service)

    def test_a_label_without_its_capture_is_put_aside_and_the_others_go(self):
        place = scratch(f"captures-{time.monotonic_ns()}")
        os.makedirs(place)
        os.rename(file_of(self.captures()), os.path.join(place, "captures.jsonl"))
        aside = scratch(f"aside-{time.monotonic_ns()}")
        with OpenScale() as service:
            ending = replay(
                file_of([truth("e-1", "1\n0"), truth("e-9", "1"), truth("e-2", "1")]),
                settings=self.settings(
                    service, CAPTURE_JOIN_PREFIX=place, RELAY_QUARANTINE_URL=f"file://{aside}"))
            self.assertEqual(ending.code, 3, ending.errors)
            self.assertEqual((ending.summary["quarantined"], ending.summary["accepted"]), (1, 3))
            self.assertJoined(service)

    def test_captures_and_labels_of_one_run_go_to_a_data_set_each(self):
        with OpenScale() as service:
            ending = replay(
                file_of(self.captures()), file_of([truth("e-1", "1\n0")]), settings=self.settings(service))
            self.assertEqual(ending.code, 0, ending.errors)
            sets = [request.steps[-2] for request in service.stored]
            self.assertEqual(
                sorted(sets), sorted([service.catalog.payload_data_set, service.catalog.feedback_data_set]))

    def test_labels_without_a_place_fail_and_name_the_setting(self):
        with OpenScale() as service:
            ending = replay(
                file_of([truth("e-1", "1\n0")]),
                settings=self.settings(service, OPENSCALE_FEEDBACK_DATA_SET_ID=""))
            self.assertEqual(ending.code, 4, ending.errors)
            self.assertIn("OPENSCALE_FEEDBACK_DATA_SET_ID", ending.errors)
            self.assertEqual(service.stored, [])
            tried = replay(
                "--dry-run", file_of([truth("e-1", "1\n0")]),
                settings=self.settings(service, OPENSCALE_FEEDBACK_DATA_SET_ID=""))
            self.assertEqual((tried.code, tried.output), (4, ""), tried.errors)
