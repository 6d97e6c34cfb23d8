"""Every table of the inventory."""

from inmeko.resources.models.assets import Asset, AssetCounter, AssetSector
from inmeko.resources.models.imports import AssetImport, ImportChange, SavedMapping

__all__ = [
    "Asset",
    "AssetCounter",
    "AssetImport",
    "AssetSector",
    "ImportChange",
    "SavedMapping",
]
