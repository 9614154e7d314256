"""The whole stack as ``deploy/try`` starts it: web, clock and worker are killed, engines fall."""

from deploy.trial import __main__ as trial
from deploy.trial import rough, smoke

from .report import Row

KILLED = "kill -9：网站、时钟、worker 的进程，在任意时刻，公众照样投诉"
CONDITION = "答复过的投诉都在、各一件，网站、时钟、worker 自行恢复"
WHERE = "PostgreSQL、Redis、nginx"
#: What deploy/try looks at that is a fault; in the end the data must be whole.
CHECKS = (
    *(rough.hostile_clients, rough.slow_clients, rough.ten_times_the_load),
    *(smoke.both_webs_killed, smoke.redis_killed, smoke.postgres_restarted),
    *(smoke.clocks_run, smoke.whole),
)


def services(size):
    """全套服务的故障"""
    with trial.standing() as world:
        return [_killed(world, size.kills), *(_checked(check, world) for check in CHECKS)]


def _killed(world, wanted):
    try:
        kills, numbers, lost = rough.complaints_amid_kills(world, wanted)
    except Exception as error:  # noqa: BLE001 - the table tells every failure
        return Row(KILLED, WHERE, 0, wanted, CONDITION, why=f"{type(error).__name__}: {error}")
    condition = f"{len(numbers)} 件投诉：{CONDITION}"
    return Row(KILLED, WHERE, kills, wanted, condition, len(lost))


def _checked(check, world):
    has_passed, _seconds, fault, words = smoke.tried(check, world)
    why = "" if has_passed else words
    return Row(fault, WHERE, int(has_passed), 1, words if has_passed else "", why=why)
