#!/usr/bin/env python3
"""trouble.py: `kith serve` on a full disk, with a database that somebody else has locked or that is away, with a clock that
goes back, and with a network that is down. Each time the state must be clear to whoever looks (/readyz, the status that every
screen shows, the channel's own words, the log), what can still be done must go on, nothing that was confirmed may be lost, and
all must mend without help. TAP on stdout. The same in one process: tests/flow/test_crash.c, tests/store/test_trouble.c."""
import contextlib
import os
import pathlib
import sqlite3
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import KITH, PG, main, psql, until  # noqa: E402
from network import Network  # noqa: E402

CLOCK = pathlib.Path(KITH).resolve().parent / "soak_clock.so"


class Clock:
    """The clock of a server, moved from outside (clock.c)."""

    def __init__(self, folder):
        self.path = folder / "clock"
        self.set(0)
        self.env = {"LD_PRELOAD": str(CLOCK), "SOAK_CLOCK": str(self.path),
                    "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}

    def set(self, ahead):
        self.ahead = ahead
        with open(self.path, "r+b" if self.path.exists() else "wb") as f:
            f.write(struct.pack("=q", ahead))

    def until(self, true, what, step=60):
        """Waits for a condition while the clock runs on, so that pauses end."""
        def look():
            self.set(self.ahead + step)
            return true()
        return until(look, what)


class Site:
    """A network with one channel on it."""

    def __init__(self, house, clock):
        self.house, self.clock, self.net = house, clock, Network(3)
        self.port = self.net.port
        for n in range(5):
            self.say(f"first words {n}")

    def connect(self, server):
        self.server = server
        status, answer = self.server.ask("POST", "/api/v1/channels", {"network": "wordpress", "name": "Comments", "fields": {
            "address": f"http://127.0.0.1:{self.port}", "user": "nora", "app_password": "soak"}})
        assert status == 201, answer
        self.id = answer["id"]
        self.heard()
        return self

    def say(self, text):
        with self.net.lock:
            return self.net.add(0, text)["id"]

    def missing(self):
        self.server.ask("POST", f"/api/v1/channels/{self.id}/poll", {})
        known = {int(n.rsplit("-", 1)[1]) for (n,) in self.house.rows("select native_id from post")}
        with self.net.lock:
            return set(self.net.comments) - known

    def heard(self):
        self.clock.until(lambda: not self.missing(), "all that was said is here")

    def health(self):
        return self.server.ask("GET", f"/api/v1/channels/{self.id}")[1]

    def answer_one(self):
        """A member answers the one who waits longest; the key of the decision."""
        ask = self.server.ask
        conversation = ask("GET", "/api/v1/conversations?view=unanswered")[1]["items"][0]["id"]
        version = ask("GET", f"/api/v1/conversations/{conversation}")[1]["conversation"]["version"]
        status, said = ask("POST", f"/api/v1/conversations/{conversation}/reply", {
            "text": "Thank you for your words, we look into it.", "key": f"trouble-{conversation}", "version": version, "warnings_seen": True})
        assert status in (200, 201, 202), said
        return f"trouble-{conversation}"

    def state(self, key):
        return self.house.rows(f"select state from outbox where client_key = '{key}'")[0][0]

    def ours(self):
        with self.net.lock:
            return sum(bool(c["author"]) for c in self.net.comments.values())


def start(house):
    house.owner()
    clock = Clock(house.folder)
    site = Site(house, clock)
    server = house.serve("--allow-private", f"127.0.0.1:{site.port}", env=clock.env)
    server.sign_in()
    return server, clock, site.connect(server)


def label(server, name):
    return server.ask("POST", "/api/v1/labels", {"name": name, "colour": "blue"})


def labels(server):
    return {item["name"] for item in server.ask("GET", "/api/v1/labels")[1]["items"]}


def clear_words(status, answer, *words):
    assert status == 503 and answer.get("request_id"), (status, answer)
    said = f"{answer.get('title')} {answer.get('detail')}"
    assert any(w in said for w in words), answer


def ends_well(house, server):
    assert server.stop() == 0, server.said()[-2000:]
    assert house.sound()


def a_full_disk(house):
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", house.folder], check=False,
                                           stderr=subprocess.DEVNULL).returncode != 0:
        return "only root can mount a small file system here"
    try:
        server, clock, site = start(house)
        assert server.ask("GET", "/readyz")[1]["storing"] is True
        filler, made = house.folder / "filler", set()
        with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as f:
            while f.write(bytes(4096)):
                pass
        for n in range(100000):
            status, answer = label(server, f"label {n} " + "x" * 25)
            if status not in (200, 201):
                break
            made.add(f"label {n} " + "x" * 25)
        clear_words(status, answer, "The disk is full")
        status, ready = server.ask("GET", "/readyz")
        assert status == 200 and ready["storing"] is False and "disk is full" in ready["detail"], ready
        assert "disk is full" in server.ask("GET", "/api/v1/status")[1]["storing"]
        for n in range(150):
            site.say(f"said while the disk is full {n} " + "words " * 60)
        clock.set(clock.ahead + 300)
        site.missing()
        until(lambda: "disk-full" in server.said(), "the log says it")
        assert server.ask("GET", "/api/v1/conversations?view=unanswered")[0] == 200, "reading goes on"
        filler.unlink()
        site.heard()
        assert label(server, "afterwards")[0] in (200, 201, 409)
        assert made | {"afterwards"} <= labels(server), "what was confirmed is there"
        assert server.ask("GET", "/readyz")[1]["storing"] is True
        assert not server.ask("GET", "/api/v1/status")[1]["storing"]
        ends_well(house, server)
    finally:
        for server in house.servers:
            server.kill()
        subprocess.run(["umount", "-l", house.folder], check=False)
    return None


