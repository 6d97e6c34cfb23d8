"""From a decided list to what of it is public: the only bridge, field by field."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence

from inmeko.calls.models import ResultLine, ResultList
from inmeko.calls.queries import results as queries
from inmeko.calls.rules.publication import PublicLine, PublicList, may_be_named
from inmeko.calls.services import standing
from inmeko.records.rules.protocol import protocol_number

# A zip file that tells no time: the day its format begins with.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def shown(decided: ResultList, *, call_url: str = "", url: str = "") -> PublicList:
    """What everybody is told of a list."""
    call, town = decided.call, decided.call.municipality
    minutes = queries.minutes(call, decided.stage)
    entry = minutes.protocol_entry if minutes else None
    return PublicList(
        key=decided.id,
        stage=decided.stage,
        decided_at=decided.decided_at,
        ada=decided.ada,
        sha256=decided.sha256,
        minutes=protocol_number(entry.number, entry.entered_on) if entry else "",
        lot_seed=call.lot_seed,
        town=town.name,
        slug=town.slug,
        licence=town.licence,
        call=call.id,
        title=call.title,
        call_ada=call.ada,
        offers=standing.content_of(call).offers,
        lines=tuple(_line(one) for one in _in_order(decided.lines)),
        call_url=call_url,
        url=url,
    )


def name(line: ResultLine) -> str:
    """The name of a group as far as it is public; else nothing."""
    submission = line.submission
    agreed = submission.expression.shows_name
    return submission.name if may_be_named(submission.kind, agreed=agreed) else ""


def package(files: Mapping[str, bytes | str]) -> bytes:
    """Files in one archive; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for filename, content in files.items():
            entry = zipfile.ZipInfo(filename, NO_TIME)
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def written(told: Mapping[str, object]) -> str:
    """A document of JSON that people can read, too."""
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _in_order(lines: Sequence[ResultLine]) -> list[ResultLine]:
    return sorted(lines, key=lambda one: (one.place, one.id))


def _line(one: ResultLine) -> PublicLine:
    submission = one.submission
    return PublicLine(
        place=one.place,
        number=f"{submission.number}/{submission.year}",
        name=name(one),
        score=one.score,
        outcome=one.outcome,
        part=one.part,
        amount=one.amount,
        reasons=tuple(one.detail.get("reasons") or ()),
    )
