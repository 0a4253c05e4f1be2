#!/usr/bin/env python3
"""crowd.py [--clients N] [--seconds N] [--pages N] [--only sqlite|postgres]: N clients, each with an event stream and its own
requests, and some real Chromium pages work on one list of conversations at once: they take them over, close and open them,
write notes and answer. Then all is counted: a change that was accepted on a version that somebody else had changed already
(lost update), an answer that was accepted over an answer its member had not seen (stale send), notes that were accepted and
are not there, an acknowledged decision without its row, and pages whose list is not what a fresh request gives. Beside that a
prober changes a conversation that nobody else touches: how long until each client's stream names it, from before the request
was sent. Everything runs on the one machine, so the crowd's own work is in the figures. TAP on stdout, `NAME VALUE UNIT` lines
as its comments."""
import argparse
import asyncio
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import KINDS, PG, House, until  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEMBERS, PROBE_S = 20, 0.5
WORDS = pathlib.Path(__file__).read_text().replace('"', " ").split()


class Wire:
    """One connection that stays open: requests one after the other."""

    def __init__(self, host, port, cookie, csrf):
        self.host, self.port = host, port
        self.head = f"Host: {host}:{port}\r\nCookie: kith_session={cookie}\r\nX-CSRF-Token: {csrf}\r\n"
        self.reader = self.writer = None

    def here(self):
        """An address of the member's own: one address may hold a hundred connections."""
        return f"127.0.1.{zlib.crc32(self.head.encode()) % 250 + 1}", 0

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port, local_addr=self.here())

    async def ask(self, method, path, body=None):
        if self.writer is None or self.writer.is_closing():
            await self.open()
        data = json.dumps(body).encode() if body is not None else b""
        head = f"{method} /api/v1/{path} HTTP/1.1\r\n{self.head}"
        if body is not None:
            head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + data)
        status, length = int((await self.reader.readline()).split()[1]), 0
        closing = False
        while (line := (await self.reader.readline()).decode().strip()):
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                length = int(value)
            closing |= name.lower() == "connection" and value.strip().lower() == "close"
        text = await self.reader.readexactly(length)
        if closing:
            self.writer.close()
        return status, json.loads(text) if text else {}


class Ear(asyncio.Protocol):
    """One event stream. It only looks for the probe's event in the bytes: two hundred of these share a core with all else, and
    taking every line apart would measure the crowd instead of the server."""

    def __init__(self, needle):
        self.needle, self.tail, self.heard, self.cut, self.events = needle, b"", [], False, 0
        self.open = asyncio.get_running_loop().create_future()

    def data_received(self, data):
        now, text = time.perf_counter(), self.tail + data
        if not self.open.done() and b"event: hello" in text:
            assert b" 200 " in text.split(b"\r\n", 1)[0], text[:200]
            self.open.set_result(None)
        self.heard += [now] * text.count(self.needle)
        self.events += data.count(b"event: ")
        # What is kept may begin the needle, and never holds all of it.
        self.tail = text[1 - len(self.needle):] if self.open.done() else text

    def connection_lost(self, _):
        self.cut = True
        if not self.open.done():
            self.open.set_exception(AssertionError("the stream was refused"))


