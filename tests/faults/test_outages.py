"""Broker, database and mail server fail while workers work; clocks differ and jump; the site was down."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults import invariants
from tests.faults.world import START, World
from tests.mail_server import CLOSE
from tests.waiting import wait_for

pytestmark = [pytest.mark.one_leg, pytest.mark.postgres, pytest.mark.redis]


@contextmanager
def busy(world: World, again: float = 0.2) -> Iterator[None]:
    """Publish all tasks over and over while the block runs, as beats would in fast motion."""
    over = threading.Event()

    def publish() -> None:
        while not over.wait(again):
            world.publish()

    thread = threading.Thread(target=publish)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ends_well(world: World, last: dt.date, *, doubles: int = 0) -> None:
    """Finish undisturbed on the evening of `last` and hold ledger, outbox and mail log together."""
    world.stop()
    world.mail.well_again()
    world.set_clock(last, dt.time(20, 0))
    world.do("drain")
    assert invariants.problems(world, last) == []
    assert sum(times - 1 for times in invariants.doubles(world).values()) <= doubles


def sent(world: World) -> int:
    return int(world.ask("SELECT count(*) FROM accounts_outboxmessage WHERE state = 'sent'")[0][0])


def test_a_broker_that_loses_everything_loses_no_reminder(world: World) -> None:
    world.set_clock(START)
    world.seed(people=6, days=3)
    world.start_worker(processes=2)
    for day in range(3):
        world.set_clock(START + dt.timedelta(days=day))
        with busy(world):
            for _ in range(10):
                world.moment(0.3)
                world.redis.flush()
    ends_well(world, START + dt.timedelta(days=2))


def test_a_database_that_crashes_loses_no_reminder(world: World) -> None:
    world.set_clock(START)
    world.seed(people=6, days=3)
    world.start_worker(processes=2)
    for day in range(3):
        world.set_clock(START + dt.timedelta(days=day))
        with busy(world):
            world.moment(1.0)
            world.postgres.crash_and_restart()
            world.moment(1.0)
    # Each crash can fall between the mail server's answer and the commit, once per process.
    ends_well(world, START + dt.timedelta(days=2), doubles=6)


def test_two_workers_and_every_task_twice_tell_everybody_once(world: World) -> None:
    world.set_clock(START)
    world.seed(people=10, days=2)
    for name in ("one", "two"):
        world.start_worker(name, processes=2)
    for day in range(2):
        world.set_clock(START + dt.timedelta(days=day))
        with busy(world), busy(world):
            wait_for(lambda: sent(world) >= 10 * (day + 1), "the day's digests", 120)  # noqa: B023
    ends_well(world, START + dt.timedelta(days=1))


def test_two_beats_tell_everybody_once(world: World) -> None:
    world.set_clock(START)
    world.seed(people=10, days=1)
    world.start_worker(processes=2)
    for name in ("one", "two"):
        world.start_beat(name)
    wait_for(lambda: sent(world) >= 10, "the day's digests", 120)
    ends_well(world, START)


def test_without_the_claim_two_workers_do_send_twice(world: World) -> None:
    """The negative control of the test above: the same work, and the claim switched off."""
    world.set_clock(START)
    world.seed(people=30, days=1)
    world.do("plan", "send")
    arrived = threading.Barrier(2, timeout=60)

    def meet(recipient: str) -> None:
        # The first mail of each worker waits for the other's, so that both hold the same rows.
        try:
            arrived.wait()
        except threading.BrokenBarrierError:
            return

    world.mail.on("MAIL", meet)
    for name in ("one", "two"):
        world.start_worker(name, "-I", "tests.faults.unclaimed")
    # More than one worker keeps for itself, so that both get some.
    world.publish(*["accounts.tasks.deliver_outbox"] * 12)
    wait_for(lambda: invariants.doubles(world), "a mail that is sent twice", 60)


def test_workers_whose_clocks_differ_by_an_hour_tell_everybody_once(world: World) -> None:
    world.set_clock(START)
    world.seed(people=10, days=1)
    ahead = world.folder / "ahead"
    world.set_clock(START, dt.time(9, 0), ahead)
    world.start_worker("one", processes=2)
    world.start_worker("two", processes=2, FAULTS_CLOCK=str(ahead))
    with busy(world):
        wait_for(lambda: sent(world) >= 10, "the day's digests", 120)
    ends_well(world, START)


ANSWERS = {
    "busy": ("RCPT", "421 4.3.2 Too busy"),
    "grey": ("RCPT", "450 4.2.0 Greylisted"),
    "broken off": ("DATA", CLOSE),
}


@pytest.mark.parametrize("trouble", ANSWERS)
def test_a_mail_server_in_trouble_gets_every_mail_in_the_end(world: World, trouble: str) -> None:
    step, answer = ANSWERS[trouble]
    world.set_clock(START)
    world.seed(people=6, days=2)
    world.start_worker()
    world.mail.answer(step, answer)
    with busy(world):
        tried = "SELECT count(*) FROM accounts_outboxmessage WHERE attempts > 0"
        wait_for(lambda: world.ask(tried)[0][0], "the first attempt", 60)
    world.set_clock(START + dt.timedelta(days=1))
    # A text that came in whole and was never answered for is sent again: with the same Message-ID.
    ends_well(world, START + dt.timedelta(days=1), doubles=100 if answer == CLOSE else 0)
    assert {mail.recipient for mail in world.mail.accepted} == {f"person{n}@storm.example" for n in range(6)}


def test_an_address_that_is_refused_fails_with_the_answer_and_stops_nobody(world: World) -> None:
    world.set_clock(START)
    world.seed(people=4, days=1)
    world.mail.answer("RCPT", "550 5.1.1 No such person", only="person1@")
    world.do("plan", "send", "deliver")
    failed = world.ask("SELECT recipient, last_answer FROM accounts_outboxmessage WHERE state = 'failed'")
    assert failed
    assert {recipient for recipient, _ in failed} == {"person1@storm.example"}
    assert all("550 5.1.1 No such person" in answer for _, answer in failed)
    assert sent(world) >= 3


JUMPS = {"back an hour": dt.timedelta(hours=-1), "forward a day": dt.timedelta(days=1)}


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_tells_nobody_twice(world: World, jump: str) -> None:
    world.set_clock(START)
    world.seed(people=6, days=3)
    world.start_worker(processes=2)
    with busy(world):
        wait_for(lambda: sent(world) >= 6, "the day's digests", 120)
        world.jump(JUMPS[jump])
        world.moment(2.0)
        world.jump(-JUMPS[jump])
        world.moment(2.0)
    ends_well(world, START + dt.timedelta(days=2))


# Both Sundays on which the clocks change in 2026, with the Friday before and the Monday after.
CHANGES = {"spring": dt.date(2026, 3, 6), "autumn": dt.date(2026, 10, 30)}


@pytest.mark.parametrize("season", CHANGES)
def test_a_weekend_on_which_the_clocks_change_brings_one_digest_a_business_day(
    world: World, season: str
) -> None:
    friday = CHANGES[season]
    world.set_clock(friday, dt.time(5, 0))
    world.seed(people=3, days=4, start=friday)
    for day in range(4):
        for hour in range(1, 24, 6):
            world.set_clock(friday + dt.timedelta(days=day), dt.time(hour, 10))
            world.do("plan", "send")
    digests = world.ask(
        "SELECT recipient, count(*) FROM accounts_outboxmessage WHERE key LIKE 'digest:%%' GROUP BY recipient"
    )
    assert {count for _, count in digests} == {2}
    ends_well(world, friday + dt.timedelta(days=3))


def test_after_a_week_of_downtime_the_useful_is_sent_and_the_rest_marked_missed(world: World) -> None:
    world.set_clock(START)
    world.seed(people=4, days=10)
    world.do("drain")
    back = START + dt.timedelta(days=9)
    world.set_clock(back)
    world.do("drain")
    ends_well(world, back)
    missed = world.ask("SELECT DISTINCT reason FROM reminders_reminder WHERE state = 'missed'")
    assert missed
    assert all(reason for (reason,) in missed)
    # One mail a person for all that is still of use, besides what is urgent enough for one of its own.
    digests = "SELECT count(*) FROM accounts_outboxmessage WHERE key LIKE 'digest:%%' AND created_at > now() - interval '1 day'"
    assert world.ask(digests)[0][0] == 8
