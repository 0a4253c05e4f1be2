export { SettingsScreen } from './SettingsScreen'
export * from './SecondFactor'
