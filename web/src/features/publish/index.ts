export { PublishScreen } from './PublishScreen'
