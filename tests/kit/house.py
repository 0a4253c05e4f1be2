"""house: one data folder and one database of a kind, the program's commands and its server on them, and the runner of the
test programs that use it (tests/cli, tests/soak). KITH_BIN is the program, KITH_TEST_PG a PostgreSQL where databases may be
made; without that one its cases skip."""
import contextlib
import functools
import http.cookiejar
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import types
import urllib.error
import urllib.request

KITH = os.environ.get("KITH_BIN", "")
PG = os.environ.get("KITH_TEST_PG", "")
PASSWORD = "a long enough password"
OWNER = ("nora@example.org", "Nora")
KINDS = ["sqlite", "postgres"]


def until(true, what, seconds=60):
    """Waits for a condition; its truth."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            raise AssertionError(f"it never came to that: {what}")
        time.sleep(0.02)
    return found


@functools.cache
def psql_program():
    """The client itself: what Debian puts on PATH is a script that looks for it anew each time."""
    place = subprocess.run(["pg_config", "--bindir"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    return f"{place}/psql" if os.access(f"{place}/psql", os.X_OK) else "psql"


def psql(url, sql):
    return subprocess.run([psql_program(), "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", url, "-c", sql], check=True,
                          stdout=subprocess.PIPE, text=True).stdout


class House:
    made = 0

    def __init__(self, kind, folder, data="data"):
        self.kind, self.folder, self.data = kind, pathlib.Path(folder), pathlib.Path(folder) / data
        self.env, self.name = {}, ""
        if kind == "postgres":
            House.made += 1
            self.name = f"house_{os.getpid()}_{House.made}"
            psql(PG, f"create database {self.name}")
            self.env["KITH_DATABASE"] = PG.rsplit("/", 1)[0] + "/" + self.name
        self.servers, self.others = [], []

    def other(self):
        """An empty place of the same kind."""
        self.others.append(House(self.kind, self.folder, f"data-{len(self.others) + 2}"))
        return self.others[-1]

    def environment(self, more):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("KITH_")}
        return {**clean, **self.env, **(more or {})}

    @staticmethod
    def brief():
        """For commands that end at once: looking for leaks takes longer than they do. Servers are looked at."""
        return {"ASAN_OPTIONS": ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"]))}

    def kith(self, *words, stdin="", env=None, data=True, pre=None):
        """One command to its end: code, out, err."""
        where = ["--data", str(self.data)] if data else []
        env = self.environment({**self.brief(), **(env or {})})
        done = subprocess.run([KITH, *map(str, words), *where], input=stdin, env=env, text=True, cwd=self.folder,
                              capture_output=True, preexec_fn=pre, check=False)
        return types.SimpleNamespace(code=done.returncode, out=done.stdout, err=done.stderr)

    def well(self, *words, **more):
        """A command that must succeed: its output."""
        done = self.kith(*words, **more)
        assert done.code == 0, f"kith {' '.join(map(str, words))}: {done}"
        return done.out

    def owner(self):
        self.well("user", "add", *OWNER, "--role", "owner", stdin=PASSWORD + "\n")

    def serve(self, *words, **more):
        self.servers.append(Server(self, *words, **more))
        return self.servers[-1]

    def rows(self, sql):
        if self.kind == "sqlite":
            with contextlib.closing(sqlite3.connect(self.data / "kith.db")) as db:
                return [tuple(map(str, row)) for row in db.execute(sql)]
        return [tuple(line.split("\t")) for line in psql(self.env["KITH_DATABASE"], sql).splitlines()]

    def write(self, sql):
        if self.kind == "sqlite":
            with contextlib.closing(sqlite3.connect(self.data / "kith.db")) as db, db:
                db.execute(sql)
        else:
            psql(self.env["KITH_DATABASE"], sql)

    def sound(self):
        """The database's own word on whether it is intact: every page, index and reference."""
        if self.kind == "sqlite":
            return self.rows("pragma integrity_check") == [("ok",)] and not self.rows("pragma foreign_key_check")
        url = self.env["KITH_DATABASE"]
        psql(url, "create extension if not exists amcheck")
        bad = psql(url, "select count(bt_index_check(i.indexrelid, true)) from pg_index i join pg_class c on "
                   "c.oid = i.indexrelid join pg_am a on a.oid = c.relam join pg_namespace n on n.oid = c.relnamespace "
                   "where a.amname = 'btree' and n.nspname = 'public' and i.indisvalid; "
                   "select relname, message from pg_class, verify_heapam(oid) as f(block, offs, att, message) "
                   "where relkind = 'r' and relnamespace = 'public'::regnamespace").splitlines()
        return len(bad) == 1 and int(bad[0]) > 0

    def close(self):
        for server in self.servers:
            server.kill()
        for other in self.others:
            other.close()
        if self.name:
            psql(PG, f"drop database {self.name} with (force)")


