"""Every table of cooperatives."""

from inmeko.coops.models.activity_codes import ActivityCode
from inmeko.coops.models.formations import (
    ChapterVersion,
    Formation,
    FormationHours,
    FormationMessage,
    FormationTask,
    PrintedPaper,
    TaskTemplate,
)
from inmeko.coops.models.people import Founder, Observer, StatuteApproval
from inmeko.coops.models.rules import RuleVersion
from inmeko.coops.models.running import Assembly, AssemblyVersion, DutyDone, YearlyCheck

__all__ = [
    "ActivityCode",
    "Assembly",
    "AssemblyVersion",
    "ChapterVersion",
    "DutyDone",
    "Formation",
    "FormationHours",
    "FormationMessage",
    "FormationTask",
    "Founder",
    "Observer",
    "PrintedPaper",
    "RuleVersion",
    "StatuteApproval",
    "TaskTemplate",
    "YearlyCheck",
]
