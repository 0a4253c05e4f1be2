import { mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import base from './vite.config.ts'

export default defineConfig((env) =>
  mergeConfig(
    base(env),
    defineConfig({
      test: {
        environment: 'jsdom',
        include: ['src/**/*.test.{ts,tsx}'],
        setupFiles: ['dev/setup.ts'],
        css: false,
        restoreMocks: true,
      },
    }),
  ),
)
