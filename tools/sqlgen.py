#!/usr/bin/env python3
"""sqlgen: turns the named statements of src/store/sql/*.sql into store/sql.gen.{h,c}. Run by src/store/meson.build.

    -- name: post_by_native :one
    -- The post with this id of its network. Called by ingest.
    -- args: network str, native_id str
    -- cols: id int, text str, edited_at int
    select id, text, edited_at from post where network = :network and native_id = :native_id;

Kinds    :one   first row into *row, *found says whether there was one; text is copied into cx->arena
         :many  all rows into a list in cx->arena
         :exec  no rows; how many were changed
Flags    :write only in a write transaction       :each  also NAME_each(): a callback a row, nothing is kept
         :scan  the plan test lets it read or sort a whole table
         :fresh PostgreSQL plans it anew each time (1-2 ms): where the best plan depends on what is asked
         :postgres for PostgreSQL alone: many rows in one statement, where SQLite is asked for each
Types    int str real blob bool. Behind a type, ? means nullable: int? 0 is null, str? and blob? p == NULL is null,
         real? NaN is null. Not nullable: str and blob with p == NULL are bound as empty, never as null.
         As arguments of :postgres statements also ints reals strs blobs: arrays.
Comment  at least one line: what it gives and who calls it. `args` and `cols` may take several lines each.
         `cols: as NAME` and `args: as NAME`: the fields and the structs of that statement, so that lists of one kind
         have one type of row. Borrowed arguments need not be used, but for the last.
Twin     text behind a line `-- postgres:` is used on PostgreSQL instead.
Part     a piece that many statements share: `-- part: NAME` in place of `-- name:`, a comment, its text up to `;`.
         {NAME} in a statement of any file stands for it.
:name becomes ?1 on SQLite and $1 on PostgreSQL. More than four arguments are given as one struct.
"""
import argparse
import os
import pathlib
import re
import sys

KINDS = ("one", "many", "exec")
FLAGS = ("write", "scan", "each", "fresh", "postgres")
#        C type, letter in db_stmt.types
TYPES = {"int": ("int64_t", "i"), "bool": ("bool", "i"), "real": ("double", "r"), "str": ("k_str", "s"), "blob": ("k_str", "b"),
         "ints": ("struct db_ints", "I"), "reals": ("struct db_reals", "R"), "strs": ("struct db_strs", "S"), "blobs": ("struct db_strs", "B")}
ARRAYS = ("ints", "reals", "strs", "blobs")
NULLABLE = ("int", "str", "real", "blob")
BIND = {"int": "db_int({})", "int?": "db_null_int({})", "bool": "db_int({})", "real": "db_real({})",
        "real?": "db_null_real({})", "str": "db_str({})", "str?": "db_text({})", "blob": "db_bytes({})",
        "blob?": "db_blob({})", "ints": "db_int_array({})", "reals": "db_real_array({})", "strs": "db_text_array({})", "blobs": "db_blob_array({})"}
NAME = re.compile(r"[a-z][a-z0-9_]*$")
C_WORDS = set("""auto break case char const continue default do double else enum extern float for goto if inline int long
register return short signed sizeof static struct switch typedef union unsigned void volatile while bool cx row out found
fn arg changed""".split())
KEYWORD = re.compile(r"\b(SELECT|FROM|WHERE|INSERT|INTO|VALUES|UPDATE|SET|DELETE|ORDER|GROUP|BY|LIMIT|JOIN|LEFT|AND|OR|NOT"
                     r"|NULL|IS|IN|AS|ON|CONFLICT|RETURNING|WITH|UNION|ALL|DESC|ASC|HAVING|DISTINCT|CASE|WHEN|THEN|ELSE|END)\b")
WRITES = re.compile(r"\b(insert\s+into|update\s+\w+\s|delete\s+from|replace\s+into)")
# What is not code: strings, quoted names, comments. Then what looks like a parameter, but not a cast (::).
TOKENS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|(?<![:\w]):([A-Za-z_]\w*)")
ARGS_BY_VALUE = 4
PART = re.compile(r"\{([a-z]\w*)\}")


