#!/usr/bin/env python3
"""`kith user`: accounts from the machine itself, also while the server runs."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import OWNER, PASSWORD, main  # noqa: E402

OTHER = "otto@example.org"


def add(house, email, name, *words, password=PASSWORD):
    return house.kith("user", "add", email, name, *words, stdin=password + "\n")


def who_is_added_can_sign_in(house):
    house.owner()
    server = house.serve()
    assert server.sign_in()[0] == 200
    assert server.ask("GET", "/api/v1/me")[1]["member"]["role"] == "owner"
    assert server.sign_in(password="not the password")[0] == 401
    listed = house.well("user", "list")
    assert OWNER[0] in listed and "owner" in listed and PASSWORD not in listed and "argon2" not in listed
    assert not (house.data / "first-start-code").exists(), "nobody else may make the first account"


def every_role_can_be_given_and_no_other(house):
    for role in ("owner", "admin", "manager", "agent", "viewer"):
        assert add(house, f"{role}@example.org", role.title(), "--role", role).code == 0
        assert [line for line in house.well("user", "list").splitlines() if line.startswith(role)]
    wrong = add(house, OTHER, "Otto", "--role", "boss")
    assert wrong.code == 1 and "owner, admin, manager, agent or viewer" in wrong.err, wrong
    wrong = house.kith("user", "role", "agent@example.org", "boss")
    assert wrong.code == 1 and "owner, admin, manager, agent or viewer" in wrong.err, wrong
    assert house.kith("user", "role", "agent@example.org", "manager").code == 0
    assert house.rows("select role from member where email = 'agent@example.org'") == [("manager",)]


def what_cannot_be_an_account_is_refused_with_the_reason(house):
    house.owner()
    table = [
        (add(house, OTHER, "Otto", password="short"), "at least 10 characters"),
        (add(house, OTHER, "Otto", password=""), "at least 10 characters"),
        (house.kith("user", "add", OTHER, "Otto"), "no password was given"),
        (add(house, OTHER, "Otto", password="x" * 5000), "at most"),
        (add(house, "not an address", "Otto"), "address"),
        (add(house, OTHER, ""), "name"),
        (add(house, OWNER[0].upper(), "Nora again"), "Somebody has an account with this address"),
        (house.kith("user", "password", OTHER, stdin=PASSWORD), "nobody has an account with " + OTHER),
        (house.kith("user", "role", OTHER, "agent"), "nobody has an account with " + OTHER),
        (house.kith("user", "leave", OTHER), "nobody has an account with " + OTHER),
    ]
    for done, words in table:
        assert done.code == 1 and words in done.err, (words, done)
    assert house.rows("select count(*) from member where email is not null") == [("1",)]


def wrong_use_prints_what_can_be_said(house):
    for words in ([], ["dance"], ["add", OTHER], ["role", OTHER], ["list", "everybody"]):
        done = house.kith("user", *words)
        assert done.code == 2 and "kith user add EMAIL NAME" in done.err, done


def a_new_password_ends_all_sessions(house):
    house.owner()
    server = house.serve()
    server.sign_in()
    house.well("user", "password", OWNER[0], stdin="another long password\n")
    assert server.ask("GET", "/api/v1/me")[0] == 401
    assert server.sign_in()[0] == 401
    server.sign_in(password="another long password")
    assert server.ask("GET", "/api/v1/me")[0] == 200


def a_changed_role_counts_at_once(house):
    house.owner()
    add(house, OTHER, "Otto", "--role", "admin")
    server = house.serve()
    server.sign_in(OTHER)
    assert server.ask("GET", "/api/v1/audit")[0] == 200
    house.well("user", "role", OTHER, "viewer")
    assert server.ask("GET", "/api/v1/audit")[0] == 403


def who_left_is_let_in_no_more(house):
    house.owner()
    add(house, OTHER, "Otto")
    server = house.serve()
    server.sign_in(OTHER)
    house.well("user", "leave", OTHER)
    assert server.ask("GET", "/api/v1/me")[0] == 401
    assert server.sign_in(OTHER)[0] == 401
    assert "left" in house.well("user", "list")


def the_last_owner_stays(house):
    house.owner()
    for words in (["leave", OWNER[0]], ["role", OWNER[0], "agent"]):
        done = house.kith("user", *words)
        assert done.code == 1 and "owner" in done.err, done
    assert house.rows("select role, status from member where email is not null") == [("owner", "active")]


def the_log_says_what_was_done_at_the_machine(house):
    house.owner()
    house.well("user", "password", OWNER[0], stdin="another long password\n")
    server = house.serve()
    server.sign_in(password="another long password")
    verbs = [item["verb"] for item in server.ask("GET", "/api/v1/audit")[1]["items"]]
    assert {"member.joined", "member.password_changed"} <= set(verbs), verbs
    assert server.ask("GET", "/api/v1/audit/verify")[1]["whole"] is True


if __name__ == "__main__":
    sys.exit(main(who_is_added_can_sign_in, every_role_can_be_given_and_no_other,
                  what_cannot_be_an_account_is_refused_with_the_reason, wrong_use_prints_what_can_be_said,
                  a_new_password_ends_all_sessions, a_changed_role_counts_at_once, who_left_is_let_in_no_more,
                  the_last_owner_stays, the_log_says_what_was_done_at_the_machine))
