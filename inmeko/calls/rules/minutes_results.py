"""The part of the minutes that tells of results: scores, ranking, ties, objections, changes."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from inmeko.calls.rules import ranking as rules
from inmeko.calls.rules.words import (
    GROUND_LABELS,
    OBJECTION_LABELS,
    OUTCOME_LABELS,
    TIE_LABELS,
    Ground,
    Mean,
    ObjectionVerdict,
    Outcome,
    TieRule,
)
from inmeko.kernel.greek import amount, decimal, moment, plainly
from inmeko.kernel.paper import Section, Table

Say = Callable[[str], str]
Facts = Mapping[str, Any]

TIES = (Ground.TIE_BY_CRITERION, Ground.TIE_BY_TIME, Ground.TIE_BY_LOT)
# Values of a ground that are numbers and are written as the reader's language writes them.
NUMBERS = ("score", "minimum", "threshold", "own", "theirs")


def reason(kept: Facts, say: Say) -> str:
    """The sentence of a ground with its values, in Greek."""
    values = {
        name: decimal(value) if name in NUMBERS and value != "–" else value
        for name, value in kept["values"].items()
    }
    words = say(GROUND_LABELS[Ground(kept["ground"])])
    return words % values if values else words


def scores(content: Facts, say: Say) -> Section:
    """How files were scored, and what each evaluator gave in each criterion."""
    judging = content["judging"]
    how = "η διάμεσος" if judging["mean"] == Mean.MEDIAN else "ο μέσος όρος"
    lines = [
        f"Βαθμός φακέλου είναι {how} των βαθμολογιών των μελών, με άριστα το 100. "
        f"Ελάχιστος βαθμός επιλογής: {plainly(judging['minimum'])}. Κάθε φάκελος θέλει τουλάχιστον "
        f"{judging['quorum']} βαθμολογίες."
    ]
    if judging["anonymous"]:
        lines.append(
            "Τα μέλη βαθμολόγησαν χωρίς να γνωρίζουν την ταυτότητα των φορέων. Κατά την πρόσκληση "
            "οι βαθμολογίες παρατίθενται χωρίς τα ονόματα των μελών."
        )
    lines += [_apart(one, judging) for one in content["scores"] if _is_apart(one, judging)]
    tables = [_criteria(content)]
    if content["scores"]:
        tables.append(_sheets(content))
    comments = tuple(row for one in content["scores"] for row in _comments(one, content))
    if comments:
        head = ("Αρ. πρωτ.", "Μέλος", "Κριτήριο", "Αιτιολογία")
        tables.append(Table(head, comments, "Αιτιολογίες των μελών"))
    if not content["scores"]:
        lines.append("Δεν βαθμολογήθηκε κανένας φάκελος.")
    return Section("Βαθμολογία", tuple(lines), tuple(tables))


def _criteria(content: Facts) -> Table:
    rows = tuple(
        (
            one["label"],
            f"{plainly(one['least'])}–{plainly(one['most'])}",
            f"{plainly(one['weight'])} %",
            plainly(one["threshold"]),
        )
        for one in content["criteria"]
    )
    head = ("Κριτήριο", "Κλίμακα", "Βαρύτητα", "Κατώτατο όριο")
    return Table(head, rows, "Κριτήρια", frozenset({1, 2, 3}))


def _sheets(content: Facts) -> Table:
    criteria = content["criteria"]
    short = [f"Κ{number}" for number, _ in enumerate(criteria, start=1)]
    head = ("Αρ. πρωτ.", "Μέλος", *short, "Στα 100")
    rows: list[tuple[str, ...]] = []
    for one in content["scores"]:
        for number, sheet in enumerate(one["sheets"], start=1):
            given = (_given(sheet["values"], each["key"]) for each in criteria)
            who = named(sheet, number) + (" (πρόσθετη βαθμολόγηση)" if sheet["further"] else "")
            rows.append((one["number"], who, *given, decimal(sheet["points"])))
        middle = (decimal(one["averages"].get(each["key"])) for each in criteria)
        rows.append((one["number"], "Σύνολο φακέλου", *middle, decimal(one["score"])))
    explained = ", ".join(
        f"{key}: {one['label']}" for key, one in zip(short, criteria, strict=True)
    )
    caption = f"Βαθμολογίες ({explained}· «αποχή» όπου το μέλος απείχε)"
    return Table(head, tuple(rows), caption, frozenset(range(2, len(head))))


def named(sheet: Facts, number: int) -> str:
    """Whose sheet it is, or its number where the call keeps the names back."""
    return str(sheet["who"]) or f"Αξιολογητής {number}"


def _given(values: Facts, key: str) -> str:
    if key not in values:
        return "–"
    return "αποχή" if values[key] is None else decimal(values[key])


def _comments(one: Facts, content: Facts) -> Iterable[tuple[str, ...]]:
    labels = {each["key"]: each["label"] for each in content["criteria"]}
    for number, sheet in enumerate(one["sheets"], start=1):
        for key, comment in sheet["comments"].items():
            yield one["number"], named(sheet, number), labels.get(key, key), comment
        if sheet["remark"]:
            yield one["number"], named(sheet, number), "Συνολικά", sheet["remark"]


def _is_apart(one: Facts, judging: Facts) -> bool:
    return one["spread"] is not None and Decimal(one["spread"]) > Decimal(judging["spread"])


def _apart(one: Facts, judging: Facts) -> str:
    further = [named(sheet, n) for n, sheet in enumerate(one["sheets"], 1) if sheet["further"]]
    words = (
        f"Στον φάκελο {one['number']} οι βαθμολογίες απέχουν {decimal(one['spread'])} μονάδες "
        f"(όριο {plainly(judging['spread'])})"
    )
    return f"{words}· βαθμολόγησε και: {', '.join(further)}." if further else f"{words}."


def ranking(content: Facts, say: Say) -> Section:
    """The files in their order, with outcome and reasons."""
    rows = tuple(_line(one, say) for one in content["ranking"])
    head = ("Θέση", "Αρ. πρωτ.", "Φορέας", "Βαθμός", "Αποτέλεσμα")
    tables = [Table(head, rows, numeric=frozenset({0, 3}))] if rows else []
    why = tuple((one["number"], _reasons(one, say)) for one in content["ranking"])
    if why:
        tables.append(Table(("Αρ. πρωτ.", "Αιτιολογία"), why, "Αιτιολογίες"))
    lines = (
        ("Η επιτροπή κατατάσσει τους φακέλους ως εξής:",)
        if rows
        else ("Δεν υπάρχει φάκελος προς κατάταξη.",)
    )
    return Section("Κατάταξη", lines, tuple(tables))


def _line(one: Facts, say: Say) -> tuple[str, ...]:
    outside = one["outcome"] == Outcome.INELIGIBLE
    outcome = say(OUTCOME_LABELS[Outcome(one["outcome"])])
    place = "–" if outside else str(one["place"])
    return place, one["number"], one["name"], decimal(one["score"]), outcome


def _reasons(one: Facts, say: Say) -> str:
    told = [reason(why, say) for why in one["reasons"]]
    if one["part"]:
        told.append(f"Εγκρίνεται: {one['part']}. Αιτιολογία: {one['reason']}")
    if one["amount"]:
        told.append(f"Ποσό: {amount(one['amount'])}.")
    return " ".join(told)


def ties(content: Facts, say: Say) -> Section:
    """Which scores were equal, and how the call's rule put them in order."""
    broken = [
        f"Φάκελος {one['number']}: {reason(why, say)}"
        for one in content["ranking"]
        for why in one["reasons"]
        if why["ground"] in TIES
    ]
    rule = say(TIE_LABELS[TieRule(content["judging"]["ties"])])
    lines = [f"Κανόνας της πρόσκλησης για τις ισοβαθμίες: {rule.rstrip('.')}."]
    lines += broken or ["Δεν υπήρξαν ισοβαθμίες."]
    if not (content["lot"] and broken):
        return Section("Ισοβαθμίες", tuple(lines))
    seed = content["lot"]["seed"]
    lines.append(
        f"Σπόρος της κλήρωσης: {seed}. Προκύπτει ως SHA-256 από τα αποτυπώματα των αποδεικτικών "
        "υποβολής, σε αύξουσα σειρά, ένα σε κάθε γραμμή. Κλήρος κάθε φακέλου είναι το SHA-256 του "
        "κειμένου «σπόρος:αριθμός/έτος»· προηγείται ο μικρότερος, και καθένας μπορεί να επαναλάβει "
        "τον υπολογισμό."
    )
    rows = tuple(
        (one["number"], one["sha256"], rules.lot(seed, one["number"])) for one in content["files"]
    )
    table = Table(("Αρ. πρωτ.", "Αποτύπωμα αποδεικτικού", "Κλήρος"), rows, "Η κλήρωση")
    return Section("Ισοβαθμίες", tuple(lines), (table,))


