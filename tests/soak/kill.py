#!/usr/bin/env python3
"""kill.py --short | --full [--kills N]: kills Kith's workers at random moments while posts come in and answers go out through
a proxy that breaks connections, then lets them finish and counts: no post lost or doubled, no answer twice, no decision
forgotten, the event chain whole, the database intact. On SQLite, and on PostgreSQL when KITH_TEST_PG names one. TAP on
stdout, a table at the end. What is killed is worker.c: the threads of `kith serve` behind the screens, on real HTTP against
network.py."""
import argparse
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time

from network import Network

BUILD = pathlib.Path(os.environ.get("BUILD", "build")).resolve() / "dev"
FAULTS = {"refuse": .03, "hold": .02, "429": .03, "429-wait": .02, "500": .04, "503": .02, "cut": .04, "lost": .08,
          "replay": .03}
ROWS = ["kills", "comments", "posts", "lost posts", "doubled posts", "decisions", "sent", "unclear", "failed", "unfinished",
        "lost decisions", "answers on the network", "doubled answers", "stray answers", "chain", "integrity"]


class House:
    """One database with its workers."""

    def __init__(self, kind, folder):
        self.kind, self.folder, self.acked, self.ahead = kind, folder, set(), 0
        self.database = str(folder / "kith.db")
        if kind == "postgres":
            name = f"soak_{os.getpid()}"
            self.psql(os.environ["KITH_TEST_PG"], f"create database {name}")
            self.database = os.environ["KITH_TEST_PG"].rsplit("/", 1)[0] + "/" + name
        self.network = Network(seed=7)
        self.errors = open(folder / "worker.log", "a+")
        self.proxy = None
        self.port = self.start_proxy(0, {})

    def start_proxy(self, port, faults):
        self.proxy = subprocess.Popen(
            [BUILD / "fault_proxy", "--target", f"127.0.0.1:{self.network.port}", "--listen", str(port), "--seed", "11",
             "--hold-ms", "400", *(f"{name}={chance}" for name, chance in faults.items())],
            stdout=subprocess.PIPE, text=True)
        return json.loads(self.proxy.stdout.readline())["port"]

    def stop_proxy(self):
        self.proxy.terminate()
        return self.proxy.communicate()[0].strip()

    @staticmethod
    def psql(url, sql):
        return subprocess.run(["psql", "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", url, "-c", sql], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def rows(self, sql):
        if self.kind == "sqlite":
            with sqlite3.connect(self.database) as db:
                return [tuple(map(str, row)) for row in db.execute(sql)]
        return [tuple(line.split("\t")) for line in self.psql(self.database, sql).splitlines()]

    def worker(self, mode, *more):
        return subprocess.Popen([BUILD / "soak_worker", mode, self.database, self.folder, str(self.ahead), *more],
                                stdout=subprocess.PIPE, stderr=self.errors, text=True)

    def address(self, port):
        return [f"http://127.0.0.1:{port}", f"127.0.0.1:{port}"]

    def ended(self, mode, *more):
        """A mode that ends by itself: its output."""
        process = self.worker(mode, *more)
        out = process.communicate()[0]
        if process.returncode != 0:
            self.errors.flush()
            raise SystemExit(f"worker {mode} ended with {process.returncode}:\n" + self.tail())
        return out

    def tail(self):
        self.errors.seek(0)
        return "".join(self.errors.readlines()[-20:])

    def setup(self):
        """Connects while the network is well, then breaks it."""
        self.ended("setup", *self.address(self.port))
        self.stop_proxy()
        self.start_proxy(self.port, FAULTS)

    def one_life(self, seconds):
        process = self.worker("run", *self.address(self.port))
        ready = threading.Event()

        def read():
            for line in process.stdout:
                word, *rest = line.split()
                if word == "ready":
                    ready.set()
                elif word == "decided" and line.endswith("\n"):
                    self.acked.add(rest[0])
            ready.set()

        reader = threading.Thread(target=read)
        reader.start()
        ready.wait()
        try:
            process.wait(seconds)
            raise SystemExit(f"worker ended by itself with {process.returncode}:\n" + self.tail())
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        reader.join()

    def finish(self):
        self.network.talking.clear()
        self.proxy.send_signal(signal.SIGUSR1)  # well again
        self.ahead += 3600
        self.ended("drain", *self.address(self.port))

    def close(self):
        print(f"# {self.kind}: requests by fault: {self.stop_proxy()}")
        self.errors.close()
        if self.kind == "postgres":
            self.psql(os.environ["KITH_TEST_PG"], f"drop database {self.database.rsplit('/', 1)[1]} with (force)")

    def integrity(self):
        if self.kind == "sqlite":
            sound = self.rows("pragma integrity_check") == [("ok",)] and not self.rows("pragma foreign_key_check")
            return "ok" if sound else "broken"
        self.psql(self.database, "create extension if not exists amcheck")
        bad = self.psql(self.database, "select count(bt_index_check(c.oid, true)) from pg_index i join pg_class c on "
                        "c.oid = i.indexrelid join pg_am a on a.oid = c.relam join pg_namespace n on n.oid = c.relnamespace "
                        "where a.amname = 'btree' and n.nspname = 'public' and i.indisvalid")
        return "ok" if bad.strip() else "broken"


def table(house, kills):
    net = house.network
    posts = house.rows("select native_id, deleted_at, direction from post")
    outbox = house.rows("select client_key, state from outbox")
    numbers = [int(native.rsplit("-", 1)[1]) for native, *_ in posts]
    ours = [c["content"]["raw"] for c in net.comments.values() if c["author"]]
    decided = {key.removeprefix("soak-") for key, _ in outbox}
    state = {name: sum(s == name for _, s in outbox) for name in ("sent", "unclear", "failed")}
    sent_keys = {key.removeprefix("soak-") for key, s in outbox if s in ("sent", "unclear")}
    told = [text.split(":")[0].removeprefix("Answer ") for text in ours]
    return {
        "kills": kills, "comments": len(net.comments), "posts": len(posts),
        "lost posts": len(set(net.comments) - set(numbers)), "doubled posts": len(numbers) - len(set(numbers)),
        "decisions": len(house.acked), **state,
        "unfinished": len(outbox) - sum(state.values()),
        "lost decisions": len(house.acked - {key for key, _ in outbox}),
        "answers on the network": len(ours), "doubled answers": len(told) - len(set(told)),
        "stray answers": len(set(told) - sent_keys) + len(set(told) - decided)
        + len({key.removeprefix("soak-") for key, s in outbox if s == "sent"} - set(told)),
        "chain": house.ended("verify").split()[1], "integrity": house.integrity()}


def soak(kind, kills, folder):
    house, draw = House(kind, folder), random.Random(5)
    try:
        house.setup()
        house.network.talking.set()
        for i in range(kills):
            house.one_life(draw.uniform(0.02, 1.2))
            house.ahead += 200 if i % 10 != 9 else -600  # leases run out; now and then the clock goes back
        house.finish()
        return table(house, kills)
    finally:
        house.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--kills", type=int, default=0)
    args = parser.parse_args()
    kills = args.kills or (200 if args.full else 10)
    kinds = ["sqlite", "postgres"] if os.environ.get("KITH_TEST_PG") else ["sqlite"]
    print(f"1..{8 * len(kinds)}")
    tables, number = {}, 0
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="kith-soak-") as folder:
            began = time.monotonic()
            t = tables[kind] = soak(kind, kills, pathlib.Path(folder))
            print(f"# {kind}: {time.monotonic() - began:.0f} s", flush=True)
        for name, good in {
                "posts came in and answers went out": t["posts"] > kills and t["sent"] > 0,
                "no post is lost": t["lost posts"] == 0,
                "no post is stored twice": t["doubled posts"] == 0,
                "no decision that was acknowledged is lost": t["lost decisions"] == 0,
                "no answer is on the network twice": t["doubled answers"] == 0,
                "what is called sent is there, what is there was decided": t["stray answers"] == 0,
                "the event chain verifies": t["chain"] == "whole",
                "the database is intact and nothing is left half done":
                    t["integrity"] == "ok" and t["unfinished"] == 0}.items():
            number += 1
            print(f"{'ok' if good else 'not ok'} {number} - {kind}: after {kills} kills {name}")
    print("#\n# " + f"{'':<24}" + "".join(f"{kind:>12}" for kind in kinds))
    for row in ROWS:
        print("# " + f"{row:<24}" + "".join(f"{tables[kind][row]:>12}" for kind in kinds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
