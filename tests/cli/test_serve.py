#!/usr/bin/env python3
"""`kith serve`: start, what it says of itself, a clean stop, two at once, and what it says when it cannot start."""
import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import sqlite3
import stat
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import PASSWORD, main, once, psql, until  # noqa: E402


def refused(house, *words, listen="127.0.0.1:0", **more):
    """A serve that must end by itself; what it says."""
    server = house.serve(*words, listen=listen, wait=False, **more)
    until(lambda: server.process.poll() is not None, "serve gives up")
    assert server.process.returncode in (1, 2), server.process.returncode
    said = server.said()
    assert "kith: " in said, said
    return said


def it_starts_on_a_free_port_and_says_where(house):
    server = house.serve()
    said = server.text(server.out)
    code = (house.data / "first-start-code").read_text().strip()
    assert server.url in said and str(house.data) in said and code in said
    assert stat.S_IMODE((house.data / "first-start-code").stat().st_mode) == 0o600
    assert stat.S_IMODE(house.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((house.data / "secret.key").stat().st_mode) == 0o600
    assert server.ask("GET", "/healthz") == (200, {"status": "ok"})
    status, ready = server.ask("GET", "/readyz")
    assert status == 200 and ready["status"] == "ready" and ready["database"] and ready["node"], ready
    status, figures = server.ask("GET", "/metrics", raw=True)
    assert status == 200 and "# TYPE" in figures and "kith_" in figures
    assert server.ask("GET", "/", raw=True)[0] == 200
    assert server.ask("GET", "/api/v1/me")[0] == 401


def the_code_makes_one_account_and_is_gone(house):
    server = house.serve()
    code = (house.data / "first-start-code").read_text().strip()
    first = {"code": code, "name": "Nora", "email": "nora@example.org", "password": PASSWORD}
    assert server.ask("POST", "/api/v1/start/owner", {**first, "code": "wrong"})[0] in (401, 403, 422)
    assert server.ask("POST", "/api/v1/start/owner", first)[0] in (200, 201)
    assert not (house.data / "first-start-code").exists()
    assert server.ask("POST", "/api/v1/start/owner", {**first, "email": "eve@example.org"})[0] in (403, 404, 409, 410)
    assert server.stop() == 0
    again = house.serve()
    assert "Nobody has an account" not in again.text(again.out)


def figures_are_for_this_machine_and_for_tokens(house):
    house.owner()
    server = house.serve()
    away = [("X-Forwarded-For", "203.0.113.7")]
    assert server.ask("GET", "/metrics", raw=True)[0] == 200
    assert server.ask("GET", "/metrics", raw=True, headers=away)[0] in (401, 403)


def asked_to_stop_it_stops_cleanly(house):
    for sig in (signal.SIGTERM, signal.SIGINT):
        server = house.serve()
        assert server.stop(sig) == 0, server.said()
        assert "stopping" in server.said()
    assert house.sound()
    if house.kind == "sqlite":
        assert not (house.data / "kith.db-wal").exists() or (house.data / "kith.db-wal").stat().st_size == 0
    now = int(time.time() * 1e6)
    assert house.rows(f"select count(*) from node where lease_until > {now}") == [("0",)], "its number is given back"


def a_stop_in_the_middle_of_work_is_clean(house):
    """Members ask all the time while it is told to stop: each of them gets an answer or a closed door, and it ends well."""
    house.owner()
    for _ in range(6):
        server = house.serve()
        server.sign_in()
        odd, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                with contextlib.suppress(http.client.HTTPException):
                    status = server.ask("GET", "/api/v1/labels")[0]
                    if status not in (0, 200, 503):
                        odd.append(status)
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        code = server.stop()
        stop.set()
        for thread in threads:
            thread.join()
        assert code == 0 and not odd, (code, odd, server.said()[-500:])


def it_comes_back_after_a_kill(house):
    house.owner()
    for _ in range(3):
        house.serve().kill()
    server = house.serve()
    assert server.sign_in()[0] == 200
    assert server.stop() == 0 and house.sound()


def two_servers_and_a_command_share_one_database(house):
    """On one data folder, as when somebody starts it twice: neither harms the other."""
    house.owner()
    first, second = house.serve(), house.serve()
    first.sign_in()
    second.sign_in()
    for n in range(10):
        for server in (first, second):
            status, answer = server.ask("POST", "/api/v1/labels", {"name": f"{n} {server.url}", "colour": "blue"})
            assert status in (200, 201), answer
    house.well("user", "add", "otto@example.org", "Otto", stdin=PASSWORD)
    assert len(first.ask("GET", "/api/v1/labels")[1]["items"]) == 20
    ids = [row[0] for row in house.rows("select id from label")]
    assert len(set(ids)) == 20
    assert first.ask("GET", "/readyz")[0] == second.ask("GET", "/readyz")[0] == 200
    assert first.ask("GET", "/api/v1/audit/verify")[1]["whole"] is True
    assert first.stop() == 0 and second.stop() == 0 and house.sound()


def what_comes_by_itself_is_planned(house):
    """Nobody asks for duplicates, the nightly run, retention: the server does, from its first minute on."""
    server = house.serve()
    table = house.well("doctor", "--tables", "jobs").splitlines()[1:]
    wanted = {line.split()[0] for line in table if line.strip() and "  when asked for" not in line}
    assert {"match", "prune", "retention", "ties"} <= wanted, table
    planned = "select kind from job where state in ('ready', 'running') and key = ''"
    until(lambda: wanted <= {row[0] for row in house.rows(planned)}, "every job that comes again is planned")
    times = dict(house.rows("select kind, run_at from job where key = ''"))
    assert server.stop() == 0
    server = house.serve()
    server.ask("GET", "/readyz")
    assert server.stop() == 0
    again = dict(house.rows("select kind, run_at from job where key = ''"))
    assert again == times, "a restart does not bring them forward"


def a_page_that_never_answers_keeps_no_other_job_waiting(house):
    house.owner()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = "127.0.0.1:%d" % silent.getsockname()[1]
        server = house.serve("--allow-private", place)
        server.sign_in()
        person = server.ask("POST", "/api/v1/people", {"name": "Ada Byron"})[1]["id"]
        at = f"/api/v1/people/{person}/identities"
        account = server.ask("POST", at, {"network": "web", "address": f"http://{place}/"})[1]["identities"][0]["id"]
        assert server.ask("POST", f"{at}/{account}/read")[0] == 200
        asked, _ = silent.accept()
        with asked:
            assert server.ask("POST", "/api/v1/people/duplicates/scan")[0] == 200
            scan = "select state from job where kind = 'match_scan'"
            until(lambda: house.rows(scan) == [("done",)], "the other job is done")
            still = house.rows("select state from job where kind in ('profile', 'profiles') and state = 'running'")
            assert still == [("running",)], still


@once
def a_port_in_use_is_said(house):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        said = refused(house, listen=where)
        assert where in said and "in use" in said and "--listen" in said, said


@once
def a_wrong_address_is_said(house):
    for listen, words in (("nowhere", "ADDRESS:PORT"), ("127.0.0.1:99999", "ADDRESS:PORT"), ("127.0.0.1:abc", "ADDRESS:PORT"),
                          ("127.0.0.1:", "ADDRESS:PORT"),
                          ("203.0.113.9:0", "reached from outside"), ("0.0.0.0:0", "reached from outside")):
        said = refused(house, listen=listen)
        assert words in said, (listen, said)


@once
def a_public_address_is_allowed_behind_a_proxy(house):
    server = house.serve("--behind-proxy", listen="0.0.0.0:0")
    assert server.ask("GET", "/healthz")[0] == 200


@once
def a_folder_that_cannot_be_written_is_said(house):
    def nobody():
        os.setgid(65534)
        os.setuid(65534)
    if os.geteuid() == 0:
        house.folder.chmod(0o755)
        said = refused(house, pre=nobody)
        assert str(house.data) in said and "not allowed" in said.lower() or "permission" in said.lower(), said
        house.data.mkdir(mode=0o755)
        said = refused(house, pre=nobody)
        assert str(house.data) in said, said
    (house.folder / "file").write_text("")
    said = refused(house, data=house.folder / "file")
    assert str(house.folder / "file") in said, said
    said = refused(house, data=house.folder / "file/below")
    assert str(house.folder / "file/below") in said, said


@once
def a_key_file_that_others_may_read_is_refused(house):
    house.serve().stop()
    (house.data / "secret.key").chmod(0o644)
    said = refused(house)
    assert "may be read by others" in said and "chmod 600" in said, said
    (house.data / "secret.key").chmod(0o600)
    (house.data / "secret.key").write_text("no key\n")
    assert "secret.key" in refused(house)


@once
def a_database_that_is_none_is_said(house):
    house.data.mkdir(mode=0o700)
    (house.data / "kith.db").write_text("this is no database " * 300)
    said = refused(house)
    assert "kith.db" in said or "database" in said, said
    assert (house.data / "kith.db").read_text().startswith("this is no database")
    said = refused(house, env={"KITH_DATABASE": "postgres://nobody@127.0.0.1:1/none"})
    assert "PostgreSQL" in said or "database" in said, said


def a_database_of_a_newer_kith_is_refused(house):
    house.owner()
    sql = "insert into schema_migration (name, checksum, applied_at) values ('9999_future.sql', '00', 0)"
    change(house, sql)
    said = refused(house)
    assert "newer" in said, said
    done = house.kith("migrate")
    assert done.code == 1 and "newer" in done.err, done


def a_changed_migration_is_refused(house):
    house.owner()
    change(house, "update schema_migration set checksum = 'ff' where name like '0001%'")
    assert "0001" in refused(house)


def change(house, sql):
    if house.kind == "postgres":
        psql(house.env["KITH_DATABASE"], sql)
        return
    with contextlib.closing(sqlite3.connect(house.data / "kith.db")) as db, db:
        db.execute(sql)


@once
def logs_are_lines_or_json(house):
    server = house.serve("--log-format", "json")
    server.ask("GET", "/api/v1/me")
    until(lambda: "/api/v1/me" in server.said(), "the request is logged")
    assert server.stop() == 0
    for line in server.said().splitlines():
        entry = json.loads(line)
        assert {"level", "at"} <= set(entry) or {"level", "time"} <= set(entry), entry


@once
def quiet_prints_nothing(house):
    server = house.serve("--quiet", listen="127.0.0.1:0", wait=False)
    until(lambda: (house.data / "first-start-code").exists(), "it started")
    code = (house.data / "first-start-code").read_text().strip()
    assert server.stop() == 0
    assert server.text(server.out) == "" and code not in server.said()


if __name__ == "__main__":
    sys.exit(main(it_starts_on_a_free_port_and_says_where, the_code_makes_one_account_and_is_gone,
                  figures_are_for_this_machine_and_for_tokens, asked_to_stop_it_stops_cleanly,
                  a_stop_in_the_middle_of_work_is_clean, it_comes_back_after_a_kill,
                  two_servers_and_a_command_share_one_database, what_comes_by_itself_is_planned,
                  a_page_that_never_answers_keeps_no_other_job_waiting, a_port_in_use_is_said,
                  a_wrong_address_is_said,
                  a_public_address_is_allowed_behind_a_proxy, a_folder_that_cannot_be_written_is_said,
                  a_key_file_that_others_may_read_is_refused, a_database_that_is_none_is_said,
                  a_database_of_a_newer_kith_is_refused, a_changed_migration_is_refused, logs_are_lines_or_json,
                  quiet_prints_nothing))
