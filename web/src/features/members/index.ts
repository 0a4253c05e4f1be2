export { MembersScreen } from './MembersScreen'
