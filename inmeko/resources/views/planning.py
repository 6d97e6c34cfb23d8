"""Between the plan of an import and the form that corrects it."""

import hashlib
import json
from typing import Any

from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.resources.forms.imports import MAPPED, SYSTEMS, USUAL, PlanForm, plan_form
from inmeko.resources.models import AssetImport
from inmeko.resources.rules.asset import EMPTY
from inmeko.resources.rules.encodings import ENCODINGS
from inmeko.resources.rules.mapping import ANY_OTHER, Plan
from inmeko.resources.rules.proposal import Proposal
from inmeko.resources.rules.reading import is_null
from inmeko.resources.rules.signatures import LETTERED

ROWS = 5
LONGEST_SAMPLE = 24
# What a planner looks for first; the other fields stand in a fold.
FIRST = ("register_ref", "title", "kind", "use", "x", "y", "geometry", "address", "postcode")
OURS = ("from_", "with_", "word_", "other_", "usual_")
TAB = "tab"


class Desk:
    """A staged file on a planner's desk: what it says, and the form for its plan."""

    first = FIRST
    usual = USUAL

    def __init__(
        self, asset_import: AssetImport, proposal: Proposal, said: dict[str, dict[str, int]]
    ) -> None:
        """Lay out the file with its proposal and the words that its columns say."""
        self.plan = Plan.from_json(asset_import.plan)
        self.proposal = proposal
        self.words = {name: list(words) for name, words in said.items()}
        columns = {name: _labelled(name, proposal) for name in proposal.columns}
        self.reading = _reading(self.plan, proposal)
        self.kind = plan_form(columns, self.words, self.reading)

    @property
    def others(self) -> list[str]:
        """The fields that stand in a fold, unless one of them is filled."""
        return [name for name in MAPPED if name not in FIRST]

    @property
    def others_filled(self) -> bool:
        """Whether the plan fills one of them."""
        return any(name in self.plan.columns for name in self.others)

    @property
    def stamp(self) -> str:
        """Which plan the form showed, so that nobody overwrites what another corrected since."""
        text = json.dumps(self.plan.to_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def first_rows(self) -> list[dict[str, Any]]:
        """The first rows of the file as it stands, each with its line; empty cells left out."""
        return [
            {
                "number": row.number,
                "facts": [
                    {"key": name, "value": text} for name, text in row.cells.items() if text.strip()
                ],
            }
            for row in self.proposal.rows[:ROWS]
        ]

    def opened(self) -> PlanForm:
        """The form as it opens."""
        return self.kind(formdata=None, data=self._shown())

    def settings(self, form: PlanForm) -> dict[str, Any]:
        """What was chosen about reading the file."""
        crs: str | None = form.crs.data or None
        if crs == "other":
            crs = form.crs_code.data or ""
            if not crs:
                raise RuleError(N_("Give the EPSG code, such as 2100"), field="crs_code")
        said = {name: form[name].data for name in self.reading}
        if said.get("delimiter") == TAB:
            said["delimiter"] = "\t"
        return {**said, "decimal": form.decimal.data, "crs": crs}

    def corrections(self, form: PlanForm) -> dict[str, Any]:
        """What was chosen about columns, words and the register."""
        if self.plan.own:
            return {}
        usual = {name: form[f"usual_{name}"].data for name in USUAL}
        return {
            "columns": {name: self._sources(form, name) or None for name in MAPPED},
            "values": {name: self._meanings(form, name) for name in self.words},
            "defaults": {
                name: word
                for name, word in usual.items()
                if name in self.plan.defaults or word != EMPTY[name]
            },
            "register": form.register.data or "",
        }

    def check(self, form: PlanForm, names: list[str]) -> None:
        """Refuse fields that this file does not have, and a plan that was changed meanwhile."""
        for name in names:
            if name.startswith(OURS) and name not in form:
                raise RuleError(
                    N_("This form has no field “%(name)s” for this file."), values={"name": name}
                )
        if form.seen.data != self.stamp:
            raise ConflictError(
                N_("Somebody corrected this import while you were working on it. Look again.")
            )

    def _shown(self) -> dict[str, Any]:
        plan = self.plan
        known = plan.crs is None or plan.crs in SYSTEMS
        crs = "" if plan.crs is None else str(plan.crs)
        data: dict[str, Any] = {
            "seen": self.stamp,
            "layer": plan.layer,
            "encoding": plan.encoding,
            "delimiter": TAB if plan.delimiter == "\t" else plan.delimiter,
            "header_row": plan.header_row,
            "header_lines": plan.header_lines,
            "decimal": plan.decimal,
            "crs": crs if known else "other",
            "crs_code": "" if known else crs,
            "register": plan.register,
        }
        for name in MAPPED:
            first, second = (*plan.columns.get(name, ()), "", "")[:2]
            data |= {f"from_{name}": first, f"with_{name}": second}
        for name, words in self.words.items():
            meanings = plan.values.get(name, {})
            for place, text in enumerate(words):
                data[f"word_{name}_{place}"] = meanings.get(text, "")
            data[f"other_{name}"] = meanings.get(ANY_OTHER, "")
        for name in USUAL:
            data[f"usual_{name}"] = plan.defaults.get(name) or EMPTY[name].value
        return data

    def _sources(self, form: PlanForm, name: str) -> list[str]:
        """The columns of a field; those that the form does not show stay with the others."""
        asked = [field for how in ("from", "with") if (field := f"{how}_{name}") in form]
        shown = [column for field in asked if (column := form[field].data)]
        before = list(self.plan.columns.get(name, ()))
        return before if shown == before[: len(asked)] else shown

    def _meanings(self, form: PlanForm, name: str) -> dict[str, str]:
        meanings = dict(self.plan.values.get(name, {}))
        chosen = {
            text: form[f"word_{name}_{place}"].data for place, text in enumerate(self.words[name])
        }
        meanings |= {**chosen, ANY_OTHER: form[f"other_{name}"].data}
        return {text: ours for text, ours in meanings.items() if ours}


def _reading(plan: Plan, proposal: Proposal) -> dict[str, list[str]]:
    """What can be chosen about reading a file, with the choices that depend on the file."""
    found: dict[str, list[str]] = {}
    if len(proposal.layers) > 1:
        found["layer"] = [one.name for one in proposal.layers]
    if plan.format in LETTERED:
        found["encoding"] = list(dict.fromkeys((plan.encoding, *ENCODINGS)))
    if plan.format == "csv":
        found["delimiter"] = []
    if plan.format in ("csv", "xlsx"):
        found |= {"header_row": [], "header_lines": []}
    return found


def _labelled(column: str, proposal: Proposal) -> str:
    """A column with the first thing that stands in it."""
    cells = (row.cells.get(column, "") for row in proposal.rows)
    sample = next((" ".join(cell.split()) for cell in cells if not is_null(cell)), "")
    cut = f"{sample[:LONGEST_SAMPLE]}…" if len(sample) > LONGEST_SAMPLE else sample
    return f"{column} ({cut})" if cut else column
