"""Who took part, counted: no number is so small that somebody is recognised."""

from inmeko.consultations.rules import text_counts as rules
from inmeko.consultations.rules.text_counts import REST, SILENT, Count, Part
from inmeko.consultations.rules.texts import Voice


def parts(**people: int) -> list[Part]:
    """So many people of each area, with a comment each."""
    areas = [area for area, number in people.items() for _ in range(number)]
    return [Part(n, Voice.PERSON, area) for n, area in enumerate(areas)]


def test_areas_of_few_people_are_counted_together() -> None:
    assert rules.areas(parts(Κέντρο=7, Σωρός=5, Χωριό=3, Νησί=2)) == [
        Count("Κέντρο", 7, 7),
        Count("Σωρός", 5, 5),
        Count(REST, 5, 5),
    ]


def test_where_the_rest_is_few_the_smallest_area_joins_it() -> None:
    assert rules.areas(parts(Κέντρο=7, Σωρός=5, Χωριό=1)) == [
        Count("Κέντρο", 7, 7),
        Count(REST, 6, 6),
    ]


def test_where_all_are_few_no_area_is_told_and_nothing_can_be_subtracted() -> None:
    assert rules.areas(parts(Κέντρο=4)) == []
    silent = [Part(99, Voice.PERSON, "")]
    assert rules.areas([*parts(Κέντρο=4), *silent]) == []
    assert rules.areas([*parts(Κέντρο=5), *silent])[-1] == Count(SILENT, 1, 1)


def test_many_comments_of_one_person_are_one_person() -> None:
    loud = [Part(1, Voice.PERSON, "Χωριό")] * 20
    assert rules.people(loud) == 1
    assert rules.areas([*parts(Κέντρο=9), *loud]) == [Count(REST, 9, 29)]
    assert rules.voices(loud) == [(Voice.PERSON, 1, 20)]


def test_an_area_written_in_many_ways_is_one() -> None:
    written = ("Κέντρο", "κέντρο", "ΚΕΝΤΡΟ", "Κέντρο", " κέντρο ")
    heard = [Part(n, Voice.PERSON, area) for n, area in enumerate(written)]
    assert rules.areas(heard) == [Count("Κέντρο", 5, 5)]
