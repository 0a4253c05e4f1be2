declare module '*.po?part=first' {
  export const messages: Record<string, string>
}
declare module '*.po?part=rest' {
  export const messages: Record<string, string>
}