class Bad(Exception):
    """What is wrong, and where."""

    def __init__(self, where, text):
        super().__init__(f"{os.path.normpath(where[0])}:{where[1]}: {text}")


class Statement:
    def __init__(self, where, name):
        self.where, self.name = where, name
        self.kind, self.flags = None, set()
        self.comment, self.args, self.cols = [], [], []
        self.own_list = True
        self.like = {}  # "args", "cols": the statement whose structs this one uses
        self.lines = {"sqlite": [], "postgres": []}

    def type(self, what):
        """C type of its "args", "row" or "list"."""
        name = self.like.get("args" if what == "args" else "cols", self.name)
        return f"struct sq_{self.name if what == 'list' and self.own_list else name}_{what}"

    def text(self, db):
        lines = self.lines[db] or self.lines["sqlite"]
        return " ".join(" ".join(line.split()) if "'" not in line else line.strip() for _, line in lines)


# ---- reading -------------------------------------------------------------------------------------------------------

def parse_head(where, rest):
    words = rest.split()
    if not words or not NAME.match(words[0]):
        raise Bad(where, "a name is lower case letters, digits and _: `-- name: post_by_id :one`")
    st = Statement(where, words[0])
    for word in words[1:]:
        flag = word[1:] if word.startswith(":") else None
        if flag in KINDS and st.kind is None:
            st.kind = flag
        elif flag in FLAGS:
            st.flags.add(flag)
        else:
            raise Bad(where, f"{st.name}: '{word}' is neither one of :one :many :exec nor a flag {' '.join(':' + f for f in FLAGS)}")
    if st.kind is None:
        raise Bad(where, f"{st.name}: say :one, :many or :exec")
    if "each" in st.flags and st.kind != "many":
        raise Bad(where, f"{st.name}: :each goes with :many")
    return st


def parse_fields(where, st, what, text):
    fields = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        words = part.split()
        if len(words) != 2:
            raise Bad(where, f"{st.name}: {what} are `name type, name type`, not '{part}'")
        name, kind = words
        if not NAME.match(name) or name in C_WORDS:
            raise Bad(where, f"{st.name}: '{name}' cannot be the name of a field")
        if kind.rstrip("?") not in TYPES or kind.count("?") > 1 or (kind.endswith("?") and kind[:-1] not in NULLABLE):
            raise Bad(where, f"{st.name}: '{kind}' is not a type; there are {' '.join(TYPES)}, and ? behind int str real blob")
        if kind in ARRAYS and (what != "args" or "postgres" not in st.flags):
            raise Bad(where, f"{st.name}: arrays are arguments of :postgres statements")
        fields.append((name, kind))
    return fields


def parse_comment(where, st, text):
    """A comment line inside a block; says whether the twin starts."""
    word, colon, rest = text.partition(":")
    if colon and word in ("args", "cols") and rest.split()[:1] == ["as"] and len(rest.split()) == 2:
        st.like[word] = rest.split()[1]
    elif colon and word in ("args", "cols"):
        (st.args if word == "args" else st.cols).extend(parse_fields(where, st, word, rest))
    elif colon and word == "postgres" and not rest.strip():
        if not st.lines["sqlite"]:
            raise Bad(where, f"{st.name}: the neutral text comes before its twin")
        return True
    elif text and not st.lines["sqlite"]:
        st.comment.append(text)
    return False


def parse_file(path, parts=None):
    """The statements of a file; its parts go into `parts`."""
    parts = {} if parts is None else parts
    statements, st, db, done = [], None, "sqlite", True
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where, line = (path, number), raw.strip()
        if line.startswith(("-- name:", "-- part:")):
            if not done:
                raise Bad(where, f"{st.name} (line {st.where[1]}) does not end with ;")
            part = line.startswith("-- part:")
            st, db, done = parse_head(where, line[8:] + (" :exec" if part else "")), "sqlite", False
            if part and st.name in parts:
                raise Bad(where, f"{st.name}: this part is there already")
            if part:
                parts[st.name] = st
            else:
                statements.append(st)
        elif line.startswith("--"):
            if st and parse_comment(where, st, line[2:].strip()):
                db, done = "postgres", False
        elif line:
            if st is None or (done and db == "postgres") or (done and st.lines["sqlite"]):
                raise Bad(where, "text outside a statement: a block starts with `-- name:`, its twin with `-- postgres:`")
            done = line.endswith(";")
            st.lines[db].append((number, line[:-1].rstrip() if done else line))
    if not done:
        raise Bad((path, st.where[1]), f"{st.name} does not end with ;")
    return statements


