#!/usr/bin/env python3
"""rated SET FOLDER: ties of one kind as touches, ties of another kind or of later as what people said, for `kith bench rated`:
lines group,kind,from,to,amount (kind 0: what they said). FOLDER holds the folders ties and net-copenhagen. Without a set:
the names of all."""
import csv
import pathlib
import sys


def matrix(folder, name):
    with open(folder / "ties" / f"{name}.csv", newline="", encoding="ascii") as f:
        return [[int(float(v)) for v in row] for row in csv.reader(f) if row]


def liking(rows):
    """Ranks, 1 for whom one likes most, as amounts, 0 for oneself."""
    return [[len(rows) - v if v > 0 else 0 for v in row] for row in rows]


def said_of(rows):
    return [(0, i, j, v) for i, row in enumerate(rows) for j, v in enumerate(row) if v]


def touches(rows, kind=1, weight=1):
    return [(kind, i, j, v * weight) for i, row in enumerate(rows) for j, v in enumerate(row) if v]


def ranked(folder, name, weeks):
    """The ranks of each week against those of the next."""
    rows = [liking(matrix(folder, f"{name}T{week}")) for week in weeks]
    return [said_of(later) + touches(now) for now, later in zip(rows, rows[1:])]


def kinds(folder, said, *names):
    return [said_of(matrix(folder, said)) + [t for k, name in enumerate(names, 1) for t in touches(matrix(folder, name), k)]]


def copenhagen(folder):
    lines = []
    for kind, name in enumerate(("fb_friends", "sms", "calls")):
        with open(folder / "net-copenhagen" / f"{name}.csv", newline="", encoding="ascii") as f:
            lines += [(kind, int(r[0]), int(r[1]), 1) for r in list(csv.reader(f))[1:]]
    return [lines]


SETS = {
    "newcomb": lambda d: ranked(d, "Newcomb_Fraternity.Preference", ["%02d" % w for w in range(16) if w != 9]),
    "camp92": lambda d: ranked(d, "Borgatti_Camp92.MostInteractions", ["2", "3"]),
    "burkhardt": lambda d: [said_of(matrix(d, "Burkhardt_GovernmentAgency.AdviceGivingT5")) + touches(matrix(d, "Burkhardt_GovernmentAgency.AdviceGivingT1"))],
    "kapferer": lambda d: kinds(d, "Kapferer_TailorShop.SociationalT2", "Kapferer_TailorShop.SociationalT1", "Kapferer_TailorShop.InstrumentalT1"),
    "krackhardt": lambda d: kinds(d, "Krackhardt_HighTech.Friendship", "Krackhardt_HighTech.Advice"),
    "lazega": lambda d: kinds(d, "Lazega_Lawyers.Friendship", "Lazega_Lawyers.Advice", "Lazega_Lawyers.Cowork"),
    "hawthorne": lambda d: kinds(d, "Hawthorne_BankWiring.Friendship", "Hawthorne_BankWiring.Games", "Hawthorne_BankWiring.Help", "Hawthorne_BankWiring.TradeJobs"),
    "copenhagen": copenhagen,
}


def main():
    if len(sys.argv) < 3:
        print("\n".join(SETS))
        return
    for group, lines in enumerate(SETS[sys.argv[1]](pathlib.Path(sys.argv[2]))):
        for line in lines:
            print(group, *line, sep=",")


if __name__ == "__main__":
    main()
