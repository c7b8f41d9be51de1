"""Workers killed with SIGKILL: at each step of plan, digest, claim, send and commit, and at random.

`CREDTRACK_FAULT_KILLS` sets how many random kills there are: 200 unless told otherwise, 2,000 by
`make faults`.
"""

import datetime as dt
import os
import threading
from collections.abc import Callable

import psycopg
import pytest

from tests.faults import invariants
from tests.faults.world import START, World
from tests.waiting import wait_for

pytestmark = [pytest.mark.one_leg, pytest.mark.postgres, pytest.mark.redis]

KILLS = int(os.environ.get("CREDTRACK_FAULT_KILLS", "200"))
KILLS_A_DAY = 25
WORKERS = 4
PLAN, DIGEST, DELIVER = (
    "reminders.tasks.plan_reminders",
    "reminders.tasks.send_digests",
    "accounts.tasks.deliver_outbox",
)


def evening(world: World, day: dt.date) -> None:
    """Let it be evening, so that nothing of the day is still to come."""
    world.set_clock(day, dt.time(20, 0))


def killed_when_blocked(world: World, table: str, task: str) -> None:
    """Hold a lock that the task must wait for, kill its process while it waits, and let go.

    The lock is held before the worker starts, which takes up at once what was published earlier. The worker goes
    with the process: what the broker hands to the next one must not be struck by the end of the test.
    """
    with psycopg.connect(world.database) as holder:
        holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
        worker = world.start_worker()
        world.publish(task)
        world.wait_until_blocked(table, holder.info.backend_pid)
        assert world.kill_children(worker)
        world.stop()
        world.end_blocked(holder.info.backend_pid)
        holder.rollback()


# What each step writes, and what must have been done before it.
BEFORE_A_WRITE = {
    "plan": (PLAN, "reminders_reminder", ()),
    "digest": (DIGEST, "accounts_outboxmessage", ("plan",)),
    "told": (DIGEST, "reminders_reminder", ("plan",)),
    "claim": (DELIVER, "accounts_outboxmessage", ("plan", "send")),
}


@pytest.mark.parametrize("step", BEFORE_A_WRITE)
def test_a_worker_killed_while_it_writes_loses_nothing_and_doubles_nothing(world: World, step: str) -> None:
    task, table, earlier = BEFORE_A_WRITE[step]
    world.set_clock(START)
    world.seed(people=4, days=1)
    world.do(*earlier)
    killed_when_blocked(world, table, task)
    evening(world, START)
    world.do("drain")
    assert invariants.problems(world, START) == []
    assert invariants.doubles(world) == {}
    assert len(world.mail.accepted) >= 4


@pytest.mark.parametrize("step", ["CONNECT", "MAIL", "RCPT", "TEXT", "DATA"])
def test_a_worker_killed_while_it_talks_to_the_mail_server_sends_again(world: World, step: str) -> None:
    world.set_clock(START)
    world.seed(people=4, days=1)
    world.do("plan", "send")
    struck: list[str] = []

    def strike(recipient: str) -> None:
        if not struck:
            # The mail server waits meanwhile, so nothing else is sent before all of the worker is dead.
            world.kill_children(world.programs[0])
            world.programs[0].kill()
            struck.append(recipient)

    # Before the worker starts: it takes up at once what sending published.
    world.mail.on(step, strike)
    world.begin_worker()
    world.publish(DELIVER)
    wait_for(lambda: struck, f"the talk to reach {step}", 60)
    world.stop()
    evening(world, START)
    world.do("drain")
    assert invariants.problems(world, START) == []
    # Killed before the answer left, the mail may have been taken: only then it comes again.
    assert len(invariants.doubles(world)) <= (1 if step == "DATA" else 0)


def test_the_named_window_repeats_one_mail_with_the_same_message_id(world: World) -> None:
    """Killed after the mail server's answer and before the commit: the one case in which a mail comes twice."""
    world.set_clock(START)
    world.seed(people=1, days=1)
    world.do("plan", "send")
    holder = psycopg.connect(world.database)
    held = threading.Event()

    def hold(recipient: str) -> None:
        # From here on nothing can be written into the outbox: the commit after the answer waits.
        if not held.is_set():
            holder.execute("LOCK TABLE accounts_outboxmessage IN SHARE MODE")
            held.set()

    world.mail.on("DATA", hold)
    worker = world.start_worker()
    world.publish(DELIVER)
    assert held.wait(60)
    world.wait_until_blocked("accounts_outboxmessage", holder.info.backend_pid)
    assert world.kill_children(worker)
    world.stop()
    world.end_blocked(holder.info.backend_pid)
    holder.close()
    evening(world, START)
    world.do("drain")
    assert invariants.problems(world, START) == []
    assert list(invariants.doubles(world).values()) == [2]


def storm(world: World, kills: int, strike: Callable[[], None]) -> dt.date:
    """Let days pass in which workers are struck at random moments; return the last day."""
    day = START
    for number in range(kills):
        if number % KILLS_A_DAY == 0:
            day = START + dt.timedelta(days=number // KILLS_A_DAY)
            world.set_clock(day, dt.time(7, 30))
        world.publish()
        world.moment(0.35)
        strike()
    return day


def test_random_kills_lose_nothing_and_double_only_in_the_named_window(world: World) -> None:
    days = -(-KILLS // KILLS_A_DAY)
    world.set_clock(START, dt.time(6, 0))
    world.seed(people=12, days=days)
    # Several workers: a main process takes seconds to replace what was killed.
    workers = [world.start_worker(f"worker{number}") for number in range(WORKERS)]

    def strike() -> None:
        place = world.random.randrange(WORKERS)
        if world.random.random() < 0.03:
            # The main process as well: nobody is left to put messages back.
            world.kills += 1
            workers[place].kill()
            workers[place] = world.start_worker(f"worker{place}")
        else:
            wait_for(
                lambda: any(world.kill_children(worker) for worker in workers[place:] + workers), "a kill", 30
            )

    last = storm(world, KILLS, strike)
    world.stop()
    evening(world, last)
    world.do("drain")
    assert world.kills >= KILLS
    assert invariants.problems(world, last) == []
    # Each kill can repeat at most the one mail that was between answer and commit.
    repeated = sum(times - 1 for times in invariants.doubles(world).values())
    assert repeated <= world.kills
    assert invariants.counts(world)["told"] > 12 * (days - 2)