def a_locked_database(house):
    server, clock, site = start(house)
    with contextlib.closing(sqlite3.connect(house.data / "kith.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        site.say("said while it is locked")
        clear_words(*label(server, "while locked"), "busy")
        until(lambda: server.ask("GET", "/readyz")[1].get("storing") is False, "readyz says that nothing is stored")
        status, ready = server.ask("GET", "/readyz")
        assert status == 200 and "busy" in ready["detail"], ready
        assert "busy" in server.ask("GET", "/api/v1/status")[1]["storing"]
        assert server.ask("GET", "/api/v1/labels")[0] == 200, "reading goes on"
        assert "error=busy" in server.said()
        other.execute("rollback")
    site.heard()
    until(lambda: server.ask("GET", "/readyz")[1]["storing"] is True, "it stores again")
    assert label(server, "afterwards")[0] in (200, 201)
    ends_well(house, server)


def a_database_that_is_away(house):
    server, clock, site = start(house)
    psql(PG, f"alter database {house.name} allow_connections false")
    psql(PG, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{house.name}'")
    until(lambda: server.ask("GET", "/readyz")[0] == 503, "readyz says that it cannot serve")
    ready = server.ask("GET", "/readyz")[1]
    assert ready["database"] is False and ready["detail"], ready
    assert server.ask("GET", "/healthz")[0] == 200
    status, answer = server.ask("GET", "/api/v1/labels")
    assert status in (500, 503) and answer["title"] and answer["request_id"], answer
    site.say("said while it is away")
    until(lambda: "worker_failed" in server.said(), "the log says it")
    psql(PG, f"alter database {house.name} allow_connections true")
    until(lambda: server.ask("GET", "/readyz")[0] == 200, "it serves again")
    site.heard()
    assert label(server, "afterwards")[0] in (200, 201)
    ends_well(house, server)


def a_clock_that_goes_back(house):
    server, clock, site = start(house)
    key = site.answer_one()
    clock.until(lambda: site.state(key) == "sent", "the answer is out")
    before = int(house.rows("select max(id) from post")[0][0])
    clock.set(clock.ahead - 86400)
    assert server.ask("GET", "/readyz")[0] == 200 and server.ask("GET", "/api/v1/me")[0] == 200
    site.say("said yesterday, by this clock")
    second = site.answer_one()
    clock.until(lambda: site.state(second) == "sent", "an answer of yesterday is out", step=1800)
    site.heard()
    assert int(house.rows("select max(id) from post")[0][0]) > before, "ids never go back"
    assert house.rows("select count(*) from post where id > " + str(before)) != [("0",)]
    assert site.ours() == 2, "each answer is there once"
    assert server.ask("GET", "/api/v1/audit/verify")[1]["whole"] is True
    server.kill()
    again = house.serve("--allow-private", f"127.0.0.1:{site.port}", env=clock.env)
    again.sign_in()
    site.server = again
    site.heard()
    ends_well(house, again)


def a_network_that_is_down(house):
    server, clock, site = start(house)
    site.net.down.set()
    key = site.answer_one()

    def troubled():
        server.ask("POST", f"/api/v1/channels/{site.id}/poll", {})
        return site.health()["health"] == "troubled"
    clock.until(troubled, "the channel says that it is in trouble", step=20)
    text = site.health()["health_text"]
    assert "Nothing heard since" in text and "goes on trying" in text and "127.0.0.1" in text, text
    trouble = server.ask("GET", "/api/v1/status")[1]["trouble"]
    assert [t["channel"]["id"] for t in trouble] == [site.id] and trouble[0]["text"] == site.health()["health_text"]
    assert server.ask("GET", "/readyz")[0] == 200 and server.ask("GET", "/readyz")[1]["storing"] is True
    assert "channel_polled" in server.said() and "outbox_tried" in server.said()
    assert site.state(key) == "queued", "the answer waits"
    site.net.down.clear()
    site.say("said when it came back")
    site.heard()
    clock.until(lambda: site.state(key) == "sent", "the answer that waited is out")
    assert site.ours() == 1
    until(lambda: not server.ask("GET", "/api/v1/status")[1]["trouble"], "no trouble is left")
    assert site.health()["health"] == "well"
    ends_well(house, server)


a_full_disk.kinds = a_locked_database.kinds = ["sqlite"]
a_database_that_is_away.kinds = ["postgres"]

if __name__ == "__main__":
    sys.argv = [sys.argv[0], *(a for a in sys.argv[1:] if not a.startswith("--"))]
    sys.exit(main(a_full_disk, a_locked_database, a_database_that_is_away, a_clock_that_goes_back, a_network_that_is_down))
