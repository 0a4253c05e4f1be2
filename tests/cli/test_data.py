#!/usr/bin/env python3
"""`kith export`, `migrate`, `doctor`, `trace`, `demo`, `import`, `openapi`: what goes in, comes out, and is said of it."""
import csv
import io
import json
import pathlib
import sqlite3
import subprocess
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import KITH, OWNER, main, once, psql  # noqa: E402


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def posts_file(house, n, bad=0):
    with open(house.folder / "posts.jsonl", "w") as f:
        for i in range(n):
            f.write(json.dumps({"id": f"p{i}", "author": f"reader{i % 7}", "text": f"Größe {i}, \"quoted\", and\na second line",
                                "created_at": f"2026-05-{1 + i % 28:02}T10:00:00Z"}) + "\n")
        f.write("this is no row\n" * bad)
    return "posts.jsonl"


def an_export_holds_everything_but_secrets(house):
    house.owner()
    house.well("demo")
    house.write("insert into publication (id, member_id, client_key, created_at) select 5, max(id), 'k', 1 from member")
    house.write("insert into outbox (id, channel_id, member_id, act, text, idem_key, publication_id, next_at, created_at) "
                "select 6, max(id), 1, 'post', 'Hello', 'k', 5, 1, 1 from channel")
    house.write("insert into outbox_label (outbox_id, label_id) select 6, min(id) from label")
    rows = lines(house.well("export"))
    by = {}
    for row in rows:
        assert set(row) == {"kith", "row"}
        by.setdefault(row["kith"], []).append(row["row"])
    for noun in ("member", "team", "channel", "person", "identity", "conversation", "post", "note", "touch", "event", "handoff", "outbox",
                 "publication"):
        assert len(by[noun]) == int(house.rows(f"select count(*) from {noun}")[0][0]), noun
    assert by["outbox"][0]["publication_id"] == 5 and len(by["outbox"][0]["labels"]) == 1
    text = house.well("export")
    for secret in ("argon2", "password_hash", "token_hash", "secret"):
        assert secret not in text, secret
    assert len({r["id"] for r in by["post"]}) == len(by["post"])


def an_export_is_the_same_on_both_databases_in_form(house):
    """The keys and the kinds of values of each noun are the same, whatever the database."""
    house.owner()
    house.well("import", "posts", posts_file(house, 30), "--network", "archive")
    shape = {}
    for row in lines(house.well("export")):
        for key, value in row["row"].items():
            shape.setdefault(row["kith"], {}).setdefault(key, set()).add(type(value).__name__)
    assert all("str" in kinds or kinds <= {"NoneType"} for kinds in (shape["post"]["text"],)), shape["post"]
    assert shape["post"].keys() >= {"id", "text", "native_id", "posted_at"}, shape["post"]
    for noun, keys in shape.items():
        for key, kinds in keys.items():
            assert len(kinds - {"NoneType"}) <= 1, (noun, key, kinds)


def an_export_to_a_file_never_overwrites(house):
    house.owner()
    house.well("export", "all.jsonl")
    path = house.folder / "all.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600 and lines(path.read_text())
    done = house.kith("export", "all.jsonl")
    assert done.code == 1 and "all.jsonl" in done.err and "exists" in done.err, done
    done = house.kith("export", "/nowhere/all.jsonl")
    assert done.code == 1 and "/nowhere/all.jsonl" in done.err, done
    assert house.well("export", "-") == house.well("export")
    done = house.kith("export", "a", "b")
    assert done.code == 2, done


@once
def an_export_that_cannot_be_written_fails(house):
    house.owner()
    house.well("demo")
    done = house.kith("export", "/dev/full")
    assert done.code == 1 and "/dev/full" in done.err, done
    with open("/dev/full", "w") as full:
        piped = subprocess.run([KITH, "export", "--data", house.data], stdout=full, stderr=subprocess.PIPE, text=True,
                               env=house.environment(None), check=False)
    assert piped.returncode == 1 and "cannot be written" in piped.stderr, piped


