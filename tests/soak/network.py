"""A small strict WordPress: one site with comments, as far as its REST interface is asked by Kith. People go on writing, some
change or remove what they said. Unlike the real one it takes the same answer twice, so that a second copy would show.
Now and then a list comes in any order, or with an entry twice, a search does not find an answer yet, or nobody sees it yet
anywhere. Who runs it may be called at a chosen moment of a request (`call_at`)."""
import base64
import http.server
import json
import random
import threading
import time
import urllib.parse

US, PASSWORD = "nora", "soak"
WORDS = [f"word{i}" for i in range(4000)]


class Network:
    def __init__(self, seed):
        self.random, self.lock = random.Random(seed), threading.Lock()
        self.comments, self.removed = {}, set()  # number -> comment; numbers in the trash
        self.down = threading.Event()  # connections close without an answer
        self.late, self.hidden = {}, {}  # number of an answer -> when a search finds it; when anybody sees it
        self.heard = set()  # texts of answers that came to us
        self.moment, self.called = "", None
        self.talking = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Site", (Site,), {"network": self}))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self.people, daemon=True).start()

    def home(self):
        return f"http://127.0.0.1:{self.port}"

    def add(self, parent, text, user=0):
        number = len(self.comments) + len(self.removed) + 1
        name = US if user else f"Reader {self.random.randrange(60)}"
        self.comments[number] = {
            "id": number, "post": 1, "parent": parent, "author": user, "author_name": name,
            "author_email": "" if user else name.replace(" ", ".").lower() + "@example.org", "author_url": "",
            "date_gmt": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()), "status": "approved", "type": "comment",
            "link": f"{self.home()}/?p=1#comment-{number}",
            "content": {"raw": text, "rendered": f"<p>{text}</p>\n"},
            "_embedded": {"up": [{"id": 1, "title": {"rendered": "An article"}}]}}
        if user and self.talking.is_set() and (draw := self.random.random()) < 0.4:
            where, most = (self.hidden, 9) if draw < 0.15 else (self.late, 6)
            where[number] = time.monotonic() + self.random.uniform(1, most)
        return self.comments[number]

    def call_at(self, moment, called):
        """Calls once: when an answer has been `heard`, before it is made; the same, and it is never made (`dropped`); when we
        have `told` that it is there; when a `list` has been given."""
        self.moment, self.called = moment, called

    def at(self, moment):
        if self.moment != moment:
            return False
        self.moment = ""
        self.called()
        return True

    def seen(self, number):
        return number in self.comments and time.monotonic() > self.hidden.get(number, 0)

    def people(self):
        """Twenty-five acts a second for as long as they talk."""
        while True:
            self.talking.wait()
            with self.lock:
                self.act()
            time.sleep(0.04)

    def act(self):
        draw, late = self.random.random(), [n for n in list(self.comments)[-30:] if n not in self.hidden]
        text = " ".join(self.random.choice(WORDS) for _ in range(self.random.randrange(4, 15)))
        theirs = [n for n in late if not self.comments[n]["author"]]
        if draw < 0.04 and theirs:
            changed = self.comments[self.random.choice(theirs)]
            changed["content"] = {"raw": text, "rendered": f"<p>{text}</p>\n"}
        elif draw < 0.06 and theirs:
            gone = self.random.choice(theirs)
            if not any(c["parent"] == gone for c in self.comments.values()):
                del self.comments[gone]
                self.removed.add(gone)
        else:
            self.add(self.random.choice(late) if late and draw < 0.4 else 0, text)

    def listing(self, q):
        found = [c for c in self.comments.values() if self.seen(c["id"])]
        found.sort(key=lambda c: c["id"], reverse=q.get("order") != "asc")
        for name in ("parent", "author", "post"):
            if name in q:
                found = [c for c in found if c[name] == int(q[name])]
        if "author" in q:  # a search that lags: who looks for an answer may not see it yet
            found = [c for c in found if c["id"] not in self.late or time.monotonic() > self.late[c["id"]]]
        if "include" in q:
            wanted = {int(n) for n in q["include"].split(",")}
            found = [c for c in found if c["id"] in wanted]
        size = int(q.get("per_page", 10))
        start = int(q.get("offset", 0)) or (int(q.get("page", 1)) - 1) * size
        page = found[start:start + size]
        draw = self.random.random()
        if draw < 0.1:
            self.random.shuffle(page)
        elif draw < 0.2 and 0 < len(page) < size:
            page.append(self.random.choice(page))
        return page, len(found)


class Site(http.server.BaseHTTPRequestHandler):
    network = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def parse_request(self):
        if self.network.down.is_set():
            self.close_connection = True
            return False
        return super().parse_request()

    def answer(self, status, body, headers=()):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def fail(self, status, code):
        self.answer(status, {"code": code, "message": code, "data": {"status": status}})

    def signed_in(self):
        want = "Basic " + base64.b64encode(f"{US}:{PASSWORD}".encode()).decode()
        return self.headers.get("Authorization") == want

    def do_GET(self):  # noqa: N802, the name that http.server wants
        url = urllib.parse.urlsplit(self.path)
        q = dict(urllib.parse.parse_qsl(url.query))
        net, path = self.network, url.path
        if path == "/":
            return self.answer(200, {}, [("Link", '</wp-json/>; rel="https://api.w.org/"')])
        if path == "/wp-json/":
            return self.answer(200, {"name": "Soak", "home": net.home(), "namespaces": ["wp/v2"]})
        if not self.signed_in():
            return self.fail(401, "rest_not_logged_in")
        if path == "/wp-json/wp/v2/users/me":
            return self.answer(200, {"id": 1, "username": US, "capabilities": {"moderate_comments": True}})
        with net.lock:
            if path == "/wp-json/wp/v2/comments":
                page, total = net.listing(q)
                self.answer(200, page, [("X-WP-Total", str(total))])
                return net.at("list")
            number = path.removeprefix("/wp-json/wp/v2/comments/")
            if number.isdigit() and net.seen(int(number)):
                return self.answer(200, net.comments[int(number)])
        return self.fail(404, "rest_comment_invalid_id")

    def do_POST(self):  # noqa: N802
        length = self.headers.get("Content-Length")
        body = self.rfile.read(int(length)) if length else b""
        net = self.network
        if not self.signed_in():
            return self.fail(401, "rest_not_logged_in")
        if self.path.split("?")[0] != "/wp-json/wp/v2/comments":
            return self.fail(404, "rest_no_route")
        try:
            said = json.loads(body)
            text, parent = said["content"], said["parent"]
        except (ValueError, KeyError):
            return self.fail(400, "rest_invalid_json")
        with net.lock:
            net.heard.add(text)
            if net.at("dropped"):
                self.close_connection = True
                return None
            net.at("heard")
            if parent not in net.comments:
                return self.fail(404, "rest_comment_invalid_id")
            made = net.add(parent, text, user=1)
        self.answer(201, made)
        return net.at("told")
