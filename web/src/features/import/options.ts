// options: what the server guessed about a file, with the meanings of its columns. Pure.

export type Options = Record<string, unknown> & { columns?: Record<string, string | null> }

/** What a column means: as chosen, else as guessed; null = not used. */
export function meaningOf(options: Options, column: string, guessed: string | null): string | null {
  const chosen = options.columns?.[column]
  return chosen === undefined ? guessed : chosen || null
}

/** The same options with another meaning of one column; no meaning belongs to two columns. */
export function withMeaning(options: Options, column: string, meaning: string | null): Options {
  const columns = { ...options.columns }
  if (meaning)
    for (const [other, value] of Object.entries(columns)) if (value === meaning) columns[other] = null
  columns[column] = meaning
  return { ...options, columns }
}