class Crowd:
    def __init__(self, server, seed):
        self.at = urllib.parse.urlsplit(server.url)
        self.random, self.count = random.Random(seed), collections.Counter()
        self.accepted, self.notes = collections.Counter(), 0
        self.base, self.sent = {}, collections.defaultdict(list)  # answers that were there; (row, how many its member saw)
        self.probe, self.probed, self.heard, self.took = None, [], [], []  # when probes began; when each stream heard them
        self.over, self.streams = asyncio.Event(), 0

    def wire(self, session):
        return Wire(self.at.hostname, self.at.port, *session)

    # ---- hearing ----
    async def listen(self, session):
        wire = self.wire(session)
        ear = Ear(f'event: conversation\ndata: {{"id":"{self.probe}"}}\n'.encode())
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(lambda: ear, wire.host, wire.port, local_addr=wire.here())
        # HTTP/1.0: else frames of chunks stand between the bytes of an event.
        transport.write(f"GET /api/v1/events HTTP/1.0\r\n{wire.head}Accept: text/event-stream\r\n\r\n".encode())
        await ear.open
        self.streams += 1
        self.heard.append(ear.heard)
        await self.over.wait()
        self.count["streams cut"] += ear.cut
        self.count["events"] += ear.events
        transport.close()

    async def prober(self, session):
        wire, kind = self.wire(session), "question"
        while not self.over.is_set():
            _, thread = await wire.ask("GET", f"conversations/{self.probe}")
            kind = "lead" if kind == "question" else "question"
            self.probed.append(time.perf_counter())
            status, _ = await wire.ask("PATCH", f"conversations/{self.probe}",
                                       {"version": thread["conversation"]["version"], "kind": kind})
            assert status == 200, status
            await asyncio.sleep(PROBE_S)

    def late(self):
        """Seconds from before a probe's request until a stream named it, for all probes and streams."""
        return [at - began for heard in self.heard for began, at in zip(self.probed, heard)]

    # ---- working ----
    def words(self, n):
        return " ".join(self.random.choice(WORDS) for _ in range(n))

    @staticmethod
    def answers(thread):
        """How many answers of ours a reader of the thread sees: those that are out, and those on their way."""
        return sum(p["direction"] == "out" for p in thread["posts"]) + sum(o["act"] == "reply" for o in thread["outbox"])

    async def act(self, wire, me, one):
        began = time.perf_counter()
        status, thread = await wire.ask("GET", f"conversations/{one}")
        assert status == 200, status
        version = thread["conversation"]["version"]
        await asyncio.sleep(self.random.random() * 0.3)  # somebody reads
        what = self.random.choices(["note", "take", "close", "answer"], [3, 4, 2, 3])[0]
        if what == "note":
            status, _ = await wire.ask("POST", f"conversations/{one}/notes", {"text": self.words(8)})
            self.notes += status == 201
        elif what == "answer":
            status, row = await wire.ask("POST", f"conversations/{one}/reply",
                                         {"text": self.words(12), "version": version, "warnings_seen": True,
                                          "key": f"crowd-{self.random.getrandbits(60)}"})
            if status == 201:
                self.sent[one].append((int(row["id"]), self.answers(thread)))
        else:
            seen = thread["conversation"]
            wanted, owner = self.random.choice([me, None]), (seen["owner"] or {}).get("id")
            change = {"owner_id": wanted} if what == "take" else {"status": "open" if seen["status"] == "done" else "done"}
            status, _ = await wire.ask("PATCH", f"conversations/{one}", {"version": version, **change})
            # What is so already is no change: nothing is lost by it, whatever the version is by the time of the answer.
            if status == 200 and (what == "close" or wanted != owner):
                self.accepted[(one, version)] += 1
        self.count[f"{what} {status}"] += 1
        self.took.append(time.perf_counter() - began)

    async def work(self, session, me, places):
        wire = self.wire(session)
        while not self.over.is_set():
            await asyncio.sleep(self.random.random() * 2)
            await self.act(wire, me, self.random.choice(places))

    async def run(self, sessions, clients, places, seconds):
        self.probe, places = places[0], places[1:]
        wire = self.wire(sessions[0][0])
        for one in places:
            self.base[one] = self.answers((await wire.ask("GET", f"conversations/{one}"))[1])
        tasks = [asyncio.create_task(self.listen(sessions[i % MEMBERS][0])) for i in range(clients)]
        while self.streams < clients:
            await asyncio.sleep(0.05)
            for task in tasks:
                if task.done():
                    task.result()
        tasks += [asyncio.create_task(self.work(*sessions[i % MEMBERS], places)) for i in range(clients)]
        tasks.append(asyncio.create_task(self.prober(sessions[0][0])))
        await asyncio.sleep(seconds)
        tasks.pop().cancel()
        await asyncio.sleep(3)  # what was said last is heard, too
        self.over.set()
        for task in tasks:
            await task


def session_of(server, email, password):
    status, answer = server.sign_in(email, password)
    assert status in (200, 201), answer
    jar = next(h.cookiejar for h in server.opener.handlers if hasattr(h, "cookiejar"))
    cookie = next(c.value for c in jar if c.name == "kith_session")
    jar.clear()
    return (cookie, server.csrf), answer["member"]["id"]