def conversations_are_a_table(house):
    house.owner()
    house.well("import", "posts", posts_file(house, 50), "--network", "archive")
    table = list(csv.DictReader(io.StringIO(house.well("export", "--conversations"), newline="")))
    assert len(table) == int(house.rows("select count(*) from conversation")[0][0]) > 0
    assert sum(int(row["posts"]) for row in table) == 50
    assert {row["network"] for row in table} == {"archive"} and all(row["first_at"].endswith("Z") for row in table)
    assert any("Größe" in row["first_words"] for row in table)


def an_import_can_be_tried_repeated_and_says_what_it_refused(house):
    house.owner()
    file = posts_file(house, 40, bad=2)
    tried = house.well("import", "posts", file, "--network", "archive", "--dry-run")
    assert "Nothing was stored" in tried and house.rows("select count(*) from post") == [("0",)]
    assert "40 new, 0 known already, 2 refused" in house.well("import", "posts", file, "--network", "archive")
    assert "0 new, 40 known already, 2 refused" in house.well("import", "posts", file, "--network", "archive")
    assert house.rows("select count(*) from post") == [("40",)]
    refused = list(csv.DictReader(open(house.folder / (file + ".rejects.csv"), newline="")))
    assert [r["line"] for r in refused] == ["41", "42"] and all(r["reason"] and r["row"] for r in refused)
    done = house.kith("import", "posts", "nowhere.csv")
    assert done.code == 1 and "nowhere.csv cannot be read" in done.err, done
    for words in ([], ["plants", file], ["posts"]):
        assert house.kith("import", *words).code == 2


