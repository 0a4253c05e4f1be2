export { ConversationPerson } from './PersonPanel'
export { DuplicatesScreen } from './DuplicatesScreen'
export { PeopleScreen, PersonScreen } from './PeopleScreen'
