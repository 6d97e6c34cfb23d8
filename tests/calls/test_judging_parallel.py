"""Two people at once on one file or one sheet, in transactions that really commit."""

from decimal import Decimal

import sqlalchemy as sa
from flask import Flask

from inmeko.calls.models import Assignment, Submission
from inmeko.calls.queries import sheets as queries
from inmeko.calls.services import assigning, sheets
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError
from tests.builders import judging as build
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once


def _begun(town: str, *, shared: bool) -> list[int]:
    """A file of two members who have declared; or its two sheets not yet given out."""
    with transaction():
        made = municipality(name="Δήμος Δοκιμής", slug=town)
        call, seats, [file] = build.ready(made, 1, 2)
        if shared:
            return [build.declared(file, seat).id for seat in seats]
        return [call.id]


def test_two_evaluators_who_finish_at_once_complete_the_file(own_app: Flask) -> None:
    ids = _begun("dokimi", shared=True)

    def finish(thread: int) -> str:
        with transaction():
            sheet = queries.sheet(municipality="dokimi", assignment_id=ids[thread])
            build.finished(sheet, "8", "6")
        return "finished"

    assert at_once(own_app, 2, finish) == ["finished", "finished"]
    file = db.session.scalars(sa.select(Submission)).one()
    assert (file.judged, file.score, file.spread) == (True, Decimal("72.00"), Decimal("0.00"))


def test_of_two_windows_that_save_one_sheet_at_once_one_is_told(own_app: Flask) -> None:
    ids = _begun("dokimi", shared=True)

    def save(thread: int) -> str:
        try:
            with transaction():
                sheet = queries.sheet(municipality="dokimi", assignment_id=ids[0])
                filled = build.filled(str(thread + 1), "6")
                sheets.save(build.acting(sheet.evaluator), sheet, filled, change=1)
        except ConflictError:
            return "told"
        return "saved"

    assert sorted(at_once(own_app, 2, save)) == ["saved", "told"]
    assert db.session.get_one(Assignment, ids[0]).change == 2


def test_two_planners_who_share_out_at_once_give_each_file_its_members_once(own_app: Flask) -> None:
    [call_id] = _begun("dokimi", shared=False)

    def share(_thread: int) -> int:
        with transaction():
            call = db.session.get_one(build.Call, call_id)
            return assigning.share_out(SOMEBODY, call).given

    assert sorted(at_once(own_app, 2, share)) == [0, 2]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 2
