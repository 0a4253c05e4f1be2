import { describe, expect, it } from 'vitest'
import { cardOf, linesOf, withName } from './card'

describe('a business card', () => {
  it('is taken as it is when it is a vCard', () => {
    const text = 'BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nitem1.EMAIL;TYPE=WORK:ada@e.example\nNOTE:x\nEND:VCARD'
    expect(cardOf(` ${text} `)).toBe(text)
    expect(linesOf(text)).toEqual([
      { name: 'FN', value: 'Ada' },
      { name: 'EMAIL', value: 'ada@e.example' },
    ])
  })

  it('is made from a MECARD', () => {
    const card = cardOf('MECARD:N:Doe,John;TEL:+49301234;EMAIL:jo@d.example;ORG:Doe\\; Sons;;') ?? ''
    expect(linesOf(card)).toEqual([
      { name: 'FN', value: 'John Doe' },
      { name: 'TEL', value: '+49301234' },
      { name: 'EMAIL', value: 'jo@d.example' },
      { name: 'ORG', value: 'Doe; Sons' },
    ])
  })

  it('is made from an address of the web, with the name somebody types', () => {
    const card = cardOf('https://www.linkedin.com/in/ada') ?? ''
    expect(linesOf(withName(card, 'Ada Li'))).toEqual([
      { name: 'URL', value: 'https://www.linkedin.com/in/ada' },
      { name: 'FN', value: 'Ada Li' },
    ])
    expect(withName('BEGIN:VCARD\nFN:Bo\nEND:VCARD', 'Ada')).toContain('FN:Bo')
  })

  it('is none when the code says something else', () => {
    expect(cardOf('WIFI:S:home;;')).toBeNull()
    expect(cardOf('MECARD:;;')).toBeNull()
    expect(cardOf('')).toBeNull()
  })
})