def put_parts_in(statements, parts):
    def text_of(where, name):
        if name not in parts:
            raise Bad(where, f"there is no part '{name}'")
        return parts[name].text("sqlite")

    for st in statements:
        for db, lines in st.lines.items():
            st.lines[db] = [(number, PART.sub(lambda m: text_of((st.where[0], number), m[1]), line)) for number, line in lines]


# ---- checking ------------------------------------------------------------------------------------------------------

def check_text(st, db):
    """Refuses what no database would tell as well; gives the parameters that the text uses."""
    used, names = set(), [a[0] for a in st.args]
    for number, line in st.lines[db]:
        where = (st.where[0], number)
        bare = TOKENS.sub(lambda m: f":{m[1]}" if m[1] else " ", line)
        if KEYWORD.search(bare):
            raise Bad(where, f"{st.name}: keywords are lower case: {KEYWORD.search(bare)[0].lower()}")
        if ";" in bare:
            raise Bad(where, f"{st.name}: one statement a block")
        if "?" in bare.replace("?|", "").replace("?&", "") or re.search(r"\$\d", bare):
            raise Bad(where, f"{st.name}: parameters are written :name")
        for match in TOKENS.finditer(line):
            if match[1] and match[1] not in names:
                raise Bad(where, f"{st.name}: :{match[1]} is not in args ({', '.join(names) or 'there are none'})")
            used.update(filter(None, [match[1]]))
    return used


def check_statement(st):
    if not st.comment:
        raise Bad(st.where, f"{st.name}: a comment line is missing: what it gives and who calls it")
    if not st.lines["sqlite"]:
        raise Bad(st.where, f"{st.name}: there is no text")
    for what, fields in (("args", st.args), ("cols", st.cols)):
        names = [f[0] for f in fields]
        for name in names:
            if names.count(name) > 1:
                raise Bad(st.where, f"{st.name}: '{name}' is twice in {what}")
    if st.kind == "exec" and st.cols:
        raise Bad(st.where, f"{st.name}: :exec gives no rows: drop cols, or say :one or :many")
    if st.kind != "exec" and not st.cols:
        raise Bad(st.where, f"{st.name}: :{st.kind} gives rows: say which cols")
    used = check_text(st, "sqlite") | check_text(st, "postgres")
    for name, _ in st.args:
        if name not in used and "args" not in st.like:
            raise Bad(st.where, f"{st.name}: argument '{name}' is not used in the text")
    for db in st.lines:
        if WRITES.search(st.text(db)) and "write" not in st.flags:
            raise Bad(st.where, f"{st.name}: it writes, so it is :write")


def borrow(statements):
    """Fills in the fields that a statement has `as` another one."""
    named = {}
    for st in statements:
        for what, name in st.like.items():
            other = named.get(name)
            if not other:
                raise Bad(st.where, f"{st.name}: there is no statement '{name}' before it")
            if what in other.like or not getattr(other, what) or getattr(st, what):
                raise Bad(st.where, f"{st.name}: '{name}' is no statement with {what} of its own")
            if what == "cols" and other.kind == "many":
                st.own_list = False
            if what == "args" and len(other.args) <= ARGS_BY_VALUE:
                raise Bad(st.where, f"{st.name}: '{name}' has no struct of args; write them down")
            setattr(st, what, getattr(other, what))
        named[st.name] = st


def check_all(statements):
    seen = {}
    for st in statements:
        check_statement(st)
        for name in [st.name] + ([st.name + "_each"] if "each" in st.flags else []):
            if name in seen:
                raise Bad(st.where, f"{name}: this name is taken, see {seen[name][0]}:{seen[name][1]}")
            seen[name] = st.where


# ---- writing -------------------------------------------------------------------------------------------------------

