// card: what stands on a business card: the text of a QR code or a pasted card as vCard, and its first lines. Pure.

/** The text of a code as vCard; null when it says nothing about a person. MECARD and web addresses become cards. */
export function cardOf(text: string): string | null {
  const code = text.trim()
  if (/BEGIN:VCARD/i.test(code)) return code
  if (/^MECARD:/i.test(code)) return ofMecard(code.slice(7))
  if (/^https?:\/\/\S+$/i.test(code)) return vcard([`URL:${escape(code)}`])
  return null
}

function vcard(lines: string[]): string {
  return ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n')
}

const escape = (value: string) => value.replace(/[\\,;]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** Parts between unescaped marks, without their escapes. */
function split(text: string, mark: string): string[] {
  const parts: string[] = []
  let part = ''
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i)
    if (letter === '\\' && i + 1 < text.length) part += text.charAt(++i)
    else if (letter !== mark) part += letter
    else {
      parts.push(part)
      part = ''
    }
  }
  return [...parts, part]
}

/** MECARD:N:Doe,John;TEL:+49...;; */
function ofMecard(text: string): string | null {
  const names: Record<string, string> = {
    TEL: 'TEL',
    EMAIL: 'EMAIL',
    URL: 'URL',
    NOTE: 'NOTE',
    BDAY: 'BDAY',
    ORG: 'ORG',
    NICKNAME: 'NICKNAME',
  }
  const lines: string[] = []
  for (const part of split(text.replace(/\\,/g, '\\\\,'), ';')) {
    const colon = part.indexOf(':')
    const name = part.slice(0, colon).trim().toUpperCase()
    const value = part.slice(colon + 1).trim()
    if (colon <= 0 || !value) continue
    if (name === 'N') {
      const [family = '', given = ''] = split(value, ',').map((word) => word.trim())
      lines.push(
        `FN:${escape([given, family].filter(Boolean).join(' '))}`,
        `N:${escape(family)};${escape(given)};;;`,
      )
    } else if (name === 'ADR') {
      lines.push(`ADR:;;${escape(split(value, ',').join(', '))};;;;`)
    } else if (names[name]) {
      lines.push(`${names[name]}:${escape(split(value, '\u0000')[0] ?? '')}`)
    }
  }
  return lines.length > 0 ? vcard(lines) : null
}

export interface CardLine {
  name: string
  value: string
}

/** The lines that people read on a card: name, organization, addresses. */
export function linesOf(card: string): CardLine[] {
  const shown = ['FN', 'ORG', 'TITLE', 'EMAIL', 'TEL', 'URL', 'ADR']
  return card
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map((line) => {
      const colon = line.indexOf(':')
      const name = line.slice(0, colon).split(';')[0]?.replace(/^.*\./, '').toUpperCase() ?? ''
      const value = split(line.slice(colon + 1), ';')
        .filter(Boolean)
        .join(', ')
      return { name, value }
    })
    .filter((line) => shown.includes(line.name) && line.value)
}

/** The card with this name; for codes that name nobody. */
export function withName(card: string, name: string): string {
  if (/^FN[;:]/im.test(card) || !name.trim()) return card
  return card.replace(/END:VCARD/i, `FN:${escape(name.trim())}\r\nEND:VCARD`)
}
