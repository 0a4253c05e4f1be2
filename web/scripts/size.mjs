// size: what the browser must load before the inbox is there: the entry, everything it imports at once, its styles and
// the larger catalog's first part. Gzip, in kB. Fails over the limit.
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 260
const dist = new URL('../dist/', import.meta.url)
const read = (path) => readFileSync(new URL(path, dist))
const size = (path) => gzipSync(read(path), { level: 9 }).length

const html = read('index.html').toString()
const seen = new Set()
const styles = new Set()
const follow = (path) => {
  if (seen.has(path)) return
  seen.add(path)
  for (const [, file] of read(path)
    .toString()
    .matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    follow(`assets/${file}`)
}
for (const [, path] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+|theme\.js)"/g))
  path.endsWith('.css') ? styles.add(path) : follow(path)
const catalogs = readdirSync(new URL('assets/', dist))
  .filter((name) => /^words-first-.*\.js$/.test(name))
  .map((name) => `assets/${name}`)
const catalog = catalogs.sort((a, b) => size(b) - size(a))[0]
if (catalog) seen.add(catalog)

const sum = (paths) => [...paths].reduce((n, path) => n + size(path), 0)
const js = sum(seen)
const css = sum(styles)
const kb = (n) => (n / 1000).toFixed(1)
if (process.argv.includes('--list'))
  for (const path of [...seen, ...styles].sort((a, b) => size(b) - size(a)))
    console.log(kb(size(path)).padStart(8), path)
console.log(
  `first load: ${kb(js + css)} kB gzip (scripts ${kb(js)}, styles ${kb(css)}), limit ${LIMIT_KB} kB`,
)
if (js + css > LIMIT_KB * 1000) process.exit(1)
