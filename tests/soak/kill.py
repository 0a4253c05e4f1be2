#!/usr/bin/env python3
"""kill.py --short | --full [--kills N] [--only sqlite|postgres] [--seed N]: kills `kith serve` while posts come in, members
answer through its API, and everything that it says to the network goes through a proxy that breaks connections: at random
moments, and at those where something could be half done (moment.c, and DECK below). After each kill what is stored is compared
with what members were told and the network holds (truth.py). Then the network is well again, the program ends its work, and all is counted, by the database, by the network
and by the program itself: no acknowledged decision lost, no post lost or doubled, no answer on the network twice, what is
unclear shown to a person, the event chain whole (computed here once more), the database intact. On SQLite, and on PostgreSQL
when KITH_TEST_PG names one. TAP on stdout, a table at the end. The clock of the program is moved by clock.c, so that leases
run out at once; it also goes back, between lives and in the middle of one."""
import argparse
import collections
import hashlib
import http.client
import json
import os
import pathlib
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import PG, House, Server  # noqa: E402
from network import Network  # noqa: E402
from sky import PASSWORD as SKY_PASSWORD, US as SKY_US, Sky  # noqa: E402
from truth import Truth, name_of  # noqa: E402

BUILD = pathlib.Path(os.environ["KITH_BIN"]).resolve().parent
CLOCK = BUILD / "soak_clock.so"
FAULTS = {"refuse": .03, "hold": .02, "429": .03, "429-wait": .02, "500": .04, "503": .02, "cut": .04, "lost": .08,
          "replay": .03}
# Moments to kill at. "commit": around the end of a transaction with a statement that has this word in it.
WORDS = {"page": "update channel set cursor", "decision": "insert into outbox", "claim": "set state = 'sending'",
         "outcome": "lease_node = 0"}
DECK = ([("time", "")] * 6 + [("ack", "")] * 2 + [("network", at) for at in ("heard", "dropped", "told", "list")] +
        [(when, word) for when in ("before", "after") for word in WORDS])
WRONG = ["lost decisions", "cursor ahead of posts", "called sent, not there", "called failed, not refused",
         "waiting, but there", "there, not decided", "doubled answers"]
ROWS = ["rounds", "kill -9", "at its moment: time", "at its moment: commit", "at its moment: ack", "at its moment: network",
        "kill -9 before ready", "clean stops", "clock set back", "looks after a kill", "comments", "mentions", "posts in", "lost posts",
        "doubled posts", "decisions acknowledged", "said again", "said again, another answer", "sent",
        "unclear, for a person", "failed", "unfinished", "answers on the network", *WRONG, "requests", *FAULTS, "chain",
        "events", "integrity"]
MOMENT_S = 5  # how long a life waits for its moment
DRAIN_S, STEP = 240, 420  # how long the end may take without any progress; seconds by which the clock runs on at each step of it


