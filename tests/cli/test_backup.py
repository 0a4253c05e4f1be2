#!/usr/bin/env python3
"""`kith backup` and `kith restore`: everything comes back, also of a copy made while posts come in; nothing is overwritten; the
key that opens credentials is only in a backup that asks for it."""
import json
import pathlib
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import KITH, main, until  # noqa: E402

FILE = {"sqlite": "kith.db", "postgres": "kith.pgdump"}


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def full(house):
    """A house with everything that the demo has, and a key."""
    house.owner()
    house.well("demo")
    server = house.serve()
    assert server.stop() == 0
    return house


def tables(house):
    """How many rows each table has."""
    names = house.rows("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'" if
                       house.kind == "sqlite" else "select tablename from pg_tables where schemaname = 'public'")
    kept = sorted(n for (n,) in names if n not in ("node",) and not n.startswith("post_search"))
    return dict(house.rows(" union all ".join(f"select '{n}', count(*) from {n}" for n in kept)))


def everything_comes_back(house):
    full(house)
    before, said = tables(house), house.well("export")
    assert "whole" not in house.well("backup", "copy")
    place = house.other()
    restored = place.well("restore", "copy")
    assert "whole" in restored and "fit together" in restored, restored
    assert tables(place) == before and place.sound()
    other = sorted(set(place.well("export").splitlines()) ^ set(said.splitlines()))
    assert not other, other[:4]
    server = place.serve()
    assert server.sign_in()[0] == 200
    assert server.ask("GET", "/api/v1/audit/verify")[1]["whole"] is True
    assert server.ask("GET", "/api/v1/conversations?view=all")[1]["items"]


def a_backup_is_for_its_owner_only_and_says_what_it_holds(house):
    house.owner()
    house.well("backup", "copy")
    folder = house.folder / "copy"
    assert mode(folder) == 0o700 and {mode(f) for f in folder.iterdir()} == {0o600}
    assert {f.name for f in folder.iterdir()} == {FILE[house.kind], "manifest.json"}
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {FILE[house.kind]} and len(manifest["files"][FILE[house.kind]]) == 64


def nothing_is_overwritten(house):
    full(house)
    before = tables(house)
    house.well("backup", "copy")
    again = house.kith("backup", "copy")
    assert again.code == 1 and "is there already; name a new folder" in again.err, again
    onto = house.kith("restore", "copy")
    assert onto.code == 1 and ("is there already. Move it away first" in onto.err or
                               "The database is not empty. Make a new one" in onto.err), onto
    assert tables(house) == before


def the_key_is_only_in_a_backup_that_asks_for_it(house):
    full(house)
    key = (house.data / "secret.key").read_text()
    said = house.well("backup", "without")
    assert "key file is not in it" in said and "secret.key" in said
    assert not (house.folder / "without/secret.key").exists()
    assert "key file is not in it" not in house.well("backup", "with", "--with-key")
    assert (house.folder / "with/secret.key").read_text() == key
    bare = house.other()
    assert "There is no key file" in bare.well("restore", "without")
    assert not (bare.data / "secret.key").exists()
    whole = house.other()
    assert "There is no key file" not in whole.well("restore", "with")
    assert (whole.data / "secret.key").read_text() == key and mode(whole.data / "secret.key") == 0o600


def a_key_that_is_there_already_stays(house):
    """With another key than the one of the backup the credentials cannot be opened: that is said."""
    full(house)
    house.well("backup", "copy", "--with-key")
    place = house.other()
    place.data.mkdir(mode=0o700)
    (place.data / "secret.key").write_text("ab" * 32 + "\n")
    (place.data / "secret.key").chmod(0o600)
    said = place.well("restore", "copy")
    assert (place.data / "secret.key").read_text() == "ab" * 32 + "\n"
    assert "another key" in said, said


