#!/usr/bin/env python3
"""Settings: the file, the environment and the command line, which of them counts, and what is said about a wrong one. What
came out is seen in what the program does: where the data is, what doctor says of the listener."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from house import main, once  # noqa: E402


def ini(house, text, mode=0o600):
    path = house.folder / "kith.ini"
    path.write_text(text)
    path.chmod(mode)
    return path


def doctor(house, *words, env=None, data=True):
    return house.kith("doctor", *words, env=env, data=data)


@once
def the_stronger_place_counts(house):
    """File, then environment, then command line."""
    for name in ("file", "environment", "line"):
        (house.folder / name).mkdir(mode=0o700)
    path = ini(house, "# where things are\n; so\n[kith]\ndata = file\nlisten=127.0.0.1:7001\n")
    steps = [([], {}, "file", "7001"), ([], {"KITH_DATA": "environment"}, "environment", "7001"),
             (["--data", "line"], {"KITH_DATA": "environment", "KITH_LISTEN": "127.0.0.1:7002"}, "line", "7002"),
             (["--data=line", "--listen=127.0.0.1:7003"], {"KITH_LISTEN": "127.0.0.1:7002"}, "line", "7003")]
    for words, env, data, port in steps:
        for named in (["--config", path], None):
            where = env if named else {**env, "KITH_CONFIG": str(path)}
            said = doctor(house, *words, *(named or []), env=where, data=False).out
            assert f"data folder  {data}\n" in said and f"127.0.0.1:{port}" in said, (words, env, said)


@once
def a_file_in_the_data_folder_is_read_by_itself(house):
    house.data.mkdir(mode=0o700)
    (house.data / "kith.ini").write_text("listen = 127.0.0.1:7004\r\n\r\n")
    assert "127.0.0.1:7004" in doctor(house).out


@once
def a_wrong_setting_is_refused_with_place_and_reason(house):
    table = [
        ("colour = blue\n", "kith.ini:1: there is no setting 'colour'"),
        ("\nworkers = many\n", "kith.ini:2: a whole number between 1 and 64, not 'many'"),
        ("workers = 0\n", "a whole number between 1 and 64, not '0'"),
        ("workers = 99999999999999999999\n", "a whole number between 1 and 64"),
        ("behind_proxy = perhaps\n", "yes or no, not 'perhaps'"),
        ("just words\n", "kith.ini:1: write: name = value"),
        ("log_level = loud\n", "debug, info, warn or error"),
        ("log_format = xml\n", "text or json"),
        ("tls_cert = /a/cert.pem\n", "tls_cert and tls_key go together"),
        ("public_url = kith.example\n", "starts with https:// or http://"),
        ("data =\n", "a folder is needed"),
        ("database = mysql://localhost/kith\n", "postgres://"),
        ("database_file = /nowhere/secret\n", "the file '/nowhere/secret' cannot be read"),
        ("listen_file = /etc/hostname\n", "there is no setting 'listen_file'"),
    ]
    for text, words in table:
        done = house.kith("migrate", "--config", ini(house, text), data=False)
        assert done.code in (1, 2) and words in done.err, (text, done)
        assert not (house.folder / "data").exists(), text


@once
def a_wrong_word_is_refused_wherever_it_stands(house):
    table = [({"KITH_WORKERS": "many"}, [], "workers: a whole number between 1 and 64, not 'many'"),
             ({}, ["--workers", "many"], "workers: a whole number between 1 and 64, not 'many'"),
             ({}, ["--colour", "blue"], "'--colour' is not understood here"),
             ({}, ["--config"], "--config needs a value"),
             ({}, ["--listen"], "--listen needs a value"),
             ({}, ["--config", "/nowhere/kith.ini"], "/nowhere/kith.ini cannot be read"),
             ({"KITH_CONFIG": "/nowhere/kith.ini"}, [], "/nowhere/kith.ini cannot be read"),
             ({"KITH_DATABASE_FILE": "/nowhere/secret"}, [], "the file '/nowhere/secret' cannot be read")]
    for env, words, said in table:
        done = house.kith("migrate", *words, env=env, data=False)
        assert done.code in (1, 2) and said in done.err, (env, words, done)
        assert not (house.folder / "data").exists(), words


def a_secret_comes_from_a_file_and_is_never_shown(house):
    """Each way to name the file; the database that it names is the one that is used."""
    house.data.mkdir(mode=0o700)
    secret = house.folder / "database"
    secret.write_text(house.env.pop("KITH_DATABASE", "") + "\n")
    ways = [({}, ["--database-file", secret]), ({"KITH_DATABASE_FILE": str(secret)}, []),
            ({"KITH_DATABASE": "postgres://nobody@127.0.0.1:1/none"}, ["--database-file", secret]),
            ({}, ["--config", ini(house, f"database_file = {secret}\n")])]
    wanted = {"sqlite": "SQLite", "postgres": "PostgreSQL"}[house.kind]
    for env, words in ways:
        assert house.kith("migrate", *words, env=env).code == 0
        done = doctor(house, *words, env=env)
        assert wanted in done.out and "migrated to" in done.out, (env, words, done)


@once
def no_command_prints_a_password(house):
    url = "postgres://kith:sesame-open@127.0.0.1:1/none"
    for words in (["doctor"], ["migrate"], ["user", "list"], ["serve", "--listen", "127.0.0.1:0"], ["doctor", "--tables", "settings"]):
        done = house.kith(*words, env={"KITH_DATABASE": url})
        assert "sesame-open" not in done.out + done.err, (words, done)
        if words[-1] != "settings":
            assert done.code == 1 and ("PostgreSQL" in done.out + done.err or "database" in done.out + done.err), done


@once
def every_setting_is_explained(house):
    said = house.well("doctor", "--tables", "settings", data=False)
    for name in ("data", "listen", "database", "secret_key_file", "allow_private", "behind_proxy", "log_format"):
        assert [line for line in said.splitlines() if line.startswith(name + " ")], name
    guide = (pathlib.Path(__file__).resolve().parents[2] / "docs/guide/running.md").read_text()
    assert "kith doctor --tables settings" in guide


@once
def what_is_no_command_is_said(house):
    for words, code, said in ((["dance"], 2, "there is no command 'dance'"), ([], 2, "kith serve"),
                              (["doctor", "--tables", "nothing"], 2, "there is no table 'nothing'")):
        done = house.kith(*words, data=False)
        assert done.code == code and said in done.err, done
    for word in ("help", "--help"):
        assert "kith backup" in house.well(word, data=False)
    assert house.well("--version", data=False).startswith("kith ")


if __name__ == "__main__":
    sys.exit(main(the_stronger_place_counts, a_file_in_the_data_folder_is_read_by_itself,
                  a_wrong_setting_is_refused_with_place_and_reason, a_wrong_word_is_refused_wherever_it_stands,
                  a_secret_comes_from_a_file_and_is_never_shown, no_command_prints_a_password,
                  every_setting_is_explained, what_is_no_command_is_said))
