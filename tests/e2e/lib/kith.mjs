// kith: the program under test as a process of its own: a fresh data folder, a free port, stopped by its pid.
import { execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { until } from './wait.mjs'

export const TREE = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const BUILD = resolve(TREE, process.env.BUILD ?? 'build')

/** The program: KITH_BIN, or what was built last. */
export function program() {
  if (process.env.KITH_BIN) return resolve(process.env.KITH_BIN)
  const built = ['release', 'dev'].map((kind) => join(BUILD, kind, 'kith')).filter(existsSync)
  if (built.length === 0) throw new Error('there is no program to test: make build')
  return built[0]
}

/** Builds the UI and puts it into the program, when the program was built without. */
function putUiInto(bin) {
  const kind = ['dev', 'release'].find((one) => bin === join(BUILD, one, 'kith'))
  if (!kind) throw new Error(`${bin} carries no UI`)
  const options = { cwd: TREE, stdio: ['ignore', 2, 2] }
  execFileSync('tools/web', ['build'], options)
  execFileSync('tools/build', [kind, 'kith'], options)
}

export class Kith {
  /** settings: more arguments of `kith serve`, e.g. {'allow-private': '127.0.0.1:2583'}. */
  constructor(settings = {}) {
    this.bin = program()
    this.settings = settings
    this.folder = mkdtempSync(join(tmpdir(), 'kith-e2e-'))
    this.data = join(this.folder, 'data')
    this.log = join(this.folder, 'server.log')
    this.listen = '127.0.0.1:0'
  }

  /** The first start: puts the UI into a program that was built without. */
  async open() {
    await this.start()
    const page = await (await fetch(this.url)).text()
    if (/<div id="root">/.test(page)) return
    await this.stop()
    putUiInto(this.bin)
    await this.start()
  }

  async start() {
    const out = openSync(this.log, 'a')
    const more = Object.entries(this.settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    this.process = spawn(this.bin, ['serve', '--data', this.data, '--listen', this.listen, ...more], {
      stdio: ['ignore', out, out],
      env: { ...process.env, KITH_DATABASE: '' },
    })
    closeSync(out)
    const from = readFileSync(this.log, 'utf8').length
    this.ended = new Promise((done) => this.process.once('exit', (code, signal) => done(signal ?? code)))
    this.ended.then(() => (this.process = null))
    this.url = await until('kith serve says its address', () => {
      if (!this.process) throw new Error(`kith has ended:\n${this.tail()}`)
      return /Open\s+(http:\/\/\S+)/.exec(readFileSync(this.log, 'utf8').slice(from))?.[1]
    })
    this.listen = new URL(this.url).host
    await until('kith is ready', async () => (await fetch(this.url + 'readyz')).status === 200)
  }

  /** SIGTERM, and the exit code. */
  async stop() {
    if (!this.process) return 0
    this.process.kill('SIGTERM')
    return this.ended
  }

  async remove() {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** The one-time code, as the console shows it. */
  code() {
    const shown = /with this code:\s+(\S+)/.exec(readFileSync(this.log, 'utf8'))
    if (!shown) throw new Error(`no code on the console:\n${this.tail()}`)
    return shown[1]
  }

  tail() {
    return readFileSync(this.log, 'utf8').split('\n').slice(-40).join('\n')
  }

  /** Another command of the program on the same data; gives its output, throws when it fails. */
  command(...args) {
    return execFileSync(this.bin, [...args, '--data', this.data], {
      encoding: 'utf8',
      env: { ...process.env, KITH_DATABASE: '' },
    })
  }
}
