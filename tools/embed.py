#!/usr/bin/env python3
"""embed: packs files into the binary. Run by meson.build:

  embed.py web --out-c web.gen.c --out-pack web.pack --depfile web.d [DIST]
  embed.py migrations --out-c migrations.gen.c --out-pack migrations.pack FILES...
  embed.py demo --out-c demo.gen.c --out-pack demo.pack FILES...
  embed.py policy --out-c policy.gen.c --out-pack policy.pack FILES...

Writes one pack of bytes, which the assembler takes in whole (.incbin), and a C table of slices of it, whose
types are in src/net/assets.h, src/db/migrations.h, src/flow/demo_script.h and src/domain/policy_starter.h. Without DIST the page tools/no-web.html stands in.
"""
import argparse
import gzip
import hashlib
import pathlib
import sys

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
    ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon",
    ".woff2": "font/woff2", ".wasm": "application/wasm",
}
PACKED_ALREADY = {".png", ".jpg", ".webp", ".woff2"}
SKIPPED = {".map"}


class Pack:
    """Bytes one after the other; add() gives the C initialiser of a k_str that points to them."""

    def __init__(self, symbol):
        self.symbol = symbol
        self.bytes = bytearray()

    def add(self, data):
        at = len(self.bytes)
        self.bytes += data + b"\0"
        return f"{{{self.symbol} + {at}, {len(data)}}}"


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def asset_row(pack, path, data):
    suffix = pathlib.PurePath(path).suffix
    if suffix not in TYPES:
        sys.exit(f"embed: {path}: what content type has '{suffix}'? Add it to tools/embed.py")
    etag = '"' + hashlib.sha256(data).hexdigest()[:20] + '"'
    small = gzip.compress(data, 9, mtime=0) if suffix not in PACKED_ALREADY else data
    packed = pack.add(small) if len(small) < len(data) else "{NULL, 0}"
    immutable = "true" if path.startswith("/assets/") else "false"
    return (f"    {{K_S_INIT({c_string(path)}), {c_string(TYPES[suffix])}, K_S_INIT({c_string(etag)}),\n"
            f"     {pack.add(data)}, {packed}, {immutable}}},\n")


def web(args, pack):
    if args.files:
        dist = pathlib.Path(args.files[0])
        files = sorted(p for p in dist.rglob("*") if p.is_file() and p.suffix not in SKIPPED)
        found = {"/" + p.relative_to(dist).as_posix(): p for p in files}
    else:
        found = {"/index.html": pathlib.Path(__file__).with_name("no-web.html")}
    rows = "".join(asset_row(pack, path, found[path].read_bytes())
                   for path in sorted(found, key=lambda p: p.encode()))
    if args.depfile:
        names = " ".join(str(p).replace(" ", "\\ ") for p in found.values())
        pathlib.Path(args.depfile).write_text(f"{args.out_c}: {names}\n")
    return (f'#include "net/assets.h"\n\n', f"const struct asset assets[] = {{\n{rows}}};\n"
            f"const size_t n_assets = {len(found)};\n"
            f"const bool assets_built = {'true' if args.files else 'false'};\n")


def migrations(args, pack):
    rows = ""
    for file in sorted(map(pathlib.Path, args.files), key=lambda p: p.name):
        rows += f"    {{K_S_INIT({c_string(file.name)}), {pack.add(file.read_bytes())}}},\n"
    return ('#include "db/migrations.h"\n\n', f"const struct migration migrations[] = {{\n{rows}}};\n"
            f"const size_t n_migrations = {len(args.files)};\n")


def demo(args, pack):
    rows = ""
    for file in sorted(map(pathlib.Path, args.files), key=lambda p: p.name):
        rows += f"    {{K_S_INIT({c_string(file.stem)}), {pack.add(file.read_bytes())}}},\n"
    return ('#include "flow/demo_script.h"\n\n', f"const struct demo_script demo_scripts[] = {{\n{rows}}};\n"
            f"const size_t n_demo_scripts = {len(args.files)};\n")


def policy(args, pack):
    rows = ""
    for file in sorted(map(pathlib.Path, args.files), key=lambda p: p.name):
        lang = file.stem.rpartition(".")[2]
        rows += f"    {{K_S_INIT({c_string(lang)}), {pack.add(file.read_bytes())}}},\n"
    return ('#include "domain/policy_starter.h"\n\n',
            f"const struct policy_starter policy_starters[] = {{\n{rows}}};\n"
            f"const size_t n_policy_starters = {len(args.files)};\n")


def write_if_changed(path, data):
    path = pathlib.Path(path)
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def main():
    kinds = {"web": web, "migrations": migrations, "demo": demo, "policy": policy}
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=kinds)
    parser.add_argument("--out-c", required=True)
    parser.add_argument("--out-pack", required=True)
    parser.add_argument("--depfile")
    parser.add_argument("files", nargs="*")
    args = parser.parse_intermixed_args()
    pack = Pack(args.kind + "_pack")
    includes, table = kinds[args.kind](args, pack)
    # The sum makes this file change when only the pack does, so that it is compiled again.
    text = (f"/* Generated by tools/embed.py; pack {hashlib.sha256(pack.bytes).hexdigest()}. */\n{includes}"
            f'__asm__(".section .rodata\\n.balign 16\\n.globl {pack.symbol}\\n.hidden {pack.symbol}\\n"\n'
            f'        "{pack.symbol}:\\n.incbin \\"{args.out_pack}\\"\\n.byte 0\\n.previous\\n");\n'
            f'extern const char {pack.symbol}[] __attribute__((visibility("hidden")));\n\n{table}')
    write_if_changed(args.out_pack, bytes(pack.bytes))
    write_if_changed(args.out_c, text.encode())


if __name__ == "__main__":
    main()