class Soak:
    def __init__(self, kind, folder, seed):
        self.kind, self.folder, self.random = kind, pathlib.Path(folder), random.Random(seed)
        self.house = House(kind, folder)
        self.network, self.count = Network(seed), collections.Counter()
        self.faults = collections.Counter()
        self.clock_file = open(self.folder / "clock", "w+b")
        self.moment_file = open(self.folder / "moment", "w+b")
        self.ahead = 0
        self.move(0)
        self.arm(0, "")
        self.port = self.free_port()
        self.sky = Sky(BUILD / "sky_peer", seed)
        self.proxies, self.ports = [], [0, 0]
        self.start_proxies({})
        self.truth = Truth(self.house, self.network, self.sky, self.count)
        self.server, self.acked, self.stopping = None, self.truth.acked, False
        self.kill_on_ack, self.deck = False, []
        self.trouble = ""

    @staticmethod
    def free_port():
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            return s.getsockname()[1]

    def move(self, seconds):
        self.ahead += seconds
        self.count["clock set back"] += seconds < 0
        self.clock_file.seek(0)
        self.clock_file.write(struct.pack("=q", self.ahead))
        self.clock_file.flush()

    def arm(self, when, word):
        """moment.c: 1 before, 2 after the end of a transaction with this word in it."""
        self.moment_file.seek(0)
        self.moment_file.write(struct.pack("=i60s", when, word.encode()))
        self.moment_file.flush()

    def start_proxies(self, faults):
        """One before each network, at the same ports each time."""
        for i, target in enumerate((self.network.port, self.sky.port)):
            self.proxies.append(subprocess.Popen(
                [BUILD / "fault_proxy", "--target", f"127.0.0.1:{target}", "--listen", str(self.ports[i]), "--seed", str(11 + i),
                 "--hold-ms", "400", *(f"{name}={chance}" for name, chance in faults.items())],
                stdout=subprocess.PIPE, text=True))
            self.ports[i] = json.loads(self.proxies[i].stdout.readline())["port"]

    def stop_proxies(self):
        while self.proxies:
            proxy = self.proxies.pop()
            proxy.terminate()
            self.faults.update(json.loads(proxy.communicate()[0]))

    def serve(self, wait=True):
        if self.server:
            self.server.out.close()
            self.server.log.close()
        assert CLOCK.exists()
        self.server = Server(self.house, "--allow-private", ",".join(f"127.0.0.1:{port}" for port in self.ports), "--log-level", "warn", wait=wait,
                             listen=f"127.0.0.1:{self.port}", env={
            "LD_PRELOAD": str(CLOCK), "SOAK_CLOCK": str(self.folder / "clock"), "SOAK_MOMENT": str(self.folder / "moment"),
            "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"})
        self.server.url = f"http://127.0.0.1:{self.port}"
        return self.server

    def setup(self):
        """Connects while the network is well, then breaks it."""
        self.house.owner()
        server = self.serve()
        server.sign_in()
        self.channels = [self.connect(server, "wordpress", "Comments", 0, {"user": "nora", "app_password": "soak"}),
                         self.connect(server, "bluesky", "Mentions", 1, {"handle": SKY_US, "app_password": SKY_PASSWORD})]
        self.browser = server
        assert server.stop() == 0
        self.stop_proxies()
        self.start_proxies(FAULTS)

    def connect(self, server, network, name, at, fields):
        status, answer = server.ask("POST", "/api/v1/channels", {"network": network, "name": name, "fields": {
            "address": f"http://127.0.0.1:{self.ports[at]}", **fields}})
        assert status == 201, answer
        return answer["id"]

    def poll(self):
        for channel in self.channels:
            self.browser.ask("POST", f"/api/v1/channels/{channel}/poll", {})

    # ---- the members ----

    def member(self, number):
        """Reads who waits and answers one of them, as long as there is a server. The same conversation has the same key and
        words for ever: what was answered without our hearing of it is said again, and must not be sent again."""
        draw, ask = random.Random(number), self.browser.ask
        while not self.stopping:
            try:
                status, page = ask("GET", "/api/v1/conversations?view=unanswered&limit=50")
                if status == 200 and page["items"]:
                    self.answer(draw.choice(page["items"])["id"])
                if status == 200 and draw.random() < .5:
                    self.poll()
            except http.client.HTTPException:
                status = 0  # killed in the middle of an answer
            except Exception as e:  # noqa: BLE001, the run must not go on without members
                self.trouble = f"member: {e!r}"
                return
            time.sleep(.01 if status else .03)

    def answer(self, conversation):
        ask = self.browser.ask
        status, shown = ask("GET", f"/api/v1/conversations/{conversation}")
        if status != 200:
            return
        words = random.Random(int(conversation))
        text = f"Answer {conversation}: " + " ".join(f"w{words.randrange(100000)}" for _ in range(12))
        self.decide(conversation, text, shown["conversation"]["version"])
        if random.random() < .3:
            self.decide(*random.choice(list(self.said.values())))

    def decide(self, conversation, text, version):
        """Says a decision, maybe one that was said before: then the same must be told of it."""
        key = f"soak-{conversation}"
        before = self.acked.get(key)
        status, told = self.browser.ask("POST", f"/api/v1/conversations/{conversation}/reply", {
            "text": text, "key": key, "version": version, "warnings_seen": True})
        self.said[key] = (conversation, text, version)
        self.count[f"reply {status}"] += 1
        self.count["said again"] += before is not None and status > 0
        if status in (200, 201, 202):
            self.acked.setdefault(key, (str(told["id"]), text))
            if self.kill_on_ack:
                self.kill_on_ack = False
                self.server.process.kill()
                self.count["at its moment: ack"] += 1
        elif status not in (0, 409, 422, 500, 503):
            print(f"# reply: {status} {told}", flush=True)
        if before and status not in (0, 503) and (status >= 300 or str(told["id"]) != before[0]):
            print(f"# {key} said again: {status} {told}, was {before}", flush=True)
            self.count["said again, another answer"] += 1

    # ---- lives ----

    def one_life(self, number):
        """Kills it somewhere between its first instruction and two seconds of work, or at a chosen moment after that; every
        tenth is asked to stop."""
        server, self.count["rounds"] = self.serve(wait=False), number + 1
        process, begin = server.process, self.random.uniform(.02, 2.2)
        stops = number % 10 == 9
        if not self.deck:
            self.deck = self.random.sample(DECK, len(DECK))
        kind, what = ("time", "") if stops else self.deck.pop()
        chosen = self.pass_time(server, begin if kind == "time" else begin / 2, self.random.random() < .15)
        if kind != "time" and not chosen:
            chosen = self.wait_for(server, kind, what)
        was_ready = "Open " in Server.text(server.out)
        if stops and was_ready and not chosen:
            code = server.stop()
            assert code == 0, f"a clean stop ended with {code}: {server.said()[-3000:]}"
            self.count["clean stops"] += 1
        else:
            server.kill()
            self.count["kill -9"] += 1
            self.count["at its moment: time"] += kind == "time"
            self.count["kill -9 before ready"] += not was_ready
        complaint = server.said()
        if "ERROR: AddressSanitizer" in complaint or "runtime error:" in complaint:
            raise AssertionError(complaint[-4000:])
        self.truth.look()

    def pass_time(self, server, seconds, back):
        """Lets it live; whether it was killed meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            code = server.process.poll()
            if code == -signal.SIGKILL:
                return True
            if code is not None:
                raise AssertionError(f"serve ended by itself with {code}: {server.said()[-3000:]}")
            if back and end - time.monotonic() < .5:
                self.move(-90)
                back = False
            if self.trouble:
                raise AssertionError(self.trouble)
            time.sleep(.01)
        return False

    def wait_for(self, server, kind, what):
        """Has it killed at the moment of that kind; whether the moment came."""
        if kind == "ack":
            self.kill_on_ack = True
        elif kind == "network":
            self.network.call_at(what, server.process.kill)
        else:
            self.arm(1 if kind == "before" else 2, WORDS[what])
        came = self.pass_time(server, MOMENT_S, False)
        self.kill_on_ack = False
        self.network.call_at("", None)
        self.arm(0, "")
        if came and kind != "ack":
            self.count["at its moment: " + ("network" if kind == "network" else "commit")] += 1
        return came

    def finished(self):
        left = self.house.rows("select count(*) from outbox where state in ('queued', 'sending')")
        return left == [("0",)] and not self.lost()

    def lost(self):
        """What is on the networks and not here."""
        known = {name_of(native) for (native,) in self.house.rows("select native_id from post")}
        return set(self.truth.there()[0]) - known

    def drain(self):
        """Nobody writes any more, the network is well, the clock runs seven minutes a step: all pauses end, every older page
        has its turn."""
        self.stopping = True
        for member in self.members:
            member.join()
        self.network.talking.clear()
        self.sky.talking.clear()
        for proxy in self.proxies:
            proxy.send_signal(signal.SIGUSR1)
        self.move(3600)
        red = any(self.truth.wrong.values())  # then nothing is proven by patience
        self.serve()
        patience = DRAIN_S / 4 if red else DRAIN_S
        end, least = time.monotonic() + patience, None
        while not self.finished() and time.monotonic() < end:
            missing = len(self.lost())
            if least is None or missing < least:  # a slow machine has much to catch up with
                least, end = missing, time.monotonic() + patience
            self.move(STEP)
            self.poll()
            time.sleep(1.2)

    def run(self, kills):
        self.setup()
        self.network.talking.set()
        self.sky.talking.set()
        self.said = {}
        self.members = [threading.Thread(target=self.member, args=[n]) for n in range(2)]
        for member in self.members:
            member.start()
        number = 0
        try:
            while self.count["kill -9"] < kills:
                self.one_life(number)
                self.move(-600 if number % 10 == 5 else 200)
                number += 1
                if number % 50 == 0:
                    print(f"# {self.kind}: {self.count['kill -9']} kills so far", flush=True)
        finally:
            self.stopping = True
        self.drain()
        return self.table()

    def close(self):
        self.stopping = True
        if self.server:
            self.server.kill()
        self.house.close()
        self.stop_proxies()
        self.sky.close()

    # ---- counting ----

    def shown(self):
        """Answers that the page Outbox shows as unclear."""
        found, after = 0, ""
        while True:
            status, page = self.browser.ask("GET", "/api/v1/outbox?state=unclear&limit=50" + after)
            assert status == 200, page
            found += len(page["items"])
            if not page.get("next"):
                return found
            after = f"&after={page['next']}"

    def chain(self):
        """The program's own word, and every link computed once more from docs/design: 'whole' when both agree."""
        said = self.browser.ask("GET", "/api/v1/audit/verify")[1]
        number = "select seq, at, actor_kind, actor_id, verb, object_kind, object_id, approved_by, "
        hexed = ("lower(hex({0}))" if self.kind == "sqlite" else "encode({0}, 'hex')").format
        rows = self.house.rows(number + ", ".join(map(hexed, ("digest", "prev_hash", "hash"))) + " from event order by seq")
        before, why = None, ""
        for i, (seq, at, kind, actor, verb, thing, thing_id, approved, digest, prev, link) in enumerate(rows, 1):
            def num(v):
                return struct.pack(">q", int(v))

            def word(b):
                return num(len(b)) + b
            text = (word(bytes.fromhex(prev)) + num(seq) + num(at) + word(kind.encode()) + num(actor) + word(verb.encode()) +
                    word(thing.encode()) + num(thing_id) + num(approved) + word(bytes.fromhex(digest)))
            if int(seq) != i or (before is not None and prev != before) or hashlib.sha256(text).hexdigest() != link:
                why = f"broken at {seq}"
                break
            before = link
        self.count["events"] = len(rows)
        return "whole" if said.get("whole") is True and not why else why or f"program says {said}"

    def table(self):
        count = self.count
        posts = self.house.rows("select native_id from post")
        outbox = self.house.rows("select client_key, state from outbox")
        there = self.truth.there()[0]
        state = collections.Counter(s for _, s in outbox)
        ours = [text for mine, text in there.values() if mine]
        why = self.house.rows("select state, error_slug, count(*) from outbox where state <> 'sent' group by 1, 2 order by 1, 2")
        print(f"# {self.kind}: not sent, why: " + (", ".join(" ".join(row) for row in why) or "all was sent"), flush=True)
        lost = sorted(self.lost())
        if lost:
            print(f"# {self.kind}: lost {lost[:5]}...{lost[-5:]}; "
                  f"{[tuple(c[:200] for c in row) for row in self.house.rows('select status, failures, error_text, cursor from channel')]}")
        chain, shown = self.chain(), self.shown()
        self.truth.look()
        code = self.server.stop()
        assert code == 0, f"the last stop ended with {code}"
        self.stop_proxies()
        self.house.well("doctor", "--thorough") if not state["unclear"] else None
        return {
            **{row: 0 for row in ROWS}, **count, "comments": len(self.network.comments), "mentions": len(there) - len(self.network.comments),
            "posts in": len(posts), "lost posts": len(lost), "doubled posts": len(posts) - len(set(posts)),
            "decisions acknowledged": len(self.acked), "sent": state["sent"], "unclear, for a person": state["unclear"],
            "failed": state["failed"], "unfinished": state["queued"] + state["sending"], "shown": shown,
            "answers on the network": len(ours), **self.truth.wrong,
            "requests": sum(self.faults.values()), **{name: self.faults[name] for name in FAULTS},
            "chain": chain, "integrity": "ok" if self.house.sound() else "broken"}


