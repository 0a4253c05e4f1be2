// words: each word of the UI is in the catalogs, and each is translated. Extracts into a copy, so that nothing changes.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const LOCALES = ['en', 'de']
const path = (locale) => `src/i18n/locales/${locale}.po`

/** Entries of a catalog: id -> translation. */
function entries(text) {
  const out = new Map()
  for (const block of text.split(/\n\n+/)) {
    const field = (name) => {
      const found = new RegExp(`^${name} ((?:"(?:[^"\\\\]|\\\\.)*"\\n?)+)`, 'm').exec(block)
      return found
        ? found[1]
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
            .join('')
        : ''
    }
    if (/^#~/m.test(block)) continue
    const id = field('msgid')
    if (id) out.set(id, field('msgstr'))
  }
  return out
}

const before = new Map(LOCALES.map((locale) => [locale, readFileSync(path(locale), 'utf8')]))
const { status, stdout, stderr } = spawnSync('node_modules/.bin/lingui', ['extract', '--clean'], {
  encoding: 'utf8',
})
const now = new Map(LOCALES.map((locale) => [locale, entries(readFileSync(path(locale), 'utf8'))]))
for (const [locale, text] of before) writeFileSync(path(locale), text)
if (status !== 0) {
  console.log(stdout, stderr)
  process.exit(1)
}

const problems = []
for (const locale of LOCALES) {
  const kept = entries(before.get(locale))
  for (const id of now.get(locale).keys())
    if (!kept.has(id)) problems.push(`${locale}: not in the catalog (npm run i18n): ${id}`)
  for (const id of kept.keys())
    if (!now.get(locale).has(id)) problems.push(`${locale}: no longer used (npm run i18n): ${id}`)
}
for (const [id, words] of entries(before.get('de'))) {
  if (!words) problems.push(`de: not translated: ${id}`)
  const holes = (text) =>
    [...text.matchAll(/\{(\w+)[,}]|<\/?(\d+)/g)]
      .map((m) => m[1] ?? `<${m[2]}>`)
      .sort()
      .join(' ')
  if (words && new Set(holes(id).split(' ')).size !== new Set(holes(words).split(' ')).size)
    problems.push(`de: other placeholders: ${id} -> ${words}`)
}
for (const problem of problems.slice(0, 40)) console.log(problem)
console.log(`${now.get('de').size} texts, ${problems.length} problems`)
process.exit(problems.length > 0 ? 1 : 0)
