"""Runs tests and prints their names as sentences; what a server wrote is shown where a test failed."""

import textwrap
import time
import unittest

import processes


class Result(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        processes.mark_all()
        self.began = time.monotonic()

    def tell(self, mark, test, word=""):
        name = test._testMethodName if hasattr(test, "_testMethodName") else str(test)
        sentence = name.removeprefix("test_").replace("_", " ")
        seconds = time.monotonic() - getattr(self, "began", time.monotonic())
        print(f"  {mark} {sentence}{word}  ({seconds:.1f} s)", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.tell("✔", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.tell("–", test, f": {reason}")

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.show(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.show(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.show(test, error, f" [{subtest._subDescription()}]")

    def show(self, test, error, word=""):
        self.tell("✘", test, word)
        told = self._exc_info_to_string(error, test) + processes.everything_written()
        print(textwrap.indent(told, "      "), flush=True)


class InOrder(unittest.TestLoader):
    """Finds the tests of a class in the order in which they are written."""

    def getTestCaseNames(self, case):
        found = super().getTestCaseNames(case)
        return sorted(found, key=[name for kind in reversed(case.__mro__) for name in vars(kind)].index)


def run(modules, words):
    """Runs the tests of some modules, or those whose sentences have one of the words; tells whether all passed."""
    loader = InOrder()
    loader.testNamePatterns = [f"*{word.replace(' ', '_')}*" for word in words] or None
    began, result = time.monotonic(), Result()
    for module in modules:
        loader.loadTestsFromModule(module).run(result)
    failed = len(result.failures) + len(result.errors)
    print(f"  {result.testsRun} tests, {failed} failures, {time.monotonic() - began:.0f} s")
    return result.testsRun > 0 and failed == 0