def judge(t, kills):
    return {
        "posts came in and answers went out": t["posts in"] > kills and t["sent"] > 0,
        "no post is lost": t["lost posts"] == 0,
        "no post is stored twice": t["doubled posts"] == 0,
        "no page's cursor is kept before its posts": t["cursor ahead of posts"] == 0,
        "no decision that was acknowledged is lost": t["lost decisions"] == 0,
        "a decision that is said again is the same one": t["said again, another answer"] == 0 and t["said again"] > 0,
        "no answer is on the network twice": t["doubled answers"] == 0,
        "what is called sent is there": t["called sent, not there"] == 0,
        "what is called failed was refused": t["called failed, not refused"] == 0,
        "what is there was decided and begun": t["there, not decided"] == 0 and t["waiting, but there"] == 0,
        "every decision came to an end, and what is unclear is shown to a person":
            t["unfinished"] == 0 and t["shown"] == t["unclear, for a person"],
        "the event chain verifies": t["chain"] == "whole",
        "the database is intact": t["integrity"] == "ok"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    args = parser.parse_args()
    kills = args.kills or (200 if args.full else 10)
    kinds = [args.only] if args.only else ["sqlite", "postgres"] if PG else ["sqlite"]
    print(f"1..{13 * len(kinds)}", flush=True)
    tables, number = {}, 0
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="kith-soak-") as folder:
            began, soak = time.monotonic(), Soak(kind, folder, args.seed)
            try:
                t = tables[kind] = soak.run(kills)
            finally:
                soak.close()
            print(f"# {kind}: {time.monotonic() - began:.0f} s", flush=True)
        for name, good in judge(t, kills).items():
            number += 1
            print(f"{'ok' if good else 'not ok'} {number} - {kind}: after {kills} kills {name}", flush=True)
    print("#\n# " + f"{'':<28}" + "".join(f"{kind:>12}" for kind in kinds))
    for row in ROWS:
        print("# " + f"{row:<28}" + "".join(f"{tables[kind][row]:>12}" for kind in kinds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