def numbered(st, db):
    numbers = {name: i for i, (name, _) in enumerate(st.args, 1)}
    mark = "$" if db == "postgres" else "?"
    text = "\n".join(re.sub(r"\s*--(?=[^']*$).*$", "", line) for _, line in (st.lines[db] or st.lines["sqlite"]))
    return TOKENS.sub(lambda m: f"{mark}{numbers[m[1]]}" if m[1] else m[0], text).strip()


def c_text(text):
    lines = text.replace("\\", "\\\\").replace('"', '\\"').split("\n")
    return "\n     ".join(f'"{line}{chr(92) + "n" if i + 1 < len(lines) else ""}"' for i, line in enumerate(lines))


def c_field(field):
    name, kind = field
    c_type = TYPES[kind.rstrip("?")][0]
    return f"    {c_type} {name};" + (" /* null: " + {"int": "0", "real": "NaN"}.get(kind[:-1], "p == NULL") + " */"
                                       if kind.endswith("?") else "")


def c_args(st):
    if len(st.args) > ARGS_BY_VALUE:
        return [f"const {st.type('args')} *args"]
    return [f"{TYPES[kind.rstrip('?')][0]} {name}" for name, kind in st.args]


def signature(st, form=""):
    out = {"one": [f"{st.type('row')} *row", "bool *found"], "many": [f"{st.type('list')} *out"],
           "exec": ["int64_t *changed"]}[st.kind]
    if form:
        out = [f"k_err (*fn)(struct k_ctx *cx, void *arg, const {st.type('row')} *row)", "void *arg"]
    return f"k_err sq_{st.name}{form}({', '.join(['struct k_ctx *cx'] + c_args(st) + out)})"


def header(st):
    parts = ["/* " + "\n * ".join(st.comment).replace("*/", "* /") + " */"]
    if len(st.args) > ARGS_BY_VALUE and "args" not in st.like:
        parts += [f"struct sq_{st.name}_args {{"] + [c_field(a) for a in st.args] + ["};"]
    if st.cols and "cols" not in st.like:
        parts += [f"struct sq_{st.name}_row {{"] + [c_field(c) for c in st.cols] + ["};"]
    if st.kind == "many" and st.own_list:
        parts += [f"struct sq_{st.name}_list {{", f"    {st.type('row')} *v;", "    size_t n, cap;", "};"]
    parts.append(signature(st) + " K_CHECK;")
    if "each" in st.flags:
        parts.append(signature(st, "_each") + " K_CHECK;")
    return "\n".join(parts) + "\n"


def read_row(st):
    lines = [f"static void read_{st.name}(struct k_arena *a, const struct db_rows *r, {st.type('row')} *row)", "{"]
    for i, (name, kind) in enumerate(st.cols):
        base = kind.rstrip("?")
        value = {"int": f"db_col_int(r, {i})", "bool": f"db_col_int(r, {i}) != 0", "real": f"db_col_real(r, {i})",
                 "str": f"keep(a, db_col_str(r, {i}))", "blob": f"keep(a, db_col_blob(r, {i}))"}[base]
        lines.append(f"    row->{name} = {value};")
    if not any(kind.rstrip("?") in ("str", "blob") for _, kind in st.cols):
        lines.append("    (void)a;")
    return "\n".join(lines + ["}", ""])


def bound(st):
    if not st.args:
        return [], "NULL"
    at = "args->{}" if len(st.args) > ARGS_BY_VALUE else "{}"
    values = ", ".join(BIND[kind].format(at.format(name)) for name, kind in st.args)
    return [f"    const struct db_val vals[] = {{{values}}};"], "vals"


