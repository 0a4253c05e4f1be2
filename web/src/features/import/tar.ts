// tar: many files as one to upload, written as a tar (POSIX.1-2001, pax names). The files are not read here: the browser
// reads each when its turn to be sent comes, so that a mailbox of gigabytes needs no memory. Pure.

export interface NamedFile {
  /** Below the folder that was chosen, its own name first. */
  path: string
  data: Blob
  /** Milliseconds. */
  changed?: number
}

const BLOCK = 512
const bytesOf = (text: string) => new TextEncoder().encode(text)
const octal = (value: number, digits: number) => Math.floor(value).toString(8).padStart(digits, '0')

function header(path: Uint8Array, size: number, seconds: number, kind: '0' | 'x'): ArrayBuffer {
  const block = new Uint8Array(BLOCK)
  const put = (text: string, at: number) => block.set(bytesOf(text), at)
  block.set(path.subarray(0, 100), 0)
  put('0000600\0', 100)
  put('0000000\0', 108)
  put('0000000\0', 116)
  put(`${octal(size, 11)}\0`, 124)
  put(`${octal(seconds, 11)}\0`, 136)
  put('        ', 148)
  put(kind, 156)
  put('ustar\u000000', 257)
  const sum = block.reduce((all, byte) => all + byte, 0)
  put(`${octal(sum, 6)}\0 `, 148)
  return block.buffer
}

const padding = (size: number) => new ArrayBuffer((BLOCK - (size % BLOCK)) % BLOCK)

/** "30 path=...\n": the length counts itself. */
function record(path: string): Uint8Array {
  const rest = bytesOf(` path=${path}\n`)
  let length = rest.length + 1
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length
  return bytesOf(`${length} path=${path}\n`)
}

export function tarOf(files: NamedFile[]): Blob {
  const parts: BlobPart[] = []
  for (const { path, data, changed = 0 } of files) {
    const name = bytesOf(path)
    const seconds = Math.max(0, changed / 1000)
    // A name that is long or not of ASCII has no room in the old form.
    if (name.length > 100 || name.length !== path.length) {
      const pax = record(path)
      parts.push(header(bytesOf('pax'), pax.length, 0, 'x'), pax.slice().buffer, padding(pax.length))
    }
    parts.push(header(name, data.size, seconds, '0'), data, padding(data.size))
  }
  parts.push(new ArrayBuffer(2 * BLOCK))
  return new Blob(parts, { type: 'application/x-tar' })
}
