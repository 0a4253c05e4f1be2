// servers: the real networks of tests/servers, reused when the environment names one that runs, else started and
// stopped here.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TREE } from './kith.mjs'

const free = (port) =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })

/** The first of `n` free ports in a row. */
async function freePorts(n) {
  for (;;) {
    const first = 21000 + Math.floor(Math.random() * 9000)
    let all = true
    for (let i = 0; all && i < n; i++) all = await free(first + i)
    if (all) return first
  }
}

/** name: of tests/servers/start-NAME.sh; known: the variable that holds the line of one that runs. On 77: null when it is
 *  `optional`, else the journey is skipped. */
export async function network(t, name, known, ports, { optional = false } = {}) {
  if (process.env[known]) return JSON.parse(process.env[known])
  const folder = mkdtempSync(join(tmpdir(), `kith-e2e-${name}-`))
  const scripts = join(TREE, 'tests/servers')
  t.after(() => {
    spawnSync(join(scripts, 'stop.sh'), [folder], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true })
  })
  const run = spawnSync(join(scripts, `start-${name}.sh`), [folder, String(await freePorts(ports))], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (run.status === 77 && optional) return null
  if (run.status === 77) t.skip(`tests/servers/start-${name}.sh cannot run here`)
  if (run.status !== 0) throw new Error(`tests/servers/start-${name}.sh: exit code ${run.status}`)
  return JSON.parse(run.stdout)
}

/** A call that knows nothing of Kith: JSON in, JSON out. */
export async function call(method, url, { body, token, basic, form } = {}) {
  const headers = {}
  if (token) headers.authorization = `Bearer ${token}`
  if (basic) headers.authorization = `Basic ${Buffer.from(basic).toString('base64')}`
  if (body) headers['content-type'] = 'application/json'
  const answer = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    body: form ? new URLSearchParams(form) : body ? JSON.stringify(body) : undefined,
  })
  const text = await answer.text()
  if (answer.status >= 400) throw new Error(`${method} ${url}: ${answer.status} ${text.slice(0, 300)}`)
  return /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : answer
}