BODY = {
    "exec": ["    return db_exec(cx, &sq_stmts[{i}], {vals}, changed);"],
    "one": ["    struct db_rows *r = NULL;", "    *found = false;", "    k_err err = db_query(cx, &sq_stmts[{i}], {vals}, &r);",
            "    if (err == K_OK)", "        err = db_next(cx, r, found);",
            "    if (err == K_OK && *found)", "        read_{name}(cx->arena, r, row);", "    db_done(r);", "    return err;"],
    "many": ["    struct db_rows *r = NULL;", "    bool more = false;", "    *out = ({list}){{0}};",
             "    k_err err = db_query(cx, &sq_stmts[{i}], {vals}, &r);",
             "    while (err == K_OK && (err = db_next(cx, r, &more)) == K_OK && more)",
             "        read_{name}(cx->arena, r, k_vec_push(cx->arena, out));", "    db_done(r);", "    return err;"],
    "each": ["    struct db_rows *r = NULL;", "    bool more = false;", "    {row} row;",
             "    k_err err = db_stream(cx, &sq_stmts[{i}], {vals}, &r);",
             "    while (err == K_OK && (err = db_next(cx, r, &more)) == K_OK && more) {{",
             "        read_{name}(NULL, r, &row);", "        err = fn(cx, arg, &row);", "    }}", "    db_done(r);", "    return err;"],
}


def source(st, index):
    declare, vals = bound(st)
    parts = [read_row(st)] if st.cols else []
    for form in [""] + (["_each"] if "each" in st.flags else []):
        body = [line.format(i=index, name=st.name, vals=vals, row=st.type("row"), list=st.type("list")) for line in BODY["each" if form else st.kind]]
        parts.append("\n".join([signature(st, form), "{"] + declare + body + ["}", ""]))
    return "\n".join(parts)


def table_row(st, index):
    sqlite = "NULL" if "postgres" in st.flags else c_text(numbered(st, "sqlite"))
    params = f"params_{st.name}" if st.args else "NULL"
    cols = f"cols_{st.name}" if st.cols else "NULL"
    types = "".join(TYPES[kind.rstrip("?")][1] for _, kind in st.args)
    flag = lambda f: "true" if f in st.flags else "false"
    return (f'    {{"{st.name}",\n     {sqlite},\n     {c_text(numbered(st, "postgres"))},\n'
            f'     {params}, {cols}, "{types}", {index}, {len(st.args)}, {len(st.cols)}, {flag("write")}, {flag("scan")}, {flag("fresh")}}},\n')


HEAD = """/* Generated by tools/sqlgen.py from src/store/sql: each statement as a typed function.
 * Every result says K_OK or why not; what is wrong is in the log. Only src/store calls these. */
"""


def header_file(statements):
    return (HEAD + '#ifndef KITH_STORE_SQL_GEN_H\n#define KITH_STORE_SQL_GEN_H\n\n#include "db/db.h"\n\n'
            f"enum {{ SQ_COUNT = {len(statements)} }};\nextern const struct db_stmt sq_stmts[SQ_COUNT];\n\n"
            + "\n".join(map(header, statements)) + "\n#endif\n")


def source_file(statements):
    names = "".join(f'static const char *const {what}_{st.name}[] = {{{", ".join(chr(34) + n + chr(34) for n, _ in fields)}}};\n'
                    for st in statements for what, fields in (("params", st.args), ("cols", st.cols)) if fields)
    keep = ("/* Without an arena the text is borrowed from the row. */\n"
            "static inline k_str keep(struct k_arena *a, k_str s)\n{\n    return a ? k_dup(a, s) : s;\n}\n\n")
    return (HEAD + '#include "store/sql.gen.h"\n#include "base/vec.h"\n\n' + names
            + "\nconst struct db_stmt sq_stmts[SQ_COUNT] = {\n" + "".join(table_row(s, i) for i, s in enumerate(statements))
            + "};\n\n" + keep + "\n".join(source(s, i) for i, s in enumerate(statements)))


def write_if_changed(path, text):
    path = pathlib.Path(path)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="named SQL statements into typed C functions")
    parser.add_argument("--out-h", required=True)
    parser.add_argument("--out-c", required=True)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    try:
        parts = {}
        statements = [st for path in sorted(args.files, key=lambda p: p.name) for st in parse_file(path, parts)]
        put_parts_in(statements, parts)
        borrow(statements)
        check_all(statements)
    except Bad as bad:
        sys.exit(str(bad))
    write_if_changed(args.out_h, header_file(statements))
    write_if_changed(args.out_c, source_file(statements))


if __name__ == "__main__":
    main()
