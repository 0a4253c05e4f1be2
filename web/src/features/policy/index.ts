export { PolicyScreen, type PolicyTab } from './PolicyScreen'
export { StarterForm } from './StarterForm'
