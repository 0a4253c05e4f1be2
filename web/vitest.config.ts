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
        // Files share their modules: a window for each of them costs four times what the tests do.
        pool: 'threads',
        isolate: false,
      },
    }),
  ),
)
