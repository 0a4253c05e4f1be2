#!/usr/bin/env python3
"""replies FILE...: who answers whom on a mailing list, as lines from,to,seconds: a message counts as one from its sender to
the sender of the message that it names in In-Reply-To. Reads files in the form of mbox; senders become numbers."""
import email.utils
import pathlib
import re
import sys


def messages(paths):
    for path in sorted(paths):
        text = pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
        for part in re.split(r"^(?=From .+ at .+\d{4}\n)", text, flags=re.M):
            head = re.sub(r"\n[ \t]+", " ", part.split("\n\n", 1)[0])
            field = {name.lower(): value.strip() for name, value in re.findall(r"^([\w-]+):(.*)$", head, flags=re.M)}
            date = email.utils.parsedate_to_datetime(field["date"]) if re.search(r"\d{4} \d", field.get("date", "")) else None
            if date and "from" in field:
                yield field, re.sub(r"\s*\(.*", "", field["from"]).lower(), int(date.timestamp())


def main():
    number, sender, found = {}, {}, []
    for field, who, at in messages(sys.argv[1:]):
        number.setdefault(who, len(number) + 1)
        sender[field.get("message-id")] = who
        found.append((field.get("in-reply-to", "").split(" ")[0], who, at))
    for parent, who, at in sorted(found, key=lambda f: f[2]):
        if sender.get(parent, who) != who:
            print(f"{number[who]},{number[sender[parent]]},{at}")


if __name__ == "__main__":
    main()
