"""A list as somebody likes to see it: filters, sort and columns under a name."""

from django.db import models

from accounts.tenancy import TenantModel


class SavedView(TenantModel):
    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner", "list_key", "name"], name="saved_view_name_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "list_key"], name="saved_view_by_list")]

    def __str__(self) -> str:
        return self.name
