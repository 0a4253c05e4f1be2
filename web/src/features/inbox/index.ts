export { InboxScreen } from './InboxScreen'
export type { NoteDialog } from './noting'
export type { Filters } from './places'
