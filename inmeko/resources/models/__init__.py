"""Every table of the inventory."""

from inmeko.resources.models.assets import Asset, AssetCounter, AssetSector
from inmeko.resources.models.concessions import (
    AssetCost,
    Concession,
    ConcessionReport,
    Decision,
    DecisionLink,
    Obligation,
    ReuseScenario,
)
from inmeko.resources.models.fieldwork import (
    Citation,
    IdleReport,
    ReportCounter,
    Round,
    RoundMember,
    RoundStop,
    Study,
)
from inmeko.resources.models.flags import AssetFlag, AssetMerge
from inmeko.resources.models.imports import AssetImport, ImportChange, SavedMapping
from inmeko.resources.models.map import MapChange
from inmeko.resources.models.ready import AssetFeature
from inmeko.resources.models.visits import Visit, VisitPhoto, VisitProposal

__all__ = [
    "Asset",
    "AssetCost",
    "AssetCounter",
    "AssetFeature",
    "AssetFlag",
    "AssetImport",
    "AssetMerge",
    "AssetSector",
    "Citation",
    "Concession",
    "ConcessionReport",
    "Decision",
    "DecisionLink",
    "IdleReport",
    "ImportChange",
    "MapChange",
    "Obligation",
    "ReportCounter",
    "ReuseScenario",
    "Round",
    "RoundMember",
    "RoundStop",
    "SavedMapping",
    "Study",
    "Visit",
    "VisitPhoto",
    "VisitProposal",
]
