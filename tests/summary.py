"""Say at the end how many tests ran on which engine; an engine without tests is a failure."""

from collections import Counter

import pytest

ran: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a test where it ran."""
    if report.when != "call" or report.skipped:
        return
    engine = next((name for name in ("embedded", "postgis") if f"[{name}" in report.nodeid), None)
    ran[engine or ("browser" if "tests/browser/" in report.nodeid else "pure")] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts."""
    counts = ", ".join(f"{name} {ran[name]}" for name in ("pure", "embedded", "postgis", "browser"))
    terminalreporter.write_line(f"ran by engine: {counts}")