def objections(content: Facts, say: Say) -> Section:
    """The objections, each with the reasoned answer of the committee."""
    told = content["objections"]
    until = moment(content["call"]["objections_until"])
    if not told:
        return Section("Ενστάσεις", (f"Έως τις {until} δεν υποβλήθηκε καμία ένσταση.",))
    rows = tuple(
        (
            one["protocol"],
            moment(one["filed_at"]),
            one["file"],
            one["point"] or "Θέση στον πίνακα",
            say(OBJECTION_LABELS[ObjectionVerdict(one["verdict"])]),
        )
        for one in told
    )
    head = ("Αρ. πρωτ. ένστασης", "Υποβλήθηκε", "Φάκελος", "Σημείο", "Κρίση")
    why = tuple((one["protocol"], one["text"], one["answer"]) for one in told)
    tables = (
        Table(head, rows),
        Table(
            ("Αρ. πρωτ. ένστασης", "Τι υποστηρίζει", "Απάντηση"), why, "Αιτιολογημένες απαντήσεις"
        ),
    )
    line = f"Οι ενστάσεις υποβλήθηκαν έως τις {until} (ώρα Αθηνών)."
    return Section("Ενστάσεις", (line,), tables)


def what_changed(content: Facts, say: Say) -> Section:
    """What the final list changes against the preliminary one, and why."""
    title = "Μεταβολές σε σχέση με τον προσωρινό πίνακα"
    if not content["changes"]:
        return Section(title, ("Ο οριστικός πίνακας δεν διαφέρει από τον προσωρινό.",))
    rows = tuple(
        (
            one["number"],
            one["name"],
            _side(one["before"], say),
            _side(one["after"], say) if one["after"] else "Ανακλήθηκε",
            _cause(one),
        )
        for one in content["changes"]
    )
    head = ("Αρ. πρωτ.", "Φορέας", "Προσωρινός πίνακας", "Οριστικός πίνακας", "Αιτία")
    return Section(title, (), (Table(head, rows),))


def _side(side: Facts, say: Say) -> str:
    outcome = say(OUTCOME_LABELS[Outcome(side["outcome"])])
    if side["outcome"] == Outcome.INELIGIBLE:
        return outcome
    return f"Θέση {side['place']}, βαθμός {decimal(side['score'])}. {outcome}"


def _cause(one: Facts) -> str:
    if one["objections"]:
        return f"Έγινε δεκτή ένσταση (αρ. πρωτ. {', '.join(one['objections'])})"
    if not one["after"]:
        return "Ανάκληση από τον φορέα"
    if one["after"]["part"] != one["before"]["part"]:
        return "Μεταβολή όσων χορηγούνται, με απόφαση της επιτροπής"
    return "Μετακίνηση λόγω άλλων μεταβολών"
