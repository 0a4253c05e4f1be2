export { ConversationPerson } from './PersonPanel'
export { PeopleScreen, PersonScreen } from './PeopleScreen'
