"""The page behind an invitation link: join with the account one has, or make one."""

from typing import cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import invitations
from accounts.forms import NewAccountForm
from accounts.invitations import InvitationRefused, Standing
from accounts.models import Invitation, Membership, User


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation and take it up."""
    invitation = invitations.find(token)
    if invitation is None:
        raise Http404("There is no such invitation. Copy the whole link from the mail.")
    standing = invitations.standing(invitation)
    if standing is not Standing.OPEN:
        return _told(request, invitation, invitations.REFUSALS[standing])
    if request.user.is_authenticated:
        return _signed_in(request, invitation)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "accounts/invitation_sign_in.html", {"invitation": invitation})
    return _new_account(request, invitation, token)


def _told(request: HttpRequest, invitation: Invitation, why: str) -> HttpResponse:
    return render(
        request, "accounts/invitation_closed.html", {"invitation": invitation, "why": why}, status=410
    )


def _signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = cast(User, request.user)
    if request.method == "POST" and user.email == invitation.email:
        try:
            membership = invitations.accept(invitation, user)
        except InvitationRefused as refusal:
            return _told(request, invitation, str(refusal))
        return _welcomed(request, membership)
    return render(
        request,
        "accounts/invitation_join.html",
        {"invitation": invitation, "is_mine": user.email == invitation.email},
    )


def _new_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = NewAccountForm(
        request.POST if request.method == "POST" else None,
        email=invitation.email,
        initial={"name": invitation.name},
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/invitation_account.html", {"invitation": invitation, "form": form})
    try:
        user, membership = _create_and_accept(invitation, form)
    except InvitationRefused as refusal:
        return _told(request, invitation, str(refusal))
    except IntegrityError:
        # Sent twice at once: the first made the account, and the page now says what to do.
        return redirect("accounts:invitation", token=token)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return _welcomed(request, membership)


@transaction.atomic
def _create_and_accept(invitation: Invitation, form: NewAccountForm) -> tuple[User, Membership]:
    user = User.objects.create_user(
        invitation.email, form.cleaned_data["password"], name=form.cleaned_data["name"]
    )
    # The link came by mail, so the address is proven; two-step sign-in asks for that.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user, invitations.accept(invitation, user)


def _welcomed(request: HttpRequest, membership: Membership) -> HttpResponse:
    messages.success(request, f"Welcome to {membership.organization.name}.")
    return redirect("accounts:enter", organization=membership.organization.slug)
