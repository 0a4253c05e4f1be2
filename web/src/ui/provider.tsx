// provider: the only place where Mantine's theme is set up. The member's choice of light or dark is kept in the
// browser (public/theme.js reads it before the first paint) and in the account (features/settings).
import {
  createTheme,
  MantineProvider,
  useMantineColorScheme,
  type MantineColorSchemeManager,
} from '@mantine/core'
import '@fontsource-variable/inter/index.css'
import './tokens.css'
import '@mantine/core/styles/global.layer.css'
import './base.css'
import './mantine.css'
import type { ReactNode } from 'react'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'kith-theme'

const theme = createTheme({
  primaryColor: 'blue',
  autoContrast: false,
  cursorType: 'pointer',
  respectReducedMotion: true,
})

const stored = {
  get(fallback: 'auto' | 'light' | 'dark') {
    try {
      const value = localStorage.getItem(KEY)
      return value === 'light' || value === 'dark' ? value : fallback
    } catch {
      return fallback
    }
  },
  set(value: string) {
    try {
      if (value === 'auto') localStorage.removeItem(KEY)
      else localStorage.setItem(KEY, value)
    } catch {
      // A closed storage costs only the memory of the choice.
    }
  },
}

const manager: MantineColorSchemeManager = {
  get: stored.get,
  set: stored.set,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => stored.set('auto'),
}

export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={manager}
      withCssVariables={false}
      withStaticClasses={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  )
}

export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return {
    theme: colorScheme === 'auto' ? 'system' : colorScheme,
    setTheme: (next) => setColorScheme(next === 'system' ? 'auto' : next),
  }
}
