"""Members and invitations of an organization: who has a seat, who was offered one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import invitations, limits, members
from accounts.access import OrganizationRequest, requires
from accounts.forms import InvitationForm, MemberForm, member_initial, take_version
from accounts.invitations import InvitationRefused, Seat
from accounts.models import Invitation, Membership
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel.links import org_reverse


def _member_or_404(request: OrganizationRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "organization")
    return get_object_or_404(rows, pk=pk, organization=request.organization)


def _invitation_or_404(pk: int) -> Invitation:
    found: Invitation | None = Invitation.objects.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such invitation here.")
    return found


@requires(Capability.VIEW)
def member_list(request: OrganizationRequest) -> HttpResponse:
    """Show everybody with a seat, and what each may see."""
    seats = list(
        Membership.objects.filter(organization=request.organization)
        .select_related("user")
        .order_by("-is_active", "user__name", "user__email")
    )
    sees = limits.answers().words(seats)
    rows = [(seat, sees.get(seat.pk, "")) for seat in seats]
    return render(request, "accounts/members.html", {"rows": rows, "tab": "members"})


@requires(Capability.MANAGE_MEMBERS)
def member_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Change a member's role and limits."""
    member = _member_or_404(request, pk)
    form = MemberForm(request.POST or None, initial=member_initial(member))
    if request.method == "POST" and form.is_valid():
        try:
            members.change(member, form.wanted(), actor=request.user, version=form.cleaned_data["version"])
        except (members.LastOwner, Stale) as refusal:
            form.add_error(None, str(refusal))
            take_version(form, Membership.objects.get(pk=pk).version)
        else:
            messages.success(request, f"The seat of {member.user} is changed.")
            return redirect(org_reverse("accounts:members"))
    return render(request, "accounts/member_edit.html", {"member": member, "form": form})


@requires(Capability.MANAGE_MEMBERS)
@require_POST
def member_deactivate(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Take a seat away."""
    member = _member_or_404(request, pk)
    try:
        members.deactivate(member, actor=request.user)
    except members.LastOwner as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.user} can no longer open {request.organization.name}.")
    return redirect(org_reverse("accounts:members"))


@requires(Capability.MANAGE_MEMBERS)
@require_POST
def member_reactivate(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Give a seat back."""
    member = _member_or_404(request, pk)
    members.reactivate(member, actor=request.user)
    messages.success(request, f"{member.user} has the seat back.")
    return redirect(org_reverse("accounts:members"))


@requires(Capability.MANAGE_MEMBERS)
def invitation_list(request: OrganizationRequest) -> HttpResponse:
    """Show the newest hundred invitations and what became of each."""
    newest = Invitation.objects.select_related("invited_by", "accepted_by").order_by("-pk")[:100]
    rows = [(row, invitations.standing(row).value) for row in newest]
    return render(request, "accounts/invitations.html", {"rows": rows, "tab": "invitations"})


@requires(Capability.MANAGE_MEMBERS)
def invite(request: OrganizationRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        seat = Seat(
            form.cleaned_data["email"], wanted.role, form.cleaned_data["name"], wanted.limited, wanted.limits
        )
        if _sent(request, seat, form):
            return redirect(org_reverse("accounts:invitations"))
    return render(request, "accounts/invite.html", {"form": form})


def _sent(request: OrganizationRequest, seat: Seat, form: InvitationForm | None = None) -> bool:
    try:
        invitations.invite(seat, actor=request.user, base_url=request.build_absolute_uri("/"))
    except InvitationRefused as refusal:
        if form is not None:
            form.add_error("email", str(refusal))
        else:
            messages.error(request, str(refusal))
        return False
    messages.success(request, f"The invitation for {seat.email} is on its way.")
    return True


@requires(Capability.MANAGE_MEMBERS)
@require_POST
def invitation_resend(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Send the same seat again with a new link; the old one stops working."""
    _sent(request, invitations.seat_of(_invitation_or_404(pk)))
    return redirect(org_reverse("accounts:invitations"))


@requires(Capability.MANAGE_MEMBERS)
@require_POST
def invitation_revoke(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Make an invitation's link useless."""
    invitation = _invitation_or_404(pk)
    try:
        invitations.revoke(invitation, actor=request.user)
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The invitation for {invitation.email} is withdrawn.")
    return redirect(org_reverse("accounts:invitations"))
