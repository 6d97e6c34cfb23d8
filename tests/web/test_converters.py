"""Numbers in addresses."""

from tests.builders.people import municipality


def test_a_number_no_database_keeps_is_not_found(client, session):
    town = municipality()
    for number in (2**31, 99999999999999999999):
        assert client.get(f"/{town.slug}/resources/{number}").status_code == 404
