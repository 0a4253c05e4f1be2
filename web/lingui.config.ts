import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

// English is the source; German must be complete (scripts/check.mjs).
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [{ path: '<rootDir>/src/i18n/locales/{locale}', include: ['src'] }],
  format: formatter({ lineNumbers: false, origins: true }),
  orderBy: 'messageId',
})