class Server:
    """`kith serve` on a house: asks it as a browser does."""

    def __init__(self, house, *words, listen="127.0.0.1:0", env=None, wait=True, data=None, pre=None):
        self.house = house
        self.out, self.log = tempfile.TemporaryFile("w+"), tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [KITH, "serve", "--data", str(data or house.data), "--listen", listen, *map(str, words)], stdout=self.out,
            stderr=self.log, env=house.environment(env), cwd=house.folder, preexec_fn=pre)
        self.url, self.csrf = "", ""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        if wait:
            self.ready()

    @staticmethod
    def text(file):
        """All that is in the file, leaving the place where the program writes alone."""
        return os.pread(file.fileno(), 1 << 24, 0).decode(errors="replace")

    def said(self):
        return self.text(self.log)

    def ready(self):
        def open_line():
            if self.process.poll() is not None:
                raise AssertionError(f"serve ended with {self.process.returncode}: {self.said()}")
            return [line.split()[1] for line in self.text(self.out).splitlines() if line.strip().startswith("Open ")]
        self.url = until(open_line, "serve says where it listens")[0].rstrip("/")
        until(lambda: self.ask("GET", "/readyz")[0] == 200, "serve is ready")
        return self

    def ask(self, method, path, body=None, raw=False, headers=()):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        if self.csrf:
            request.add_header("X-CSRF-Token", self.csrf)
        for name, value in headers:
            request.add_header(name, value)
        try:
            with self.opener.open(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as e:
            status, text = e.code, e.read()
        except OSError as e:
            return 0, {"title": str(e)}
        if raw:
            return status, text.decode(errors="replace")
        try:
            return status, json.loads(text)
        except ValueError:
            return status, {}

    def sign_in(self, email=OWNER[0], password=PASSWORD):
        self.csrf = ""
        status, answer = self.ask("POST", "/api/v1/session", {"email": email, "password": password})
        if status in (200, 201):
            self.csrf = self.ask("GET", "/api/v1/me")[1]["csrf"]
        return status, answer

    def stop(self, sig=signal.SIGTERM):
        """Asks it to stop; its exit code."""
        self.process.send_signal(sig)
        return self.process.wait(60)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


# ---- the runner ----------------------------------------------------------------------------------------------------

def once(case):
    """A case that no database has a part in."""
    case.kinds = ["sqlite"]
    return case


def run_case(case, kind):
    with tempfile.TemporaryDirectory(prefix="kith-house-") as folder:
        house = None
        try:
            house = House(kind, folder)
            return "", case(house)
        except Exception:  # noqa: BLE001, whatever a case raises is its failure
            said = "".join(f"\nserver: {s.said()[-2000:]}" for s in (house.servers if house else []))
            return traceback.format_exc() + said, None
        finally:
            if house:
                house.close()


def main(*cases):
    """Runs each case on each database; TAP. A name given on the command line chooses. A case that gives back a text could not
    run here: the reason."""
    only = sys.argv[1:]
    todo = [(c, k) for c in cases if not only or c.__name__ in only for k in getattr(c, "kinds", KINDS)]
    print(f"1..{len(todo)}", flush=True)
    failed = 0
    for n, (case, kind) in enumerate(todo, 1):
        name = case.__name__ + ("" if hasattr(case, "kinds") else f", {kind}")
        if kind == "postgres" and not PG:
            print(f"ok {n} - {name} # SKIP no PostgreSQL here (KITH_TEST_PG)", flush=True)
            continue
        why, skipped = run_case(case, kind)
        if skipped:
            print(f"ok {n} - {name} # SKIP {skipped}", flush=True)
            continue
        failed += bool(why)
        print(f"{'not ok' if why else 'ok'} {n} - {name}", flush=True)
        for line in why.splitlines():
            print("# " + line, flush=True)
    return 1 if failed else 0
