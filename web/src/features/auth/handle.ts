/** The handle that the server would make from a name: lower case, a-z 0-9 . _ - only. */
export function handleFrom(name: string): string {
  return (name.trim().split(/\s+/)[0] ?? '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '')
}
