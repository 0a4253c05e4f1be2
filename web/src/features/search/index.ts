export { SearchScreen } from './SearchScreen'
