// setup: what unit tests need of a browser, and English.
import { i18n } from '@lingui/core'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

i18n.load('en', {})
beforeEach(() => {
  i18n.activate('en')
  localStorage.clear()
})
afterEach(cleanup)

// jsdom has no layout.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList
class Still {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver ??= Still as unknown as typeof ResizeObserver
window.IntersectionObserver ??= Still as unknown as typeof IntersectionObserver
Element.prototype.scrollIntoView ??= () => undefined
