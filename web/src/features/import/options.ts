// options: what the server guessed about a file: the network, our own handles, and for each meaning the column that holds
// it. Pure.

export interface Options {
  network?: string
  columns?: Record<string, string>
  ours?: string[]
}

/** What a column means; null = it is not used. */
export function meaningOf(options: Options, column: string): string | null {
  return Object.entries(options.columns ?? {}).find(([, held]) => held === column)?.[0] ?? null
}

/** The same options with another meaning of one column; a meaning belongs to one column, a column has one meaning. */
export function withMeaning(options: Options, column: string, meaning: string | null): Options {
  const columns = Object.fromEntries(
    Object.entries(options.columns ?? {}).filter(([other, held]) => held !== column && other !== meaning),
  )
  return { ...options, columns: meaning ? { ...columns, [meaning]: column } : columns }
}

/** "acme, @acme_help" as a list of handles. */
export function handlesOf(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((handle) => handle.replace(/^@/, ''))
    .filter(Boolean)
}
