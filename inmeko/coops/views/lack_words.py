"""What is missing, in words with its number."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from inmeko.coops.rules.engine import Finding
from inmeko.coops.rules.formation.standing import Lack, Lacking
from inmeko.coops.rules.rulebook import Verdict
from inmeko.web.language import chosen

_KEY = re.compile(r"\bm[0-9]+\b")
TONES = {Verdict.REFUSE: "bad", Verdict.REFER: "warn", Verdict.WARN: "warn", Verdict.OK: "good"}


def said(lack: Lack) -> str:
    """“Two members of the group are missing”."""
    return str(_said(lack.what, lack.number))


def _said(what: Lacking, n: int) -> Any:
    match what:
        case Lacking.MEMBERS:
            return ngettext("One member is missing", "%(num)s members are missing", n)
        case Lacking.PERSONS:
            return ngettext(
                "One natural person is missing", "%(num)s natural persons are missing", n
            )
        case Lacking.GROUP_MEMBERS:
            return ngettext(
                "One member of the group is missing", "%(num)s members of the group are missing", n
            )
        case Lacking.GROUP_WORKERS:
            return ngettext(
                "One worker of the group is missing", "%(num)s workers of the group are missing", n
            )
        case Lacking.COMMITTEE:
            return ngettext(
                "One member of the committee is missing",
                "%(num)s members of the committee are missing",
                n,
            )
        case Lacking.LEGAL:
            return ngettext(
                "There is one legal person too many",
                "There are %(num)s legal persons too many",
                n,
            )
        case Lacking.NON_MEMBERS:
            return ngettext(
                "There is one worker too many who is no member",
                "There are %(num)s workers too many who are no members",
                n,
            )


VERDICT_LABELS: Mapping[Verdict, Any] = {
    Verdict.OK: lambda: gettext("Met"),
    Verdict.WARN: lambda: gettext("To be confirmed"),
    Verdict.REFER: lambda: gettext("Ask elsewhere"),
    Verdict.REFUSE: lambda: gettext("Not allowed"),
}


def told(finding: Finding, names: Mapping[str, str]) -> dict[str, Any]:
    """A finding for a page: verdict, sentence with the founders' names, and what would pass."""
    greek = chosen() == "el"
    met = finding.verdict is Verdict.OK
    words = finding.rule.title if met else finding.message
    sentence = words.el if greek else words.en
    return {
        "verdict": VERDICT_LABELS[finding.verdict](),
        "tone": TONES[finding.verdict],
        "text": _KEY.sub(lambda key: names.get(key[0], gettext("a former member")), sentence),
        "passes": finding.rule.title.el if greek else finding.rule.title.en,
        "article": finding.rule.article,
        "evidence": finding.rule.evidence,
        "source": finding.rule.source[0] if finding.rule.source else "",
        "rule": finding.rule.id,
    }
