"""What the guide's function and Fiddler's client do from the object's bytes to the requests' bytes, and nothing else.

    guide_transform.py FILE ROUNDS        prints for each round: seconds on the clock and on the processor, and rows

The lines are read with the function's own code; the client's part is that of its `publish` in version 3.14.1: pydantic
checks a thousand rows at a time, and simplejson writes them.
"""

import io
import json
import sys
import time

import simplejson
from fiddler.libs.json_encoder import RequestClientJSONEncoder
from fiddler.schemas.dataset import EnvType
from fiddler.schemas.events import EventsSource

from guide_function import row_of

MODEL = "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60"
MOST = 1000


def bodies(content):
    """The bodies of the requests."""
    rows = [row_of(json.loads(line.strip())) for line in io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")]
    for start in range(0, len(rows), MOST):
        source = EventsSource(events=rows[start:start + MOST])
        yield len(rows[start:start + MOST]), simplejson.dumps(
            {"source": source.model_dump(), "model_id": MODEL, "env_type": EnvType.PRODUCTION, "env_name": None},
            ignore_nan=True, cls=RequestClientJSONEncoder)


with open(sys.argv[1], "rb") as file:
    content = file.read()
for _ in range(int(sys.argv[2])):
    processor, began = time.process_time(), time.perf_counter()
    rows = sum(count for count, _ in bodies(content))
    print("seconds", time.perf_counter() - began, time.process_time() - processor, "rows", rows, flush=True)
