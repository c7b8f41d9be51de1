"""Public reference rows, the same for every organization: NPPES records and NUCC taxonomy codes."""

from django.db import models


class NppesRecord(models.Model):
    """One NPI as an NPPES file or an answer of the registry stated it."""

    npi = models.CharField(max_length=10, unique=True)
    entity_type = models.PositiveSmallIntegerField(null=True)
    # The normalized record of `nppes.py`, so that file and API read alike.
    data = models.JSONField(default=dict)
    deactivated_on = models.DateField(null=True, blank=True)
    read_from = models.CharField(max_length=120)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["npi"]

    def __str__(self) -> str:
        return self.npi


class Taxonomy(models.Model):
    """One NUCC code."""

    code = models.CharField(max_length=10, primary_key=True)
    grouping = models.CharField(max_length=120)
    classification = models.CharField(max_length=160)
    specialization = models.CharField(max_length=160, blank=True)
    display_name = models.CharField(max_length=240)
    is_individual = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"
