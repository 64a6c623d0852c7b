"""Calls the guide's function in a process that has started already: prints the seconds of each call.

    guide_calls.py KEY TIMES
"""

import sys
import time

from guide_events import event_of
from guide_function import handle

for _ in range(int(sys.argv[2])):
    began = time.perf_counter()
    handle(event_of(sys.argv[1]))
    print(f"\nseconds {time.perf_counter() - began}", flush=True)
