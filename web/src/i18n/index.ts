// i18n: English is the source, German complete; a catalog is loaded when it is needed. Reads the browser's
// languages when a member has chosen none.
import { i18n } from '@lingui/core'

export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

const catalogs = {
  en: () => import('./locales/en.po'),
  de: () => import('./locales/de.po'),
} satisfies Record<Locale, () => Promise<{ messages: Record<string, string> }>>

/** The locale to use: the member's, else the first of the browser's that we have, else English. */
export function pickLocale(
  wanted: string | undefined,
  browser: readonly string[] = navigator.languages,
): Locale {
  const found = [wanted ?? '', ...browser].map((tag) => tag.slice(0, 2).toLowerCase())
  return LOCALES.find((locale) => locale === found.find((tag) => LOCALES.some((l) => l === tag))) ?? 'en'
}

/** Loads and activates a locale; the document says so too, for screen readers and hyphenation. */
export async function activateLocale(locale: Locale): Promise<void> {
  const { messages } = await catalogs[locale]()
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
}

export { i18n }
