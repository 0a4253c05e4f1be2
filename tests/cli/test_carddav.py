#!/usr/bin/env python3
"""Address books by CardDAV with a real client, vdirsyncer, against a real `kith serve`: found, brought down, edited on both
sides, taken away on both sides, in conflict; many at once; and nobody sees what is another's."""
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import OWNER, PASSWORD, main, until  # noqa: E402

CONFIG = """
[general]
status_path = "{folder}/status/"

[pair kith]
a = "here"
b = "there"
collections = [["team", "team", "team"], ["mine", "mine", "mine"]]

[storage here]
type = "filesystem"
path = "{folder}/cards/"
fileext = ".vcf"

[storage there]
type = "carddav"
url = "{url}/"
username = "{user}"
password = "{password}"
"""

CARD = """BEGIN:VCARD
VERSION:3.0
UID:{uid}
FN:{name}
N:{name};;;;
{more}END:VCARD
"""


class Client:
    """One computer of a member: a folder of cards and what vdirsyncer remembers."""

    def __init__(self, house, server, user, name):
        self.folder = house.folder / name
        self.folder.mkdir()
        status, token = server.ask("POST", "/api/v1/tokens", {"name": name, "scopes": ["contacts"]})
        assert status == 201, token
        for book in ("team", "mine"):
            (self.folder / "cards" / book).mkdir(parents=True)
        (self.folder / "config").write_text(CONFIG.format(folder=self.folder, url=server.url, user=user,
                                                          password=token["secret"]))
        said = self.run("discover", "kith")
        assert "team" in said.stdout + said.stderr and "mine" in said.stdout + said.stderr, said

    def run(self, *words, good=True):
        done = subprocess.run(["vdirsyncer", "-c", str(self.folder / "config"), *words], input="y\n" * 9, text=True,
                              capture_output=True, timeout=550, check=False, cwd=self.folder)
        assert not good or done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return done

    def sync(self, **more):
        done = self.run("sync", **more)
        return done.stdout + done.stderr

    def settle(self):
        """After an upload the server's own form of the card comes down once."""
        self.sync()
        self.sync()

    def files(self, book):
        return sorted((self.folder / "cards" / book).glob("*.vcf"))

    def said(self, book):
        """What the cards of a book say, in whatever order: vdirsyncer leaves a file alone that differs in no more."""
        return sorted(sorted(f.read_text().split("\n")) for f in self.files(book))

    def find(self, book, text):
        """The one file of a book that has this text, or None."""
        found = [f for f in self.files(book) if text in f.read_text()]
        assert len(found) < 2, found
        return found[0] if found else None

    def write(self, book, uid, name, more=""):
        path = self.folder / "cards" / book / f"{uid}.vcf"
        path.write_text(CARD.format(uid=uid, name=name, more=more))
        return path


def has_client():
    return shutil.which("vdirsyncer")


def open_house(house):
    house.owner()
    house.well("user", "add", "bo@example.org", "Bo", "--role", "agent", stdin=PASSWORD + "\n")
    server = house.serve()
    server.sign_in()
    return server


def person(server, name):
    status, answer = server.ask("GET", f"/api/v1/people?q={name.replace(' ', '%20')}")
    assert status == 200, answer
    found = [p for p in answer["items"] if p["name"] == name]
    assert len(found) < 2, found
    return found[0]["id"] if found else None


def page(server, id):
    status, answer = server.ask("GET", f"/api/v1/people/{id}")
    assert status == 200, answer
    return answer


def both_address_books_are_found_and_come_down(house):
    if not has_client():
        return "no vdirsyncer here (tools/deps test)"
    server = open_house(house)
    status, ada = server.ask("POST", "/api/v1/people", {"name": "Ada Nwosu"})
    assert status == 201
    for network, address in (("email", "ada@example.org"), ("phone", "+49 171 1234567")):
        assert server.ask("POST", f"/api/v1/people/{ada['id']}/identities",
                          {"network": network, "address": address, "label": "work"})[0] == 201
    assert server.ask("POST", "/api/v1/people", {"name": "Only Mine", "mine": True})[0] == 201
    client = Client(house, server, OWNER[0], "laptop")
    client.sync()
    card = client.find("team", "FN:Ada Nwosu").read_text()
    assert "EMAIL;TYPE=WORK:ada@example.org" in card and "TEL;TYPE=WORK:+49 171 1234567" in card, card
    assert len(client.files("team")) == 1 and client.find("mine", "FN:Only Mine")
    assert "Copying" not in client.sync(), "what did not change is not copied again"
    return None


def what_is_edited_on_one_side_is_on_the_other(house):
    if not has_client():
        return "no vdirsyncer here (tools/deps test)"
    server = open_house(house)
    client = Client(house, server, OWNER[0], "phone")
    client.write("team", "ada-1", "Ada", "EMAIL;TYPE=HOME;TYPE=pref:ada@example.org\nX-FAVOURITE-TEA;X-HOW=\"hot; "
                 "milk\":Assam\\, 2 min\n")
    client.settle()
    id = until(lambda: person(server, "Ada"), "who came by a card is found")
    assert "ada@example.org" in str(page(server, id)), "made here, it is there"
    file = client.find("team", "UID:ada-1")
    assert "X-FAVOURITE-TEA;X-HOW=\"hot; milk\":Assam\\, 2 min" in file.read_text(), file.read_text()
    assert "TYPE=pref:ada@example.org" in file.read_text(), file.read_text()
    # Edited here.
    file.write_text(file.read_text().replace("FN:Ada\n", "FN:Ada Nwosu\n").replace(
        "END:VCARD", "TEL;TYPE=CELL:+49 171 1234567\nEND:VCARD"))
    client.settle()
    there = page(server, id)
    assert there["name"] == "Ada Nwosu" and "+49 171 1234567" in str(there), there
    # Edited there.
    assert server.ask("PATCH", f"/api/v1/people/{id}", {"name": "Ada Okafor"})[0] == 200
    assert server.ask("POST", f"/api/v1/people/{id}/data", {"kind": "birthday", "value": "1984-05-03"})[0] == 201
    client.sync()
    text = client.find("team", "UID:ada-1").read_text()
    assert "FN:Ada Okafor" in text and "BDAY:1984-05-03" in text and "X-FAVOURITE-TEA" in text, text
    assert "Copying" not in client.sync()
    return None


