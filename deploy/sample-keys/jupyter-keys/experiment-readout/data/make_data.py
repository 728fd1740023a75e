#!/usr/bin/env python3
"""Writes visitors.csv: 8,000 invented visitors of an A/B test over three weeks. The same bytes every time.

What is hidden: the one-page checkout raises buying from 8 % to about 10 %, on phones alone. A redirect loses a few visitors of the new
arm on the first two days only, which the first check should find.
"""
import csv
import random
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2026, 8, 3)


def main():
    draw = random.Random(20260830)
    with open(Path(__file__).with_name("visitors.csv"), "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["visitor", "arm", "day", "device", "new_customer", "bought"])
        for visitor in range(8000):
            arm = draw.choice(["control", "one_page"])
            day = FIRST + timedelta(days=draw.randrange(21))
            device = "phone" if draw.random() < 0.6 else "desktop"
            new = draw.random() < 0.5
            chance = 0.08 + (0.03 if arm == "one_page" and device == "phone" else 0) - (0.02 if new else 0)
            lost = arm == "one_page" and (day - FIRST).days < 2 and draw.random() < 0.35
            bought = draw.random() < chance
            if not lost:
                out.writerow([f"v{visitor:05d}", arm, day.isoformat(), device, "yes" if new else "no", int(bought)])


if __name__ == "__main__":
    main()
