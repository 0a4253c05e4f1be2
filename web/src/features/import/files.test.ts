import { describe, expect, it } from 'vitest'
import { bundle } from './files'
import { tarOf } from './tar'

const file = (text: string, name = 'x') => new File([text], name, { lastModified: 1_500_000_000_000 })
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytesOf = async (blob: Blob) =>
  new Uint8Array(
    await new Promise<ArrayBuffer>((resolve, reject) => {
      const reader = new FileReader()
      reader.onload = () => resolve(reader.result as ArrayBuffer)
      reader.onerror = () => reject(new Error('cannot be read'))
      reader.readAsArrayBuffer(blob)
    }),
  )

describe('many files as one', () => {
  it('are a tar that others read', async () => {
    const tar = await bytesOf(
      tarOf([{ path: 'Maildir/cur/1:2,S', data: file('From: a\n\nhello'), changed: 1_500_000_000_000 }]),
    )
    expect(tar.length).toBe(512 + 512 + 1024)
    expect(text(tar.subarray(0, 17))).toBe('Maildir/cur/1:2,S')
    expect(text(tar.subarray(124, 135))).toBe('00000000016')
    expect(text(tar.subarray(136, 147))).toBe((1_500_000_000).toString(8))
    expect(text(tar.subarray(257, 262))).toBe('ustar')
    expect(text(tar.subarray(512, 526))).toBe('From: a\n\nhello')
    const sum = tar.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0)
    expect(parseInt(text(tar.subarray(148, 154)), 8)).toBe(sum)
  })

  it('keep long names and names in any script', async () => {
    for (const path of [`Maildir/${'x'.repeat(120)}/cur/1`, 'Entwürfe/ä.eml']) {
      const tar = text(await bytesOf(tarOf([{ path, data: file('x') }])))
      const record = `path=${path}\n`
      expect(tar).toContain(record)
      const line = /(\d+) path=/.exec(tar)
      expect(Number(line?.[1])).toBe(new TextEncoder().encode(`${line?.[1]} ${record}`).length)
    }
  })

  it('are one file as it is when there is one', () => {
    const one = file('x', 'a.mbox')
    expect(bundle([{ path: 'a.mbox', data: one }], 'files')).toBe(one)
    expect(bundle([], 'files')).toBeNull()
    expect(bundle([{ path: 'M/tmp/1', data: one }], 'files')).toBeNull()
    expect(
      bundle(
        [
          { path: 'M/cur/1', data: one },
          { path: 'M/dovecot-uidlist', data: one },
        ],
        'M',
      )?.name,
    ).toBe('M.tar')
  })
})
