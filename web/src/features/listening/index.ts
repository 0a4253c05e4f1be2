export { ListeningScreen } from './ListeningScreen'
export { QueryScreen } from './QueryScreen'
