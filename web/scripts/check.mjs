// check: all that must hold of the UI, in the order of what fails fastest. `npm run check` prints one line a step.
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

let failed = 0
for (const [name, [command, ...args]] of STEPS) {
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
console.log(`web ${version}: ${STEPS.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
