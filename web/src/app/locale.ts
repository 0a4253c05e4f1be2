// locale: the member's language, once one is signed in; before, the browser's.
import { useEffect } from 'react'
import { useMe } from '@/api'
import { activateLocale, i18n, pickLocale } from '@/i18n'

export function useOwnLocale(): void {
  const wanted = useMe().locale
  useEffect(() => {
    const locale = pickLocale(wanted)
    if (i18n.locale !== locale) void activateLocale(locale)
  }, [wanted])
}
