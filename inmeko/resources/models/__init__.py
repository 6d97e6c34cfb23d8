"""Every table of the inventory."""

from inmeko.resources.models.assets import Asset, AssetCounter, AssetSector
from inmeko.resources.models.fieldwork import (
    Citation,
    IdleReport,
    ReportCounter,
    Round,
    RoundMember,
    RoundStop,
    Study,
)
from inmeko.resources.models.imports import AssetImport, ImportChange, SavedMapping

__all__ = [
    "Asset",
    "AssetCounter",
    "AssetImport",
    "AssetSector",
    "Citation",
    "IdleReport",
    "ImportChange",
    "ReportCounter",
    "Round",
    "RoundMember",
    "RoundStop",
    "SavedMapping",
    "Study",
]
