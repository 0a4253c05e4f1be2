export { RoutingScreen } from './RoutingScreen'
