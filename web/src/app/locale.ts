// locale: the member's language, once one is signed in; before, the browser's. The server says its own sentences in the
// language of the page, so what it told in another one is asked for again.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '@/api'
import { activateLocale, i18n, pickLocale } from '@/i18n'

/** Before the first screen of a member is drawn. */
export async function speakAs(wanted: string): Promise<void> {
  const locale = pickLocale(wanted)
  if (i18n.locale !== locale) await activateLocale(locale)
}

/** While one is signed in: after the language was changed in the settings. */
export function useOwnLocale(): void {
  const wanted = useMe().locale
  const client = useQueryClient()
  useEffect(() => {
    if (i18n.locale !== pickLocale(wanted)) void speakAs(wanted).then(() => client.invalidateQueries())
  }, [wanted, client])
}