def what_is_no_whole_backup_is_refused_and_leaves_nothing(house):
    full(house)
    house.well("backup", "copy", "--with-key")
    copy, place = house.folder / "copy", house.other()

    def refused(words):
        done = place.kith("restore", "copy")
        assert done.code == 1 and words in done.err, done
        assert not (place.data / "kith.db").exists() and not (place.data / "secret.key").exists()
        if house.kind == "postgres":
            assert place.rows("select count(*) from pg_tables where schemaname = 'public'") == [("0",)]

    missing = place.kith("restore", "nowhere")
    assert missing.code == 1 and "nowhere is no backup of Kith" in missing.err, missing
    file = copy / FILE[house.kind]
    good = file.read_bytes()
    file.write_bytes(good[:len(good) // 2] + b"x" + good[len(good) // 2 + 1:])
    refused("is not as it was when the backup was made")
    file.unlink()
    refused(f"{FILE[house.kind]} cannot be read")
    file.write_bytes(good)
    key = (copy / "secret.key").read_text()
    (copy / "secret.key").write_text("cd" * 32 + "\n")
    refused("is not as it was when the backup was made")
    (copy / "secret.key").write_text(key)
    manifest = (copy / "manifest.json").read_text()
    (copy / "manifest.json").write_text("{}")
    refused("manifest.json cannot be read")
    (copy / "manifest.json").write_text(manifest.replace(FILE[house.kind], "other.db"))
    refused("other kind of database")
    (copy / "manifest.json").write_text(manifest)
    place.well("restore", "copy")


def wrong_use_is_said(house):
    for words in (["backup"], ["backup", "a", "b"], ["restore"], ["restore", "a", "--with-everything"]):
        done = house.kith(*words)
        assert done.code == 2 and "kith " + words[0] + " DIR" in done.err, done
    if house.kind == "sqlite":
        done = house.kith("backup", "copy")
        assert done.code == 1 and "there is no database" in done.err, done
        assert not (house.folder / "copy").exists() and not house.data.exists()


def a_backup_that_fails_leaves_no_folder_behind(house):
    house.owner()
    done = house.kith("backup", "/proc/none/copy")
    assert done.code == 1 and "/proc/none/copy" in done.err, done
    done = house.kith("backup", "copy", "--with-key")  # no server ran yet: there is no key
    assert done.code == 1 and "secret.key" in done.err, done
    assert not (house.folder / "copy").exists(), "half a backup looks like one"


def a_copy_made_while_posts_come_in_is_whole(house):
    """An import and a backup at once: what the copy holds fits together, and the import is not disturbed."""
    house.owner()
    rows = 6000 if house.kind == "sqlite" else 2000
    with open(house.folder / "posts.jsonl", "w") as f:
        for i in range(rows):
            f.write(json.dumps({"id": f"p{i}", "author": f"reader{i % 300}", "text": f"word{i} and some more of them {i * 7}",
                                "created_at": f"2026-05-{1 + i % 28:02}T10:{i % 60:02}:00Z"}) + "\n")
    more = subprocess.Popen([KITH, "import", "posts", "posts.jsonl", "--network", "archive", "--data", house.data], cwd=house.folder,
                            env=house.environment(None), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    copies = []

    def stored():
        return more.poll() is not None or int(house.rows("select count(*) from post")[0][0]) > 0
    until(stored, "the import has begun")
    while more.poll() is None or not copies:
        copies.append(f"copy{len(copies)}")
        house.well("backup", copies[-1])
    said = more.communicate()[0]
    assert more.returncode == 0 and f"{rows} new" in said, said
    seen = []
    for copy in {copies[0], copies[len(copies) // 2], copies[-1]}:
        place = house.other()
        assert "whole" in place.well("restore", copy)
        assert place.sound()
        seen.append(int(place.rows("select count(*) from post")[0][0]))
        orphans = place.rows("select count(*) from post p left join conversation c on c.id = p.conversation_id "
                             "where c.id is null")
        assert orphans == [("0",)]
        assert place.rows("select sum(post_count) from conversation") == [(str(seen[-1]),)]
    assert min(seen) > 0


def a_backup_while_the_server_runs(house):
    full(house)
    server = house.serve()
    server.sign_in()
    house.well("backup", "copy")
    place = house.other()
    place.well("restore", "copy")
    assert server.ask("GET", "/api/v1/me")[0] == 200
    second = place.serve()
    assert second.sign_in()[0] == 200


if __name__ == "__main__":
    sys.exit(main(everything_comes_back, a_backup_is_for_its_owner_only_and_says_what_it_holds, nothing_is_overwritten,
                  the_key_is_only_in_a_backup_that_asks_for_it, a_key_that_is_there_already_stays,
                  what_is_no_whole_backup_is_refused_and_leaves_nothing, wrong_use_is_said,
                  a_backup_that_fails_leaves_no_folder_behind, a_copy_made_while_posts_come_in_is_whole,
                  a_backup_while_the_server_runs))
