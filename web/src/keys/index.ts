export * from './commands'
export * from './Palette'
export * from './provider'
export * from './Sheet'
