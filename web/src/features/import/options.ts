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

/** How an address book is read. `columns`: what a member corrected, by the column's name. */
export interface PeopleChoice {
  preset?: string
  network?: string
  country?: string
  share?: boolean
  columns?: Record<string, string>
}

/** What a column means: as the member said, else as it was guessed; null = it is not used. */
export function columnMeaning(options: PeopleChoice, column: string, guessed: string | null): string | null {
  const meaning = options.columns?.[column] ?? guessed
  return meaning === 'none' ? null : meaning
}

export function withColumn(options: PeopleChoice, column: string, meaning: string): PeopleChoice {
  return { ...options, columns: { ...options.columns, [column]: meaning } }
}

/** How a mailbox or a calendar is read. */
export interface HistoryChoice {
  ours?: string[]
  content?: boolean
  skip_automatic?: boolean
  skip_lists?: boolean
  skip_folders?: string[]
  share?: boolean
}

/** "ada@example.org, bo@example.org" as a list; what is no address yet is left out. */
export function addressesOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => /^[^@]+@[^@]+$/.test(address))
}
