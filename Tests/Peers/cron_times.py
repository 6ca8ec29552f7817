"""Says when schedules fire, by cronsim or croniter, and what the clocks read, by Python's zoneinfo.

Reads one JSON object a line from standard input and answers with one JSON value a line:
{"peer": "cronsim" | "croniter", "expression", "zone", "windows": [[from, to], …], "most"}: for each window the seconds
since 1970 UTC, later than from and at most to and no more than most, at which it fires, or null where the peer goes
back in time; null for all where it refuses the expression;
{"peer": "zoneinfo", "zone", "seconds": […], "locals": […]}: for each second the offset and the name of the time, and
for each reading of the clocks the seconds that it stands for, none where it is skipped and two where it is repeated.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import CroniterError, croniter
from cronsim import CronSim, CronSimError

EPOCH = datetime(1970, 1, 1)


def times(case, start, end):
    zone = timezone.utc if case["zone"] == "UTC" else ZoneInfo(case["zone"])
    moment = datetime.fromtimestamp(start, zone)
    if case["peer"] == "cronsim":
        steps = CronSim(case["expression"], moment)
    else:
        steps = croniter(case["expression"], moment).all_next(datetime)
    found = []
    for time in steps:
        second = int(time.timestamp())
        if found and second <= found[-1]:
            return None
        if second > end or len(found) == case["most"]:
            break
        found.append(second)
    return found


def schedule(case):
    return [times(case, start, end) for start, end in case["windows"]]


def readings(case):
    zone = ZoneInfo(case["zone"])
    offsets = []
    for second in case["seconds"]:
        moment = datetime.fromtimestamp(second, timezone.utc).astimezone(zone)
        offsets.append([int(moment.utcoffset().total_seconds()), moment.tzname()])
    meanings = []
    for local in case["locals"]:
        moment = (EPOCH + timedelta(seconds=local)).replace(tzinfo=zone)
        candidates = [moment.replace(fold=fold).astimezone(timezone.utc) for fold in (0, 1)]
        naive = moment.replace(tzinfo=None)
        kept = {int(c.timestamp()) for c in candidates if c.astimezone(zone).replace(tzinfo=None) == naive}
        meanings.append(sorted(kept))
    return [offsets, meanings]


for line in sys.stdin:
    case = json.loads(line)
    try:
        print(json.dumps(readings(case) if case["peer"] == "zoneinfo" else schedule(case)))
    except (CronSimError, CroniterError):
        print("null")
