import { createRoot } from 'react-dom/client'
import { Trans } from '@lingui/react/macro'
import { I18nProvider } from '@lingui/react'
import { activateLocale, i18n, pickLocale } from './i18n'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
await activateLocale(pickLocale(undefined))
createRoot(root).render(
  <I18nProvider i18n={i18n}>
    <h1>
      <Trans>Inbox</Trans>
    </h1>
  </I18nProvider>,
)
