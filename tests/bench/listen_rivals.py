#!/usr/bin/env python3
"""listen_rivals FOLDER QUERIES: posts a second that ready-made full-text search holds against standing queries. The workload
is that of `kith bench listen` (posts.jsonl, queries.jsonl in FOLDER), its words cut alike.
SQLite: batches of posts go into a table of FTS5 in memory, then each query is asked of it; a batch is its latency, too.
PostgreSQL (KITH_TEST_PG, else left out): a table of tsvectors against a table of tsqueries, each with each.
Prints NAME_rate, NAME_posts and NAME_hits (of so many first posts)."""
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

SECONDS = 8  # about as long as it may take
BATCH = 10000


def quoted(words):
    return '"' + " ".join(words) + '"'


def leaf(token):
    kind, value = token[0], token[2:]
    if kind == "n":
        apart, _, pair = value.partition(":")
        return "text : NEAR(" + " ".join(quoted([w]) for w in pair.split("~")) + f", {int(apart) - 1})"
    if kind == "x":
        return f"text : {quoted([value])} *"
    column = {"a": "author", "l": "lang", "h": "host"}.get(kind, "text")
    return f"{column} : {quoted(value.split('~'))}"


def expression(rpn):
    """The postfix form as FTS5 writes it; NOT is between two there."""
    stack = []
    for token in rpn.split():
        if token == "!":
            stack.append(("not", stack.pop()[1]))
        elif token[0] in "&|":
            parts = [stack.pop() for _ in range(int(token[1:]))][::-1]
            yes = [text for kind, text in parts if kind == "yes"]
            text = "(" + (" AND " if token[0] == "&" else " OR ").join(yes) + ")"
            for kind, no in parts:
                if kind == "not":
                    text = f"({text} NOT {no})"
            stack.append(("yes", text))
        else:
            stack.append(("yes", leaf(token)))
    return stack[0][1]


def lines(path, most):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for _, line in zip(range(most), f)]


def sqlite(posts, queries):
    queries = [expression(q["rpn"]) for q in queries]
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table p using fts5(text, author, lang, host, content='', tokenize=\"ascii tokenchars '_#@'\")")
    held = hits = 0
    start = time.process_time()
    while held < len(posts) and (held == 0 or time.process_time() - start < SECONDS):
        batch = posts[held:held + BATCH]
        db.execute("insert into p(p) values ('delete-all')")
        db.executemany("insert into p(rowid, text, author, lang, host) values (?,?,?,?,?)",
                       [(held + i, p["text"], p["author"], p["lang"], p["host"]) for i, p in enumerate(batch)])
        for q in queries:
            hits += len(db.execute("select rowid from p where p match ?", (q,)).fetchall())
        held += len(batch)
    tell("fts5", held, time.process_time() - start, hits)


def lexeme(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def tsquery(rpn):
    stack = []
    for token in rpn.split():
        kind, value = token[0], token[2:]
        if kind == "!":
            stack.append("!" + stack.pop())
        elif kind in "&|":
            parts = [stack.pop() for _ in range(int(token[1:]))][::-1]
            stack.append("(" + f" {kind} ".join(parts) + ")")
        elif kind == "n":
            apart, _, pair = value.partition(":")
            a, b = (lexeme(w) for w in pair.split("~"))
            stack.append("(" + " | ".join(f"{x} <{k}> {y}" for k in range(1, int(apart) + 1) for x, y in ((a, b), (b, a))) + ")")
        elif kind == "x":
            stack.append(lexeme(value) + ":*")
        elif kind in "alh":
            stack.append(lexeme(kind + ":" + value))
        else:
            stack.append("(" + " <-> ".join(lexeme(w) for w in value.split("~")) + ")")
    return stack[0]


def tsvector(post):
    words = re.findall(rb"[A-Za-z0-9_#@\x80-\xff]+", post["text"].encode())
    facts = ["a:" + post["author"], "l:" + post["lang"], "h:" + post["host"]]
    return " ".join([f"{lexeme(w.lower().decode(errors='replace'))}:{i + 1}" for i, w in enumerate(words)] + [lexeme(f) for f in facts])


def postgres(url, posts, queries):
    posts = posts[:max(10, 2000000 // len(queries))]
    rows = lambda values: "".join(v.replace("\\", "\\\\") + "\n" for v in values) + "\\.\n"
    script = ("set jit = off; set max_parallel_workers_per_gather = 0; create temp table p (v tsvector); create temp table q (q tsquery);\n"
              "copy p from stdin;\n" + rows(map(tsvector, posts)) + "copy q from stdin;\n" + rows(tsquery(q["rpn"]) for q in queries) +
              "\\timing on\nselect count(*) from p, q where v @@ q;\n")
    out = subprocess.run(["psql", "-qXAt", url], input=script, capture_output=True, text=True, check=True).stdout.split()
    tell("tsquery", len(posts), float(out[2]) / 1000, int(out[0]))


def tell(name, posts, seconds, hits):
    print(f"{name}_rate {posts / seconds:.0f} posts/s\n{name}_posts {posts} posts\n{name}_hits {hits} hits")


def main():
    folder, most = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    posts, queries = lines(folder / "posts.jsonl", 200000), lines(folder / "queries.jsonl", most)
    sqlite(posts, queries)
    if os.environ.get("KITH_TEST_PG"):
        postgres(os.environ["KITH_TEST_PG"], posts, queries)


main()
