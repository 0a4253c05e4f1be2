export { ChannelsScreen } from './ChannelsScreen'
export { ConnectForm } from './ConnectForm'
