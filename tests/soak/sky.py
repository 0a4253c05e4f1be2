"""sky: the small network of the AT protocol (tests/servers/sky_peer.c) on which people mention us, four times a second, for as
long as they talk."""
import json
import pathlib
import random
import subprocess
import threading
import time
import urllib.request

US, PASSWORD = "us.test", "abcd-efgh-ijkl-mnop"


class Sky:
    def __init__(self, program, seed):
        self.random, self.talking, self.over = random.Random(seed), threading.Event(), False
        self.process = subprocess.Popen([pathlib.Path(program)], stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]
        self.thread = threading.Thread(target=self.people, daemon=True)
        self.thread.start()

    def ask(self, method, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/xrpc/kith.test.{method}", data)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def people(self):
        while not self.over:
            if self.talking.wait(1):
                words = " ".join(f"sky{self.random.randrange(4000)}" for _ in range(self.random.randrange(4, 15)))
                self.ask("say", {"who": f"reader{self.random.randrange(40)}", "text": words})
                time.sleep(.25)

    def posts(self):
        """What there is: the network's name of each post -> (whether it is ours, its words)."""
        return {p["uri"]: (p["did"] == "did:plc:us", p["text"]) for p in self.ask("list")["posts"]}

    def close(self):
        self.over = True
        self.thread.join()
        self.process.terminate()
        self.process.wait()
