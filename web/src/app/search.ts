// search: how a value behind the ? of an address is read.

/** JSON as the router writes it; but an id is longer than a number can hold, so without quotes it stays the text it is.
 *  Throws when it is neither (the router then takes the text as it stands). */
export function searchValue(value: string): unknown {
  return /^\d{16,}$/.test(value) ? value : (JSON.parse(value) as unknown)
}
