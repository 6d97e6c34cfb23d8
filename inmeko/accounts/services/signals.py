"""What this domain announces: the rooms above it listen, connected in app.py."""

from blinker import Namespace

_names = Namespace()

# Sent as deed_done.send(actor, deed=…, kind=…, key=…, municipality_id=…, before=…, after=…).
deed_done = _names.signal("accounts-deed-done")

# Sent as letter_written.send(address, subject=…, body=…, municipality_id=…).
letter_written = _names.signal("accounts-letter-written")

# Sent as address_forgotten.send(address) when the account of an address is deleted.
address_forgotten = _names.signal("accounts-address-forgotten")
