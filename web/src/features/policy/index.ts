export { PolicyScreen } from './PolicyScreen'
export { StarterForm } from './StarterForm'
