export { ConversationPerson } from './PersonPanel'
export { DuplicatesScreen } from './DuplicatesScreen'
export { PeopleScreen } from './PeopleScreen'
export { PersonScreen } from './PersonScreen'
