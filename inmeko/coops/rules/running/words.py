"""The words of a running cooperative: kinds of assembly and yearly duties."""

from enum import StrEnum

from inmeko.kernel.text import N_


class AssemblyKind(StrEnum):
    """Whether an assembly is the yearly one."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


ASSEMBLY_LABELS = {
    AssemblyKind.ORDINARY: N_("Ordinary assembly"),
    AssemblyKind.EXTRAORDINARY: N_("Extraordinary assembly"),
}


class Duty(StrEnum):
    """Something that a cooperative owes every year."""

    ASSEMBLY = "assembly"
    ACCOUNTS = "accounts"
    PROGRAMME = "programme"
    REPORT = "report"
    CERTIFICATE = "certificate"
    CHECK = "check"


DUTY_LABELS = {
    Duty.ASSEMBLY: N_("Ordinary assembly of the year"),
    Duty.ACCOUNTS: N_("Accounts approved by the assembly and filed"),
    Duty.PROGRAMME: N_("Programme of the next year"),
    Duty.REPORT: N_("Report on the past year"),
    Duty.CERTIFICATE: N_("Certificate of membership in the registry, valid for one year"),
    Duty.CHECK: N_("Yearly check of payroll, workers, pay, public revenue and group"),
}
