// charts: pictures of relationships, each with its table. Loaded with the screens that show them, not with the inbox.
export * from './Flow'
export * from './Ladder'
export * from './Twin'
export * from './geometry'
