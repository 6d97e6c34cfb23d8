"""Say at the end how many tests ran on which engine; an engine without tests is a failure."""

from collections import Counter

import pytest
from hypothesis import settings

# The same examples each time, not timed on a busy machine; `wide` looks further, by hand.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("wide", deadline=None, max_examples=3000)
settings.load_profile("same")

KINDS = ("pure", "embedded", "postgis", "browser")
ran: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a test where it ran."""
    if report.when != "call" or report.skipped:
        return
    engine = next((name for name in ("embedded", "postgis") if f"[{name}" in report.nodeid), None)
    ran[engine or ("browser" if "tests/browser/" in report.nodeid else "pure")] += 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the whole run ask that nothing was left out."""
    parser.addoption("--every-engine", action="store_true", help="fail where an engine ran no test")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a whole run that left an engine out."""
    if hasattr(session.config, "workerinput"):
        return
    whole = session.config.getoption("--every-engine")
    if whole and session.exitstatus == 0 and any(ran[name] == 0 for name in KINDS):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts."""
    counts = ", ".join(f"{name} {ran[name]}" for name in KINDS)
    terminalreporter.write_line(f"ran by engine: {counts}")