def percentile(values, p):
    return sorted(values)[min(len(values) - 1, int(len(values) * p / 100))]


def measure(house, args):
    house.owner()
    for i in range(MEMBERS):
        house.well("user", "add", f"m{i}@example.org", f"Member {i}", "--role", "agent", stdin="a long enough password\n")
    server = house.serve()
    server.sign_in()
    assert server.ask("POST", "/api/v1/demo", {})[0] in (200, 201, 202)

    def places():
        _, list_ = server.ask("GET", "/api/v1/conversations?view=all&limit=100")
        ids = [c["id"] for c in list_["items"]]
        return [i for i in ids if server.ask("GET", f"/api/v1/conversations/{i}")[1]["can_reply"]] if len(ids) > 10 else None
    found = until(places, "the demo is there")
    sessions = [session_of(server, f"m{i}@example.org", "a long enough password") for i in range(MEMBERS)]
    pages = watch(server, sessions[0][0][0], args.pages)
    crowd = Crowd(server, args.seed)
    asyncio.run(crowd.run(sessions, args.clients, found, args.seconds))
    shown = look(pages)
    return crowd, shown, {
        "notes": int(house.rows("select count(*) from note where created_at > 0 and member_id in "
                                "(select id from member where email like 'm%@example.org')")[0][0]),
        "rows": {r[0] for r in house.rows("select id from outbox")}}


def watch(server, cookie, n):
    if n == 0:
        return None
    return subprocess.Popen(["node", str(ROOT / "tests/soak/pages.mjs"), server.url, cookie, str(n)], text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def look(pages):
    """What each page shows once all is quiet, and whether that is what there is."""
    if pages is None:
        return []
    out, _ = pages.communicate("end\n", timeout=120)
    return json.loads(out.strip().splitlines()[-1])


def stale(crowd):
    """Answers whose member saw fewer of ours than had been decided before. Within a conversation rows are numbered in the order
    of their decisions."""
    return sum(seen < crowd.base[one] + before for one, rows in crowd.sent.items()
               for before, (_, seen) in enumerate(sorted(rows)))


def judge(crowd, shown, stored, args):
    yield "no change was accepted on a version that somebody had changed", max(crowd.accepted.values(), default=0) == 1
    yield "no answer was accepted over one that its member had not seen", sum(map(len, crowd.sent.values())) > 0 and stale(crowd) == 0
    yield "others were refused because of that, so that it was tried", \
        crowd.count["take 409"] + crowd.count["close 409"] > 0 and crowd.count["answer 409"] > 0
    yield "every accepted note is there", crowd.notes == stored["notes"]
    yield "every accepted answer has its row", {str(r) for v in crowd.sent.values() for r, _ in v} <= stored["rows"]
    yield "every stream heard every probe, once", \
        {len(heard) for heard in crowd.heard} == {len(crowd.probed)} and not crowd.count["streams cut"]
    yield f"{len(shown)} pages come to show what a fresh request gives", all(page["same"] for page in shown)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS)
    args = parser.parse_args()
    n, failed = 0, 0
    for kind in KINDS:
        if args.only not in (None, kind) or (kind == "postgres" and not PG):
            continue
        with tempfile.TemporaryDirectory(prefix="kith-crowd-") as folder:
            house = House(kind, folder)
            try:
                crowd, shown, stored = measure(house, args)
            finally:
                house.close()
        for name, good in judge(crowd, shown, stored, args):
            n += 1
            failed += not good
            print(f"{'ok' if good else 'not ok'} {n} - {name} ({kind})")
        late = [x * 1000 for x in crowd.late()]
        print(f"# crowd_{kind}_clients {args.clients} clients")
        print(f"# crowd_{kind}_event_p50 {percentile(late, 50):.1f} ms")
        print(f"# crowd_{kind}_event_p99 {percentile(late, 99):.1f} ms")
        print(f"# crowd_{kind}_act_p99 {percentile([x * 1000 for x in crowd.took], 99):.1f} ms")
        print(f"# {dict(sorted(crowd.count.items()))}", flush=True)
    print(f"1..{n}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
