import type { Plugin } from 'vite'

/** Serves invented data to `npm run dev` (KITH_MOCK=1) while no server runs. Never part of a build. */
export function mockApi(): Plugin {
  return { name: 'kith-mock' }
}
