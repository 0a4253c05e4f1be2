"""relationship_pages KIND DATA [URL]: what every list and page about people and relationships takes, asked over HTTP from a
server on a made house (`kith bench ties`), one request after the other. Prints `NAME VALUE ms` lines: the 99th of a hundred
(p99), or with few requests the slowest, and the median. BENCH_ROUNDS requests each, at most BENCH_SECONDS of them."""
import http.client
import os
import pathlib
import random
import sys
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import house  # noqa: E402

ROUNDS, SECONDS = int(os.environ.get("BENCH_ROUNDS", 300)), float(os.environ.get("BENCH_SECONDS", 10))
PEOPLE = "/api/v1/people"
GROWTH = "/api/v1/relationships"
STAGES = ["connection", "contact", "dialogue", "relationship", "loyal", "advocate"]
ORDERS = ["heard", "contact", "strength", "name"]


class Made(house.House):
    """A house that is there already."""

    def __init__(self, kind, data, url):
        self.kind, self.folder, self.data = kind, pathlib.Path(data), pathlib.Path(data)
        self.env, self.name, self.servers, self.others = ({"KITH_DATABASE": url} if url else {}), "", [], []


class Asker:
    def __init__(self, server):
        self.at = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=120)
        cookies = next(h.cookiejar for h in server.opener.handlers if hasattr(h, "cookiejar"))
        self.headers = {"Cookie": "; ".join(f"{c.name}={c.value}" for c in cookies)}

    def get(self, path):
        began = time.perf_counter()
        self.at.request("GET", path, headers=self.headers)
        answer = self.at.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        if answer.status == 429:
            time.sleep(1)
            return self.get(path)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status} {body[:300]}")
        return took, body


def measure(asker, name, paths):
    """paths: a function that gives one; the first ten are not counted."""
    took, began = [], time.monotonic()
    for i in range(ROUNDS + 10):
        took.append(asker.get(paths())[0] * 1000)
        if time.monotonic() - began > SECONDS and i >= 2:
            break
    took = sorted(took[10:] if len(took) > 30 else took)
    print(f"{name}_p50 {took[len(took) // 2]:.3f} ms")
    print(f"{name}_p99 {took[min(len(took) - 1, len(took) * 99 // 100)]:.3f} ms", flush=True)


def deep(asker, path):
    """The pages of a list one after the other, from its beginning; begins again at the end."""
    def walk():
        cursor = ""
        while True:
            yield path + (f"&cursor={cursor}" if cursor else "")
            cursor = walk.next
    walk.next = ""
    pages = walk()

    def step():
        return next(pages)

    def ask(p):
        took, body = Asker.get(asker, p)
        found = body.rfind(b'"next":"')
        walk.next = body[found + 8:body.index(b'"', found + 8)].decode() if found >= 0 else ""
        return took, body
    return step, ask


def walk_list(asker, name, path):
    step, ask = deep(asker, path)
    holder = type("Walker", (), {"get": staticmethod(ask)})
    measure(holder, name, step)


def main(kind, data, url=""):
    made = Made(kind, data, url)
    only = os.environ.get("BENCH_ONLY", "")
    if not made.rows("select 1 from member where email = 'nora@example.org'"):
        made.owner()
    draw = random.Random(7)
    first, last = map(int, made.rows("select min(id), max(id) from person")[0])
    ids = [made.rows(f"select id from person where id >= {draw.randrange(first, last)} order by id limit 1")[0][0] for _ in range(400)]
    strong = [r[0] for r in made.rows("select id from person order by points desc, id desc limit 400")]
    linked = [r[0] for i in ids for r in made.rows(f"select a_id from link where a_id >= {i} order by a_id limit 1")]
    members = [r[0] for r in made.rows("select id from member where email like '%@bench' order by id")]
    server = made.serve()
    try:
        assert server.sign_in()[0] in (200, 201)
        asker = Asker(server)

        def at(name, paths):
            if only in name:
                measure(asker, name, paths)

        def lists(name, path):
            if only in name:
                walk_list(asker, name, path)
        for order in ORDERS:
            lists(f"list_{order}", f"{PEOPLE}?limit=50&sort={order}")
            for stage in STAGES:
                lists(f"list_{order}_{stage}", f"{PEOPLE}?limit=50&sort={order}&stage={stage}")
            for role in ("customer", "employee"):
                lists(f"list_{order}_{role}", f"{PEOPLE}?limit=50&sort={order}&role={role}")
            lists(f"list_{order}_organization", f"{PEOPLE}?limit=50&sort={order}&kind=organization")
        at("person", lambda: f"{PEOPLE}/{draw.choice(ids)}")
        at("relationship", lambda: f"{PEOPLE}/{draw.choice(ids)}/relationship")
        at("relationship_strong", lambda: f"{PEOPLE}/{draw.choice(strong)}/relationship")
        at("timeline", lambda: f"{PEOPLE}/{draw.choice(strong)}/timeline?limit=50")
        at("rhythm", lambda: f"{PEOPLE}/{draw.choice(strong)}/rhythm")
        at("known_by", lambda: f"{PEOPLE}/{draw.choice(ids)}/known-by")
        at("path", lambda: f"{PEOPLE}/{draw.choice(linked)}/paths")
        at("summary", lambda: f"{GROWTH}/summary")
        lists("slipping", f"{GROWTH}/slipping?limit=50")
        at("slipping_member", lambda: f"{GROWTH}/slipping?limit=50&member={draw.choice(members)}")
        at("slipping_keep", lambda: f"{GROWTH}/slipping?limit=50&why=keep")
        at("flow", lambda: f"{GROWTH}/flow")
        lists("single_thread", f"{GROWTH}/single-thread?limit=50")
        at("capacity", lambda: f"{GROWTH}/capacity")
        at("attention", lambda: f"{GROWTH}/attention")
        at("graph", lambda: f"{GROWTH}/graph")
        at("graph_person", lambda: f"{GROWTH}/graph?person={draw.choice(linked)}")
        at("recovery", lambda: f"{GROWTH}/recovery")
        for by in ("channel", "member", "team", "person", "week"):
            at(f"listening_{by}", lambda: f"{GROWTH}/listening?by={by}")
        at("builders", lambda: f"{GROWTH}/builders")
        at("run_state", lambda: f"{GROWTH}/recompute")
    finally:
        server.stop()
        made.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
