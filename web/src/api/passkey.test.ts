import { expect, test } from 'vitest'
import { fromBase64url, toBase64url } from './passkey'

test('bytes come back from base64url as they went, without padding and signs of addresses', () => {
  for (const bytes of [[], [0], [255, 254], [1, 2, 3], [251, 255, 191, 62, 63]]) {
    const text = toBase64url(Uint8Array.from(bytes).buffer)
    expect(text).toMatch(/^[A-Za-z0-9_-]*$/)
    expect([...fromBase64url(text)]).toEqual(bytes)
  }
})
