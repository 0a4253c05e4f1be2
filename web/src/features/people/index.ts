export { ConversationPerson } from './PersonPanel'
export { DuplicatesScreen } from './DuplicatesScreen'
export { PeopleScreen, type PeopleView } from './PeopleScreen'
export { PersonScreen } from './PersonScreen'
