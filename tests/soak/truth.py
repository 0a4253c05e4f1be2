"""truth: looks whether what stands in the database is so: by what the members were told, by what the network really holds. After
each kill, in a copy, so that the program finds its files as it left them, and once more at the end."""
import contextlib
import json
import pathlib
import shutil
import sqlite3
import tempfile

CLEAR = {"network-refused", "network-down"}  # what an answer may fail by: refused in so many words, or never let in


def name_of(native):
    """What a post is called here: "comment-12" of WordPress, the whole address of a post of the AT protocol."""
    return (native or "").rsplit("#", 1)[-1]


class Truth:
    def __init__(self, house, network, sky, count):
        self.house, self.network, self.sky, self.count = house, network, sky, count
        self.acked = {}  # key of a decision -> (its number as the member was told it, its words), written before anything else
        self.wrong = {}  # what is wrong -> how many at most at one look

    def rows(self, sqls):
        """The answers to some questions at one moment, without touching the files of a house on SQLite."""
        if self.house.kind != "sqlite":
            return [self.house.rows(sql) for sql in sqls]
        with tempfile.TemporaryDirectory(prefix="kith-truth-") as folder:
            for name in ("kith.db", "kith.db-wal"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy(self.house.data / name, pathlib.Path(folder) / name)
            with contextlib.closing(sqlite3.connect(pathlib.Path(folder) / "kith.db")) as db:
                return [[tuple("" if v is None else str(v) for v in row) for row in db.execute(sql)] for sql in sqls]

    def there(self):
        """What both networks hold: name of a post -> (whether it is ours, its words); texts of ours that came to the first."""
        with self.network.lock:
            comments = {f"comment-{n}": (bool(c["author"]), c["content"]["raw"]) for n, c in self.network.comments.items()}
            heard = set(self.network.heard)
        return {**comments, **self.sky.posts()}, heard

    def look(self):
        """What is wrong now; keeps the most of each."""
        acked = dict(self.acked)
        outbox, channels, posts = self.rows([
            "select o.id, o.client_key, o.text, o.state, o.error_slug, o.attempts, o.native_id, p.native_id from outbox o "
            "left join post p on p.id = o.reply_to_id", "select cursor from channel", "select native_id from post"])
        known = {name_of(native) for (native,) in posts}
        there, heard = self.there()
        found = {
            "lost decisions": lost_decisions(acked, outbox),
            "cursor ahead of posts": ahead(channels, known, there),
            **states(outbox, there, heard)}
        self.count["looks after a kill"] += 1
        for name, which in found.items():
            if len(which) > self.wrong.get(name, 0):
                print(f"# {self.house.kind}: {name}: {sorted(which)[:5]}", flush=True)
            self.wrong[name] = max(self.wrong.get(name, 0), len(which))
        return found


def lost_decisions(acked, outbox):
    """Decisions that a member was told of and that are not there as he was told: key, number and words."""
    kept = {key: (number, text) for number, key, text, *_ in outbox}
    return {key for key, (number, text) in acked.items()
            if key not in kept or kept[key][0] != number or not kept[key][1].startswith(text)}


def ahead(channels, known, there):
    """Comments that the cursor says were taken and that are not here: nobody would ask for them again."""
    marks = {f"comment-{mark[0]}" for (cursor,) in channels if cursor for mark in json.loads(cursor).get("known", [])}
    return marks & set(there) - known


def states(outbox, there, heard):
    """Compares what is said of each answer with the networks."""
    made = {}  # the words up to the colon name the answer
    for name, (ours, text) in there.items():
        if ours:
            made.setdefault(text.split(":")[0], []).append(name)
    begun = {text.split(":")[0] for text in heard}
    bad = {"doubled answers": {answer for answer, names in made.items() if len(names) > 1}, "called sent, not there": set(),
           "called failed, not refused": set(), "waiting, but there": set(), "there, not decided": set(made)}
    for number, _, text, state, slug, attempts, native, parent in outbox:
        name = text.split(":")[0]
        bad["there, not decided"].discard(name)
        if state == "sent" and name not in made or state == "sent" and native and name_of(native) not in made[name]:
            bad["called sent, not there"].add(number)
        if state == "failed" and (name in made or slug not in CLEAR or slug == "network-refused" and name_of(parent) in there):
            bad["called failed, not refused"].add(number)
        if state == "queued" and int(attempts) == 0 and name in begun:
            bad["waiting, but there"].add(number)
    return bad
