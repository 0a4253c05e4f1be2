"""serve.py FOLDER PORT: serves FOLDER on loopback with ETag and Last-Modified, and answers 304 to a conditional GET."""
import email.utils
import hashlib
import http.server
import pathlib
import sys

ROOT = pathlib.Path(sys.argv[1])
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.path.split("?")[0].lstrip("/") or "index.html"
        file = ROOT / name
        if "/" in name or not file.is_file():
            return self.answer(404, b"There is nothing here.\n", "text/plain", {})
        body = file.read_bytes()
        tag = '"%s"' % hashlib.sha256(body).hexdigest()[:16]
        changed = email.utils.formatdate(file.stat().st_mtime, usegmt=True)
        same = self.headers.get("If-None-Match")
        same = same == tag if same else self.headers.get("If-Modified-Since") == changed
        headers = {"ETag": tag, "Last-Modified": changed}
        return self.answer(304 if same else 200, b"" if same else body, TYPES.get(file.suffix, "text/plain"), headers)

    def answer(self, status, body, kind, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
