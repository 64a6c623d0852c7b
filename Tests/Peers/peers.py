#!/usr/bin/env python3
"""Runs the program against programs that others wrote.

    .build/peers/python/bin/python Tests/Peers/peers.py SUITE [WORDS…]

SUITE is s3, runtime, package, ministack, deployed, openscale, faults, soak or fiddler (with
.build/peers-fiddler/bin/python); WORDS are parts of the sentences of tests, to run only those. The program is
.build/release/capture-relay, or what CAPTURE_RELAY names; the suite deployed takes it out of .build/capture-relay.zip.
"""

import importlib
import signal
import sys

import ledger
import processes
import sentences

SUITES = {
    "s3": ["s3_objects", "s3_lines", "s3_trust", "s3_certificates", "s3_proxies", "s3_secrets", "s3_shelves",
           "s3_backfill"],
    "runtime": ["function_called", "function_driven"],
    "package": ["package_content", "package_run", "s3_trust", "s3_certificates", "s3_proxies", "package_built"],
    "ministack": ["cloud"],
    "deployed": ["deployed_templates", "deployed_captures", "deployed_ways", "deployed_openscale", "deployed_rights",
                 "deployed_guide"],
    "fiddler": ["fiddler_events", "fiddler_labels"],
    "openscale": ["openscale_clients", "openscale_delivery", "openscale_labels", "openscale_commands"],
    "faults": ["faults_answers", "faults_refusals", "faults_stores", "faults_disks", "faults_deadlines", "faults_kills",
               "faults_memory", "faults_openscale"],
    "soak": ["faults_kills"],
}


def main(arguments):
    if not arguments or arguments[0] not in SUITES:
        sys.exit(__doc__.rstrip())
    # Asked to stop, it still takes down what it started. Any other exception would be one more failure of a test.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        modules = [importlib.import_module(name) for name in SUITES[arguments[0]]]
        return sentences.run(modules, arguments[1:])
    except KeyboardInterrupt:
        sys.exit("Stopped before the end.")
    finally:
        ledger.show()
        processes.stop_all()


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
