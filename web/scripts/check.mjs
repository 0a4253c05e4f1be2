// check: all that must hold of the UI, in the order of what fails fastest. `npm run check` prints one line a step; steps
// that are named behind `--without` are left out (`npm run check -- --without units`).
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const bin = (name) => `node_modules/.bin/${name}`
const STEPS = [
  ['types', ['npm', 'run', '--silent', 'types']],
  ['typescript', [bin('tsc'), '--noEmit']],
  ['lint', [bin('eslint'), '.', '--max-warnings', '0']],
  ['form', [bin('prettier'), '--check', '.', '--log-level', 'warn']],
  ['words', [process.execPath, 'scripts/words.mjs']],
  ['units', [bin('vitest'), 'run']],
  ['build', [bin('vite'), 'build', '--logLevel', 'warn']],
  ['size', [process.execPath, 'scripts/size.mjs']],
]

const [flag, ...without] = process.argv.slice(2)
if (flag && flag !== '--without') throw new Error(`check: ${flag} is not known; there is --without STEP...`)
let failed = 0
const steps = STEPS.filter(([name]) => !without.includes(name))
for (const [name, [command, ...args]] of steps) {
  const started = Date.now()
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ok = status === 0
  if (!ok) failed++
  console.log(
    `${ok ? 'ok     ' : 'FAILED '} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)${name === 'size' ? ` ${stdout.trim()}` : ''}`,
  )
  if (!ok) console.log(`${stdout}\n${stderr}`.trim())
}
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
console.log(`web ${version}: ${steps.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
