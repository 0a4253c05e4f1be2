export { MentionsScreen } from './MentionsScreen'