def what_is_taken_away_on_one_side_is_gone_on_the_other(house):
    if not has_client():
        return "no vdirsyncer here (tools/deps test)"
    server = open_house(house)
    client = Client(house, server, OWNER[0], "phone")
    for n in range(4):
        client.write("mine", f"u-{n}", f"Person {n}")
    client.settle()
    client.find("mine", "UID:u-0").unlink()
    client.sync()
    assert until(lambda: person(server, "Person 1"), "who came by a card is found") and person(server, "Person 0") is None
    assert server.ask("DELETE", f"/api/v1/people/{person(server, 'Person 1')}")[0] == 204
    client.sync()
    assert client.find("mine", "UID:u-1") is None and len(client.files("mine")) == 2
    # Two that are one: one card less; two again: the card is back.
    keep, gone = (until(lambda name=name: person(server, name), f"{name} is found") for name in ("Person 2", "Person 3"))
    status, merge = server.ask("POST", "/api/v1/people/merge", {"keep": keep, "gone": gone})
    assert status == 200, merge
    client.sync()
    assert len(client.files("mine")) == 1
    assert server.ask("POST", f"/api/v1/merges/{merge['merge_id']}/undo")[0] == 200
    client.sync()
    assert len(client.files("mine")) == 2 and client.find("mine", "UID:u-3")
    return None


def what_was_changed_on_both_sides_is_not_written_over(house):
    if not has_client():
        return "no vdirsyncer here (tools/deps test)"
    server = open_house(house)
    client = Client(house, server, OWNER[0], "phone")
    other = Client(house, server, OWNER[0], "tablet")
    client.write("team", "ada-1", "Ada")
    client.settle()
    other.settle()
    for who, name in ((client, "Ada One"), (other, "Ada Two")):
        file = who.find("team", "UID:ada-1")
        file.write_text(file.read_text().replace("FN:Ada\n", f"FN:{name}\n"))
    client.settle()
    said = other.run("sync", good=False)
    assert said.returncode != 0 and "conflict" in (said.stdout + said.stderr).lower(), said
    assert until(lambda: person(server, "Ada One"), "the new name is found") and "FN:Ada Two" in other.find("team", "UID:ada-1").read_text()
    return None


def a_member_sees_the_team_and_nobody_elses_own_people(house):
    if not has_client():
        return "no vdirsyncer here (tools/deps test)"
    server = open_house(house)
    nora = Client(house, server, OWNER[0], "nora")
    nora.write("mine", "secret-1", "Secret Source", "EMAIL:shared@example.org\n")
    nora.write("team", "all-1", "For All")
    nora.settle()
    server.csrf = ""
    assert server.sign_in("bo@example.org")[0] in (200, 201)
    bo = Client(house, server, "bo@example.org", "bo")
    bo.write("mine", "own-1", "Own Contact", "EMAIL:shared@example.org\n")
    bo.settle()
    assert bo.find("team", "FN:For All") and len(bo.files("team")) == 1
    assert bo.find("mine", "FN:Own Contact") and len(bo.files("mine")) == 1
    assert "Secret" not in "".join(f.read_text() for f in bo.files("mine") + bo.files("team"))
    nora.sync()
    assert len(nora.files("mine")) == 1
    # He may write the team's people, and not take them away.
    file = bo.find("team", "FN:For All")
    file.write_text(file.read_text().replace("END:VCARD", "NICKNAME:Everybody\nEND:VCARD"))
    bo.settle()
    nora.sync()
    assert "NICKNAME:Everybody" in nora.find("team", "FN:For All").read_text()
    bo.find("team", "FN:For All").unlink()
    refused = bo.run("sync", good=False)
    assert refused.returncode != 0
    nora.sync()
    assert nora.find("team", "FN:For All")
    return None


def a_hundred_and_fifty_cards_go_up_and_come_down(house):
    if not has_client():
        return "no vdirsyncer here (tools/deps test)"
    server = open_house(house)
    client = Client(house, server, OWNER[0], "laptop")
    for n in range(150):
        client.write("mine", f"many-{n}", f"Person {n}", f"EMAIL:person{n}@example.org\nTEL:+49 30 {1000000 + n}\n"
                     "ORG:Acme\n")
    client.settle()
    assert len(client.files("mine")) == 150
    assert house.rows("select count(*) from card where gone = 0 and owner_id > 0") == [("150",)]
    other = Client(house, server, OWNER[0], "phone")
    other.sync()
    assert len(other.files("mine")) == 150
    assert other.said("mine") == client.said("mine")
    assert "Copying" not in client.sync() and "Copying" not in other.sync()
    return None


if __name__ == "__main__":
    sys.exit(main(both_address_books_are_found_and_come_down, what_is_edited_on_one_side_is_on_the_other,
                  what_is_taken_away_on_one_side_is_gone_on_the_other, what_was_changed_on_both_sides_is_not_written_over,
                  a_member_sees_the_team_and_nobody_elses_own_people, a_hundred_and_fifty_cards_go_up_and_come_down))
