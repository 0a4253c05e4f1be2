// i18n: English is the source, German complete; a catalog is loaded when it is needed. Reads the browser's
// languages when a member has chosen none.
import { i18n } from '@lingui/core'

export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

type Catalog = Promise<{ messages: Record<string, string> }>

// What the first screens say, and the words of those that come later (dev/catalog-parts.ts).
const catalogs = {
  en: { first: () => import('./locales/en.po?part=first'), rest: () => import('./locales/en.po?part=rest') },
  de: { first: () => import('./locales/de.po?part=first'), rest: () => import('./locales/de.po?part=rest') },
} satisfies Record<Locale, { first: () => Catalog; rest: () => Catalog }>

/** The locale to use: the member's, else the first of the browser's that we have, else English. */
export function pickLocale(
  wanted: string | undefined,
  browser: readonly string[] = navigator.languages,
): Locale {
  const found = [wanted ?? '', ...browser].map((tag) => tag.slice(0, 2).toLowerCase())
  return LOCALES.find((locale) => locale === found.find((tag) => LOCALES.some((l) => l === tag))) ?? 'en'
}

const rest = new Map<Locale, Promise<void>>()

/** Once for each locale; a try that fails is not kept. */
function loadRest(locale: Locale): Promise<void> {
  const before = rest.get(locale)
  if (before) return before
  const now = catalogs[locale].rest().then(({ messages }) => i18n.load(locale, messages))
  rest.set(locale, now)
  now.catch(() => rest.delete(locale))
  return now
}

/**
 * Loads and activates a locale; the document says so too, for screen readers and hyphenation. At the start the words of
 * later screens come behind it; a change of the language, which may happen on any screen, waits for all.
 */
export async function activateLocale(locale: Locale): Promise<void> {
  const change = i18n.locale !== ''
  const [{ messages }] = await Promise.all([catalogs[locale].first(), change && loadRest(locale)])
  i18n.load(locale, messages)
  i18n.activate(locale)
  document.documentElement.lang = locale
  if (!change) void loadRest(locale).catch(() => undefined) // whole() asks again
}

/** A module of a later screen together with its words. */
export async function whole<T>(module: Promise<T>): Promise<T> {
  const [screen] = await Promise.all([module, loadRest(i18n.locale as Locale)])
  return screen
}

export { i18n }
