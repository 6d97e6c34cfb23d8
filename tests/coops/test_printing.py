"""Papers as files: every word of the paper and no other, numbered, of one form, the same twice."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from inmeko.coops.commands import coops
from inmeko.coops.rules import cases, rulebook
from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.papers import Paper, PaperKind, law, papers, read_dossier
from inmeko.coops.rules.papers.document import digest, file_names
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.coops.services import printing

FORMS = (VULNERABLE, SPECIAL, BENEFIT, WORKERS)
# Words of one form that no paper of another may say.
OWN_WORDS = {
    VULNERABLE: ("ευάλωτων", "Ευάλωτων"),
    SPECIAL: ("ειδικών ομάδων", "Ειδικών Ομάδων"),
    BENEFIT: ("Συλλογικής και Κοινωνικής",),
    WORKERS: ("Συνεταιρισμός Εργαζομένων", "Συνεταιρισμό Εργαζομένων"),
}
PLACEHOLDER = re.compile(r"…|\.\.\.|_{2,}|[\[\]{}]|\bNone\b|TODO|XXX|«»|\(\)|%[a-z(]")
# What the law asks of every statute, as a reader finds it.
MUST_SAY = (
    "με την επωνυμία",
    "Έδρα του Συνεταιρισμού",
    "διάρκεια του Συνεταιρισμού",
    "Σκοπός του Συνεταιρισμού",
    "Για τον σκοπό του ο Συνεταιρισμός αναπτύσσει",
    "Για την είσοδο μέλους",
    "μπορεί να αποχωρήσει",
    "Τα μέλη ευθύνονται",
    "ονομαστικής αξίας",
    "Ανώτατο όργανο",
    "εκλέγονται από τη Γενική Συνέλευση για",
    "Οι αμοιβές συγκλίνουν",
    "Κέρδη δεν διανέμονται στα μέλη",
    "για τακτικό αποθεματικό",
    "δεν διανέμεται στα μέλη και περιέρχεται",
    "εξουσιοδοτείται",
    "τη διοίκηση ασκούν",
)


def dossier(case: dict[str, Any], details: Any = None) -> Any:
    told = cases.parse(json.dumps(details)) if details is not None else None
    return read_dossier(cases.read(cases.parse(json.dumps(case))), told)


def made(case: dict[str, Any], details: Any = None) -> tuple[Paper, ...]:
    return papers(dossier(case, details), law(rulebook.shipped()))


def bare(form: str, founders: int = 7) -> dict[str, Any]:
    members = [{"id": f"m{n}", "kind": "natural"} for n in range(1, founders + 1)]
    return {"id": "case", "form": form, "members": members}


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def docx_lines(content: bytes) -> list[str]:
    """The texts of a document in their order, cells one by one."""
    paper = Document(BytesIO(content))
    found: list[str] = []
    for part in paper.iter_inner_content():
        if isinstance(part, Paragraph):
            found.append(part.text)
        elif isinstance(part, Table):
            found += [cell.text for row in part.rows for cell in row.cells]
    return [flat(one) for one in found if one.strip()]


def lines(paper: Paper) -> Iterator[str]:
    """What a paper says, as its files must say it; counted anew, not as the layout counts."""
    tables = [
        cell
        for table in paper.tables
        for cell in (table.title, *table.columns, *(one for row in table.rows for one in row))
    ]
    last = paper.kind is PaperKind.WORK_PLAN
    yield from (paper.title, paper.subtitle, *paper.lead, *([] if last else tables))
    for number, clause in enumerate(paper.clauses, 1):
        word = "Άρθρο " if paper.kind is PaperKind.STATUTE else ""
        yield f"{word}{number}. {clause.title}" if len(paper.clauses) > 1 else clause.title
        for place, one in enumerate(clause.paragraphs, 1):
            yield f"{place}. {one.text}" if len(clause.paragraphs) > 1 else one.text
            for item, (sign, text) in enumerate(one.lettered(), 1):
                end = "" if text.endswith(".") else "."
                yield f"{sign} {text}{end if item == len(one.items) else ','}"
    yield from (*(tables if last else []), *paper.closing)
    if paper.signers and not paper.dated:
        yield "Ημερομηνία"
    yield from paper.signers


def page_text(paper: Paper) -> str:
    page = printing._page().render(laid_out(paper))
    body = page.split('<main class="deed">')[1]
    return flat(html.unescape(re.sub("<[^>]+>", " ", body)))


names = st.sampled_from(["Μαρία Δοκιμή", "Αχμέτ & Υιοί <ΙΚΕ>", "=1+1", "Ο'Νηλ «Τζιμ»"])
people = st.fixed_dictionaries(
    {"name": names},
    optional={"address": st.just("Ηρώων 3"), "father": st.just("Γεωργίου"), "id_number": names},
)
texts = st.sampled_from(["Ανακύκλωση ρούχων", "Φροντίδα ηλικιωμένων.", "Καθαριότητα & κήποι"])
details = st.fixed_dictionaries(
    {},
    optional={
        "seat": st.sampled_from(["Δήμος Νέας Πλαγιάς", "Αμαρουσίου"]),
        "address": st.just("Πλατάνων 3"),
        "purpose": texts,
        "work": texts,
        "activities": st.lists(st.fixed_dictionaries({"text": texts}), max_size=3),
        "people": st.dictionaries(st.sampled_from(["m1", "m2", "m3"]), people, max_size=3),
        "filer": st.sampled_from(["m1", "nobody"]),
        "duration_years": st.integers(0, 99),
        "assembly_date": st.just("2027-03-05"),
        "years": st.lists(
            st.fixed_dictionaries(
                {
                    "income_eur": st.integers(0, 10**6),
                    "payroll_eur": st.integers(0, 10**5),
                    "other_costs_eur": st.integers(0, 10**6),
                }
            ),
            max_size=3,
        ),
    },
)
statutes = st.fixed_dictionaries(
    {},
    optional={
        "optional_shares_allowed": st.booleans(),
        "optional_shares_in_kind": st.booleans(),
        "group_participation_period_months": st.one_of(st.none(), st.integers(1, 60)),
        "committee_term_years": st.one_of(st.none(), st.integers(1, 6)),
        "residue_to": st.sampled_from(["members", "kalo_body", None]),
    },
)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=6, deadline=None)
@given(founders=st.integers(1, 9), told=details, statute=statutes)
def test_files_say_the_whole_paper_and_nothing_else(
    form: str, founders: int, told: dict[str, Any], statute: dict[str, Any]
) -> None:
    for paper in made({**bare(form, founders), "statute": statute}, told)[:6]:
        wanted = [flat(one) for one in lines(paper)]
        assert docx_lines(printing.as_docx(paper)) == wanted
        assert page_text(paper) == " ".join(wanted)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(founders=st.integers(1, 20), told=details, statute=statutes)
def test_papers_hold_what_the_law_asks_and_nothing_of_another_form(
    form: str, founders: int, told: dict[str, Any], statute: dict[str, Any]
) -> None:
    every = made({**bare(form, founders), "statute": statute}, told)
    text = flat(" ".join(page_text(paper) for paper in every))
    assert not PLACEHOLDER.search(text)
    others = [word for other in FORMS if other != form for word in OWN_WORDS[other]]
    assert not [word for word in others if word in text]
    said = page_text(every[0])
    assert not [words for words in MUST_SAY if words not in said]
    assert ("ανήκουν υποχρεωτικά" in said) == (form in (VULNERABLE, SPECIAL))
    assert ("διαρκεί" in said) == (form in (VULNERABLE, SPECIAL))
    numbers = [int(one) for one in re.findall(r"Άρθρο (\d+)\.", said)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(paper.clauses or paper.tables or paper.lead for paper in every)


def test_the_same_paper_gives_the_same_files_with_its_hash_in_the_foot() -> None:
    paper = made(bare(WORKERS, 3))[0]
    first, again = printing.printed(paper, "statute"), printing.printed(paper, "statute")
    assert first == again
    assert first.pages >= 4
    footer = Document(BytesIO(first.docx)).sections[0].footer
    assert digest(paper) in footer.paragraphs[0].text
    assert "PAGE" in footer.paragraphs[1]._p.xml
    assert first.sha256 == digest(paper) != digest(made(bare(WORKERS, 4))[0])
    assert first.pdf.startswith(b"%PDF-1.7")


def test_tags_of_a_template_in_a_name_stay_text() -> None:
    case = {**bare(BENEFIT, 1), "name": "{{ 7*7 }} {%p if x %} Α & Β\x00\u2028Γ"}
    paper = made(case)[0]
    [title, name, *_rest] = docx_lines(printing.as_docx(paper))
    assert (title, name) == ("Καταστατικό", "{{ 7*7 }} {%p if x %} Α & ΒΓ")
    assert "{{ 7*7 }}" in page_text(paper)


def test_files_have_names_that_stay_in_their_folder() -> None:
    case = bare(BENEFIT, 0)
    ids = ["../../etc/passwd", "Μ 1", "μ-1", "…", "COM1:"]
    case["members"] = [{"id": one, "kind": "natural"} for one in ids]
    told = file_names(made(case))
    assert len(set(told)) == len(told) == 6 + len(ids)
    assert all(re.fullmatch(r"[a-z0-9_~-]+", name) for name in told)


def run(folder: Path, given_case: str) -> Result:
    return CliRunner().invoke(coops, ["papers", "-", "--out", str(folder)], input=given_case)


def test_the_command_writes_and_lists_the_papers_of_a_bare_case(tmp_path: Path) -> None:
    done = run(tmp_path, json.dumps(bare(SPECIAL)))
    assert done.exit_code == 0
    listed = [json.loads(line) for line in done.stdout.splitlines()]
    # Minutes of an assembly are of a cooperative that exists.
    later = {PaperKind.ASSEMBLY_MINUTES}
    assert {one["kind"] for one in listed} == {kind.value for kind in set(PaperKind) - later}
    assert len(listed) == 2 * (6 + 7) == len(list(tmp_path.iterdir()))
    for one in listed:
        content = Path(one["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        assert (one["pages"] is None) == one["file"].endswith("docx")
    assert "still to be answered: activities" in done.stderr
    assert "KOIN_SPEC_MEMBERS" in done.stderr


def test_the_command_takes_what_papers_name_beside_the_case(tmp_path: Path) -> None:
    case = {**bare(WORKERS, 3), "seat": "Δήμος Νέας Πλαγιάς"}
    for given_case in (case, {"case": bare(WORKERS, 3), "details": {"seat": case["seat"]}}):
        assert run(tmp_path, json.dumps(given_case)).exit_code == 0
        told = docx_lines((tmp_path / "statute.docx").read_bytes())
        assert "1. Έδρα του Συνεταιρισμού ορίζεται ο Δήμος Νέας Πλαγιάς." in told


@pytest.mark.parametrize(
    ("given_case", "words"),
    [
        ('{"id": "x", "form": "worker_coop"}', "members: papers name the founders"),
        ('{"id": "x", "form": "other", "other_form": "koispe"}', "the four forms"),
        ('{"id": "x", "form": "worker_coop", "seet": "Α"}', "seet: unknown field"),
        ('{"id": "x", "form": "worker_coop", "members": [], "seat": 3}', "members"),
        ("[1]", "an object is expected"),
        ("{", "not JSON"),
    ],
)
def test_what_has_no_papers_is_told_by_line_and_field(
    tmp_path: Path, given_case: str, words: str
) -> None:
    done = run(tmp_path, given_case)
    assert done.exit_code == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_each_case_of_many_has_a_folder_of_its_own(tmp_path: Path) -> None:
    lines_of_cases = "\n".join(
        json.dumps({**bare(WORKERS, 1), "id": name}) for name in ("../α", "β")
    )
    assert run(tmp_path, lines_of_cases).exit_code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "v"]


def test_the_names_of_the_forms_are_said_by_their_own_form_alone() -> None:
    for form in FORMS:
        assert FORM_NAMES[form] in page_text(made(bare(form, 1))[0])
