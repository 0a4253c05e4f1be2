import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { mockApi } from './dev/vite-mock.ts'
import { catalogParts, chunkName } from './dev/catalog-parts.ts'

// Where `npm run dev` finds the server; KITH_MOCK=1 serves invented data instead (never in a build).
const server = process.env.KITH_URL ?? 'http://127.0.0.1:7780'
const mock = process.env.KITH_MOCK === '1'

export default defineConfig(({ command }) => ({
  plugins: [
    react({ babel: { plugins: ['@lingui/babel-plugin-lingui-macro'] } }),
    lingui(),
    catalogParts(),
    ...(command === 'serve' && mock ? [mockApi()] : []),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    proxy: mock ? undefined : { '/api': { target: server, changeOrigin: false } },
  },
  build: {
    target: 'es2022',
    // The server sends a strict CSP: no data: addresses, no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    rollupOptions: {
      output: {
        // Few, well packed files for what every screen needs; the rest follows the screens.
        onlyExplicitManualChunks: true,
        chunkFileNames: chunkName,
        manualChunks(id) {
          if (
            /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|@lingui|openapi-fetch)\//.test(
              id,
            )
          )
            return 'base'
          if (
            /\/src\/((api|keys|i18n)\/(?!.*\.po)|ui\/(?!index|approvals|LabelPicker|OutboxState|charts|AccountFields|ConfirmQ|acts|Field|Table|Front|MultiField|Page|PartBars|PersonSearch|RhythmStrip|Slider|icons))/.test(
              id,
            )
          )
            return 'kit'
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
}))
