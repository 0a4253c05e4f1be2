import { expect, test } from 'vitest'
import { marked } from './marked'

const text = 'Acme kept my refund, Acme!'
const at = (start: number, end: number) => ({ where: 'text', start, end })

test('words that made it hold stand apart', () => {
  expect(marked(text, [at(13, 19), at(0, 4)])).toEqual([
    { text: 'Acme', hit: true },
    { text: ' kept my ', hit: false },
    { text: 'refund', hit: true },
    { text: ', Acme!', hit: false },
  ])
})

test('spans over each other, beyond the text or of other fields do no harm', () => {
  const parts = marked(text, [at(0, 9), at(5, 12), at(90, 95), { where: 'bio', start: 0, end: 4 }])
  expect(parts.map((p) => p.text).join('')).toBe(text)
  expect(parts.filter((p) => p.hit).map((p) => p.text)).toEqual(['Acme kept', ' my'])
})

test('of a long text the part around the first hit is shown', () => {
  const long = `${'a '.repeat(400)}refund ${'b '.repeat(400)}`
  const parts = marked(long, [at(800, 806)])
  expect(parts.some((p) => p.hit && p.text === 'refund')).toBe(true)
  expect(parts[0]?.text).toBe('… ')
  expect(parts.map((p) => p.text).join('').length).toBeLessThan(420)
})
