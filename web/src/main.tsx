import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { makeClient } from './app/client'
import { makeRouter } from './app/router'
import { activateLocale, i18n, pickLocale } from './i18n'
import { KeysProvider } from './keys'
import { ToastProvider, UiProvider } from './ui'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const client = makeClient(
  () => void router.navigate({ to: '/signin', search: { next: router.state.location.href } }),
)
const router = makeRouter(client)
await activateLocale(pickLocale(undefined))

createRoot(root).render(
  <I18nProvider i18n={i18n}>
    <UiProvider>
      <QueryClientProvider client={client}>
        <ToastProvider>
          <KeysProvider>
            <RouterProvider router={router} />
          </KeysProvider>
        </ToastProvider>
      </QueryClientProvider>
    </UiProvider>
  </I18nProvider>,
)
