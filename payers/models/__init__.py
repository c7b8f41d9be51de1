"""Payers, plans, sourced rules and platforms: one noun per file."""

from payers.models.catalogue import CatalogueModel, SharedRowReadOnly, Sourced
from payers.models.panel import PanelState, PayerContact
from payers.models.payer import Payer, PayerAlias, Plan
from payers.models.platform import Platform, PlatformPromise
from payers.models.rule import Rule

__all__ = [
    "CatalogueModel",
    "PanelState",
    "Payer",
    "PayerAlias",
    "PayerContact",
    "Plan",
    "Platform",
    "PlatformPromise",
    "Rule",
    "SharedRowReadOnly",
    "Sourced",
]
