#!/usr/bin/env python3
"""Writes events.csv: which of 900 invented users was active on which day, 2026-03-02 to 2026-08-30. The same bytes every time.

What is hidden: users who began in or after the week of 2026-06-01 got a better first day and stay longer. Everybody's chance to come
back falls at first and then levels off. Some skip weeks without having left.
"""
import csv
import random
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2026, 3, 2), date(2026, 8, 30)
BETTER_FROM = date(2026, 6, 1)


def main():
    draw = random.Random(20260901)
    days = (LAST - FIRST).days + 1
    seen = set()
    for user in range(900):
        joined = FIRST + timedelta(days=draw.randrange(days))
        seen.add((user, joined))
        stays = 0.62 if joined >= BETTER_FROM else 0.45
        alive, week = True, 1
        while alive and joined + timedelta(days=7 * week) <= LAST:
            # The risk to leave is high at first and then small.
            alive = draw.random() < (stays if week == 1 else 0.88 if week < 5 else 0.96)
            if alive and draw.random() < 0.8:
                for _ in range(draw.randint(1, 2)):
                    day = joined + timedelta(days=7 * week + draw.randrange(7))
                    if day <= LAST:
                        seen.add((user, day))
            week += 1
    with open(Path(__file__).with_name("events.csv"), "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["user", "day"])
        for user, day in sorted(seen, key=lambda e: (e[1], e[0])):
            out.writerow([f"u{user:04d}", day.isoformat()])


if __name__ == "__main__":
    main()
