#!/usr/bin/env python3
"""Writes access-log.csv: 4,000 invented requests with two causes of slowness hidden in them. The same bytes every time.

What is hidden (read it after you have tried the notebook): /search with a cache miss takes about 0.9 s all morning; instance web-3
answers everything slowly from 10:41 to 10:52, as if its disk were full.
"""
import csv
import math
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

START = datetime(2026, 9, 15, 9, 0, tzinfo=timezone.utc)
ROUTES = {"/": 5, "/search": 3, "/item": 6, "/cart": 2, "/checkout": 1}


def main():
    draw = random.Random(20260915)
    rows = []
    for _ in range(4000):
        time = START + timedelta(seconds=draw.uniform(0, 3 * 3600))
        route = draw.choices(list(ROUTES), ROUTES.values())[0]
        instance = f"web-{draw.randint(1, 4)}"
        cache = "miss" if draw.random() < 0.12 else "hit"
        region = draw.choice(["eu", "eu", "us"])
        middle = 45 if cache == "hit" else 80
        if route == "/search" and cache == "miss":
            middle = 900
        if instance == "web-3" and 101 <= (time - START).total_seconds() / 60 < 113:
            middle = 1600
        rows.append((time, route, instance, cache, region, draw.lognormvariate(math.log(middle), 0.35)))
    rows.sort()
    with open(Path(__file__).with_name("access-log.csv"), "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["time", "route", "instance", "cache", "region", "ms"])
        for time, route, instance, cache, region, ms in rows:
            out.writerow([time.strftime("%Y-%m-%dT%H:%M:%SZ"), route, instance, cache, region, f"{ms:.1f}"])
        # A log is never quite clean.
        out.writerow(["2026-09-15T12:00:01Z", "/item", "web-1", "hit", "eu", "-"])
        out.writerow(["2026-09-15T12:00:02Z", "/item", "web-1", "hit", "eu", "-1"])


if __name__ == "__main__":
    main()
