// lines: places in a text by line. Pure.

/** Where line `line` (from 1) begins and ends in `text`; its end when there are fewer. */
export function placeOfLine(text: string, line: number): [start: number, end: number] {
  let start = 0
  for (let n = 1; n < line; n++) {
    const next = text.indexOf('\n', start)
    if (next < 0) return [text.length, text.length]
    start = next + 1
  }
  const end = text.indexOf('\n', start)
  return [start, end < 0 ? text.length : end]
}
