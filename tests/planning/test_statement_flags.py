"""The flag of a conflict in SQL says what the pure rule says."""

from itertools import product

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from enrollments.enums import Channel
from planning import statements
from planning.conflicts import conflicts
from planning.enums import About, Form
from planning.models import Statement
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.planning import StatementFactory
from tests.factories.providers import PracticeFactory, ProviderFactory

pytestmark = pytest.mark.django_db


def _many(maple: Organization) -> None:
    payers, platforms = [None, PayerFactory(), PayerFactory()], [None, PlatformFactory()]
    practices = [None, PracticeFactory(organization=maple)]
    providers = [None, ProviderFactory(organization=maple)]
    positions = ("yes", "no", "")
    for number, (payer, platform) in enumerate(product(payers, platforms)):
        for place, position in enumerate(positions):
            StatementFactory(
                organization=maple,
                payer=payer,
                platform=platform,
                practice=practices[(number + place) % 2],
                provider=providers[number % 2],
                position=position,
                about=About.OTHER if number == 3 else About.NOTICE,
            )


def test_the_flag_in_sql_equals_the_pure_rule(maple: Organization) -> None:
    _many(maple)
    with organization_scope(maple):
        first = Statement.objects.filter(position="yes", about=About.NOTICE).last()
        StatementFactory(organization=maple, replaces=first, about=About.NOTICE, payer=first and first.payer)
        rows = list(Statement.objects.all())
        gone = {row.replaces_id for row in rows if row.replaces_id}
        said = [statements.said_of(row, replaced=row.pk in gone) for row in rows]
        expected = {key for pair in conflicts(said) for key in (pair.one, pair.other)}
        flagged = {row.pk for row in statements.with_flags(Statement.objects.all()) if row.in_conflict}  # type: ignore[attr-defined]
        assert flagged == expected
        assert 2 < len(expected) < len(rows) - 2


def test_a_replaced_statement_is_marked_and_leaves_the_conflict(maple: Organization) -> None:
    with organization_scope(maple):
        payer = PayerFactory()
        one = StatementFactory(payer=payer, position="yes", form=Form.VERBAL, channel=Channel.CALL)
        other = StatementFactory(payer=payer, platform=one.platform, position="no")
        assert [row.pk for row in statements.against(one)] == [other.pk]
        StatementFactory(payer=payer, platform=one.platform, position="no", replaces=one)
        flags = {row.pk: row for row in statements.with_flags(Statement.objects.all())}
        assert flags[one.pk].is_replaced  # type: ignore[attr-defined]
        assert not any(row.in_conflict for row in flags.values())  # type: ignore[attr-defined]
        assert statements.against(one) == statements.against(other) == []
