"""The words of events: kinds, states, who takes part; and the life cycles they run through."""

from enum import StrEnum

from inmeko.kernel.text import N_


class EventKind(StrEnum):
    """What people come together for."""

    INFORMATION_DAY = "information_day"
    WORKING_MEETING = "working_meeting"
    WORKSHOP = "workshop"
    HEARING = "hearing"
    ASSEMBLY = "assembly"


EVENT_KIND_LABELS = {
    EventKind.INFORMATION_DAY: N_("Information day"),
    EventKind.WORKING_MEETING: N_("Working meeting"),
    EventKind.WORKSHOP: N_("Workshop"),
    EventKind.HEARING: N_("Hearing"),
    EventKind.ASSEMBLY: N_("Assembly"),
}


class EventState(StrEnum):
    """How far an event has come."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


EVENT_LABELS = {
    EventState.DRAFT: N_("Draft event"),
    EventState.ANNOUNCED: N_("Announced"),
    EventState.HELD: N_("Held"),
    EventState.REPORTED: N_("Held, minutes published"),
    EventState.CANCELLED: N_("Cancelled event"),
}

# An announced event is held by the clock; the row follows at its end.
EVENT_NEXT = {
    EventState.DRAFT: {EventState.ANNOUNCED},
    EventState.ANNOUNCED: {EventState.HELD, EventState.CANCELLED},
    EventState.HELD: {EventState.REPORTED},
}


class EventNoticeKind(StrEnum):
    """What everybody registered was told after the announcement."""

    MOVED = "moved"
    CALLED_OFF = "called_off"


EVENT_NOTICE_LABELS = {
    EventNoticeKind.MOVED: N_("Time or place has changed"),
    EventNoticeKind.CALLED_OFF: N_("The event was cancelled"),
}


class QuotaKind(StrEnum):
    """For whom some of the places are."""

    EVERYBODY = "everybody"
    GROUPS = "groups"
    RESIDENTS = "residents"
    STAFF = "staff"


QUOTA_LABELS = {
    QuotaKind.EVERYBODY: N_("Everybody"),
    QuotaKind.GROUPS: N_("Members of groups and bodies"),
    QuotaKind.RESIDENTS: N_("Residents"),
    QuotaKind.STAFF: N_("Staff of the municipality"),
}


class RegistrationState(StrEnum):
    """Where a registration stands."""

    REGISTERED = "registered"
    QUEUED = "queued"
    OFFERED = "offered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


REGISTRATION_LABELS = {
    RegistrationState.REGISTERED: N_("Has a place"),
    RegistrationState.QUEUED: N_("Waiting for a place"),
    RegistrationState.OFFERED: N_("A place is offered"),
    RegistrationState.LAPSED: N_("The offer has lapsed"),
    RegistrationState.WITHDRAWN: N_("Registration cancelled"),
}

# Whoever cancelled is offered nothing any more; they may register anew, at the end of the list.
REGISTRATION_NEXT = {
    RegistrationState.REGISTERED: {RegistrationState.WITHDRAWN},
    RegistrationState.QUEUED: {RegistrationState.OFFERED, RegistrationState.WITHDRAWN},
    RegistrationState.OFFERED: {
        RegistrationState.REGISTERED,
        RegistrationState.LAPSED,
        RegistrationState.WITHDRAWN,
    },
}
# What takes a place away from others; and what an address may have once for each event.
SEATED = (RegistrationState.REGISTERED, RegistrationState.OFFERED)
LIVE = (*SEATED, RegistrationState.QUEUED)


class Entrance(StrEnum):
    """How somebody came to be registered."""

    ONLINE = "online"
    COUNTER = "counter"
    DOOR = "door"


ENTRANCE_LABELS = {
    Entrance.ONLINE: N_("Registered online"),
    Entrance.COUNTER: N_("Registered by the staff"),
    Entrance.DOOR: N_("Came without registration"),
}


class Tongue(StrEnum):
    """A language that an event is held in, or interpreted into."""

    GREEK = "greek"
    GREEK_SIGN = "greek_sign"
    ENGLISH = "english"
    ALBANIAN = "albanian"
    ARABIC = "arabic"
    UKRAINIAN = "ukrainian"


TONGUE_LABELS = {
    Tongue.GREEK: N_("Greek"),
    Tongue.GREEK_SIGN: N_("Greek sign language"),
    Tongue.ENGLISH: N_("English"),
    Tongue.ALBANIAN: N_("Albanian"),
    Tongue.ARABIC: N_("Arabic"),
    Tongue.UKRAINIAN: N_("Ukrainian"),
}


class Ease(StrEnum):
    """What makes it easier to take part."""

    STEP_FREE = "step_free"
    TOILET = "toilet"
    PARKING = "parking"
    HEARING_LOOP = "hearing_loop"
    CAPTIONS = "captions"
    CHILD_CARE = "child_care"


EASE_LABELS = {
    Ease.STEP_FREE: N_("Entrance and hall without steps"),
    Ease.TOILET: N_("Accessible toilet"),
    Ease.PARKING: N_("Reserved parking for people with disabilities"),
    Ease.HEARING_LOOP: N_("Hearing loop"),
    Ease.CAPTIONS: N_("Live captions"),
    Ease.CHILD_CARE: N_("Somebody looks after children"),
}


class SubjectKind(StrEnum):
    """What an event is about, beside its title: a thing of another domain, by its number."""

    CALL = "call"
    ASSET = "asset"
    FORMATION = "formation"


SUBJECT_LABELS = {
    SubjectKind.CALL: N_("Open call"),
    SubjectKind.ASSET: N_("Asset of the register"),
    SubjectKind.FORMATION: N_("Cooperative being founded"),
}