def a_maildir_is_imported_as_a_folder_and_as_an_archive(house):
    house.owner()
    root = house.folder / "Maildir"
    head = "From: {0} <{0}@engine.example>\nTo: {1}\nMessage-ID: <{0}@test>\nDate: Wed, 1 Mar 2017 10:00:00 +0000\n\nHi\n"
    for name, text in (("cur/1488362400.a.b:2,S", head.format("ada", OWNER[0])), ("new/1488362401.a.b", head.format("bo", OWNER[0])),
                       (".Trash/cur/1488362402.a.b:2,S", head.format("cy", OWNER[0])), ("tmp/1488362403.a.b", "half"),
                       ("cur/1488362404.a.b:2,S", "Subject: from nobody\n\nx\n")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    said = house.well("import", "mail", "Maildir/", "--member", OWNER[0])
    assert '"skip_folders":["Trash"]' in said and "2 new, 0 known already, 1 refused" in said, said
    refused = list(csv.DictReader(open(house.folder / "Maildir.rejects.csv", newline="")))
    assert [r["file"] for r in refused] == ["Maildir/cur/1488362404.a.b:2,S"] and refused[0]["reason"], refused
    with tarfile.open(house.folder / "mail.tar.gz", "w:gz") as tar:
        tar.add(root, "Maildir")
    said = house.well("import", "mail", "mail.tar.gz", "--member", OWNER[0])
    assert "0 new, 2 known already, 1 refused" in said, said
    done = house.kith("import", "mail", str(house.folder / "nowhere"), "--member", OWNER[0])
    assert done.code == 1 and "cannot be read" in done.err, done


def a_post_is_traced(house):
    house.owner()
    house.well("import", "posts", posts_file(house, 3), "--network", "archive")
    post = house.rows("select id from post order by id")[0][0]
    said = house.well("trace", post)
    for step in ("normalise", "deduplicate", "identify", "thread", "understand", "store"):
        assert step in said, said
    done = house.kith("trace", "123456789")
    assert done.code == 1 and done.err.strip(), done
    assert house.kith("trace").code == 2 and house.kith("trace", "no number").code in (1, 2)


def migrate_brings_up_to_date_once(house):
    assert "applied" in house.well("migrate")
    assert house.well("migrate") == "The database is up to date.\n"
    assert house.kith("migrate", "now").code == 2
    assert "Nothing to mend" in house.well("doctor")


def the_demo_comes_and_goes(house):
    house.owner()
    before = {n: house.rows(f"select count(*) from {n}") for n in ("post", "person", "conversation", "channel", "member")}
    assert "The demo is here" in house.well("demo")
    assert int(house.rows("select count(*) from post")[0][0]) > 100
    house.kith("demo")
    assert len(house.rows("select id from channel")) == 3, "a second demo is not laid over the first"
    house.well("demo", "--remove")
    assert {n: house.rows(f"select count(*) from {n}") for n in before} == before
    assert house.sound()


def doctor_finds_what_is_wrong_and_says_what_to_do(house):
    house.owner()
    server = house.serve()
    assert server.stop() == 0
    well = house.well("doctor", "--thorough")
    assert "Nothing to mend" in well and "event log" in well
    house.data.chmod(0o755)
    (house.data / "secret.key").chmod(0o644)
    done = house.kith("doctor")
    assert done.code == 1 and "2 things to mend" in done.out, done
    assert "chmod o-rwx" in done.out and "chmod 600" in done.out
    house.data.chmod(0o700)
    (house.data / "secret.key").write_text("rubbish\n")
    (house.data / "secret.key").chmod(0o600)
    assert "holds no key" in house.kith("doctor").out
    done = house.kith("doctor", "--listen", "0.0.0.0:7780")
    assert "open to others" in done.out
    done = house.kith("doctor", "--allow-private", "wiki.intranet:443")
    assert "wiki.intranet:443 may be fetched though it is private" in done.out


def doctor_sees_a_changed_event_log(house):
    house.owner()
    house.well("user", "role", OWNER[0], "owner")
    house.well("user", "password", OWNER[0], stdin="another long password\n")
    sql = "update event set verb = 'member.left' where seq = 1"
    if house.kind == "postgres":
        psql(house.env["KITH_DATABASE"], "alter table event disable trigger all; " + sql)
    else:
        db = sqlite3.connect(house.data / "kith.db")
        for (name,) in db.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
            db.execute(f"drop trigger {name}")
        with db:
            db.execute(sql)
        db.close()
    done = house.kith("doctor")
    assert done.code == 1 and "BAD" in done.out and "event log" in done.out and "restore from a backup" in done.out, done


def doctor_before_the_first_start_promises_nothing(house):
    done = house.kith("doctor")
    if house.kind == "sqlite":
        assert done.code == 0 and "serve makes it" in done.out and not house.data.exists(), done
    done = house.kith("doctor", env={"KITH_DATABASE": "postgres://nobody@127.0.0.1:1/none"})
    assert done.code == 1 and "check the setting `database`" in done.out, done


@once
def doctor_looks_into_a_damaged_file(house):
    house.owner()
    house.well("demo")
    path = house.data / "kith.db"
    text = bytearray(path.read_bytes())
    for page in range(20, 40):
        text[page * 4096:page * 4096 + 2048] = bytes(2048)
    path.write_bytes(text)
    done = house.kith("doctor", "--thorough")
    assert done.code == 1 and "BAD" in done.out and "last backup" in done.out, done


@once
def the_api_describes_itself(house):
    document = json.loads(house.well("openapi", data=False))
    assert document["openapi"].startswith("3.1") and "/api/v1/me" in document["paths"]
    for name in house.well("doctor", "--tables", data=False).split("\n"):
        if name:
            assert house.well("doctor", "--tables", name.split()[0], data=False).strip(), name


@once
def each_command_says_what_it_does_and_does_nothing_else(house):
    commands = [line.split()[0] for line in house.well("doctor", "--tables", "commands", data=False).splitlines()[1:]]
    assert "serve" in commands and len(commands) > 10
    for command in commands:
        said = house.well(command, "--help", data=False)
        assert f"kith {command}" in said and said == house.well("help", command, data=False), command
    assert not (house.folder / "data").exists() and not (house.folder / "--help").exists()


if __name__ == "__main__":
    sys.exit(main(an_export_holds_everything_but_secrets, an_export_is_the_same_on_both_databases_in_form,
                  an_export_to_a_file_never_overwrites, an_export_that_cannot_be_written_fails, conversations_are_a_table,
                  an_import_can_be_tried_repeated_and_says_what_it_refused,
                  a_maildir_is_imported_as_a_folder_and_as_an_archive, a_post_is_traced, migrate_brings_up_to_date_once,
                  the_demo_comes_and_goes, doctor_finds_what_is_wrong_and_says_what_to_do, doctor_sees_a_changed_event_log,
                  doctor_before_the_first_start_promises_nothing, doctor_looks_into_a_damaged_file, the_api_describes_itself,
                  each_command_says_what_it_does_and_does_nothing_else))
