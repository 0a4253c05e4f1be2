#!/usr/bin/env python3
"""trouble.py: `kith serve` on a full disk and with a database that somebody else has locked: it must say so clearly, go on
answering, lose nothing that it confirmed, and mend by itself. TAP on stdout. The same for a clock that goes back, a network
that is down and a full disk in the middle of a page, in one process: tests/flow/test_crash.c."""
import http.cookiejar
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

KITH = os.environ["KITH_BIN"]


class Server:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{s.getsockname()[1]}"
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([KITH, "serve", "--data", folder, "--listen", self.url[7:]], stdout=self.log,
                                        stderr=self.log)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.csrf = ""
        self.until(lambda: self.ask("GET", "/readyz")[0] == 200)

    def until(self, true, seconds=60):
        end = time.monotonic() + seconds
        while not true():
            if self.process.poll() is not None or time.monotonic() > end:
                self.log.seek(0)
                raise SystemExit("it never came to that:\n" + "".join(self.log.readlines()[-10:]))
            time.sleep(0.05)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        if self.csrf:
            request.add_header("X-CSRF-Token", self.csrf)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, parsed(answer.read())
        except urllib.error.HTTPError as e:
            return e.code, parsed(e.read())
        except OSError as e:
            return 0, {"title": str(e)}

    def first_account(self):
        code = (self.folder / "first-start-code").read_text().strip()
        status, answer = self.ask("POST", "/api/v1/start/owner", {
            "code": code, "name": "Nora", "email": "nora@example.org", "password": "a long enough password"})
        if status not in (200, 201):
            raise SystemExit(f"first account: {status} {answer}")
        self.csrf = self.ask("GET", "/api/v1/me")[1]["csrf"]

    def label(self, name):
        return self.ask("POST", "/api/v1/labels", {"name": name, "colour": "blue"})

    def labels(self):
        return {item["name"] for item in self.ask("GET", "/api/v1/labels")[1]["items"]}

    def stop(self):
        self.process.terminate()
        code = self.process.wait(60)
        self.log.close()
        return code


def parsed(data):
    try:
        return json.loads(data)
    except ValueError:
        return {}


def sound(folder):
    db = sqlite3.connect(pathlib.Path(folder) / "kith.db")
    good = db.execute("pragma integrity_check").fetchall() == [("ok",)]
    db.close()
    return good


def clear_words(status, answer):
    return status >= 500 and bool(answer.get("title")) and bool(answer.get("request_id"))


def work_until_it_fails(server, made):
    """Labels until one is refused; the answer to that one."""
    for i in range(100000):
        name = f"label {i} " + "x" * 25
        status, answer = server.label(name)
        if status not in (200, 201):
            return status, answer
        made.add(name)
    return 0, {}


def full_disk(check):
    with tempfile.TemporaryDirectory(prefix="kith-full-") as folder:
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", folder], check=False,
                                               stderr=subprocess.DEVNULL).returncode != 0:
            return check.skip("a full disk", "only root can mount a small file system here")
        server, made = Server(folder), set()
        try:
            server.first_account()
            filler = pathlib.Path(folder) / "filler"
            try:
                with open(filler, "wb", buffering=0) as f:
                    while f.write(bytes(4096)):
                        pass
            except OSError:
                pass
            status, answer = work_until_it_fails(server, made)
            check("a full disk is said in plain words", clear_words(status, answer), f"{status} {answer}")
            check("reading goes on while the disk is full", server.ask("GET", "/api/v1/labels")[0] == 200)
            filler.unlink()
            server.until(lambda: server.label("afterwards")[0] in (200, 201, 409))
            check("once there is room it goes on by itself, and nothing that was confirmed is lost",
                  made | {"afterwards"} <= server.labels())
            check("it stops cleanly", server.stop() == 0)
            check("the database is intact", sound(folder))
        finally:
            server.process.kill()
            server.process.wait()
            subprocess.run(["umount", folder], check=False)


def locked(check):
    with tempfile.TemporaryDirectory(prefix="kith-locked-") as folder:
        server = Server(folder)
        server.first_account()
        other = sqlite3.connect(pathlib.Path(folder) / "kith.db", isolation_level=None)
        other.execute("begin immediate")
        status, answer = server.label("while locked")
        check("a locked database is said in plain words", clear_words(status, answer), f"{status} {answer}")
        check("reading goes on while it is locked", server.ask("GET", "/api/v1/labels")[0] == 200)
        other.execute("rollback")
        other.close()
        server.until(lambda: server.label("afterwards")[0] in (200, 201, 409))
        check("once it is free it goes on by itself", "afterwards" in server.labels())
        check("it stops cleanly", server.stop() == 0)
        check("the database is intact", sound(folder))


class Check:
    def __init__(self):
        self.n = 0

    def __call__(self, name, good, more=""):
        self.n += 1
        print(f"{'ok' if good else 'not ok'} {self.n} - {name}", flush=True)
        if not good and more:
            print("# " + more)

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")


def main():
    check = Check()
    full_disk(check)
    locked(check)
    print(f"1..{check.n}")


if __name__ == "__main__":
    main()
