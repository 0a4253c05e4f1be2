export { InboxScreen } from './InboxScreen'
export type { Filters } from './places'
