// render: shows a component in a unit test with all providers, and answers its requests: first from `routes`, then from
// the invented world. What was asked is in `asked`.
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { render as show } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { meQuery } from '../src/api/index.ts'
import { KeysProvider } from '../src/keys/index.ts'
import { ToastProvider, UiProvider } from '../src/ui/index.ts'
import { answer } from './answer.ts'
import { me } from './world.ts'

export interface Asked {
  method: string
  path: string
  body: unknown
}
type Reply = { status?: number; data?: unknown } | undefined
export type Routes = (asked: Asked) => Reply | Promise<Reply>

export function serve(routes?: Routes): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url, 'http://localhost')
    const text = await request.text()
    const body: unknown = text ? JSON.parse(text) : undefined
    const one = { method: request.method, path: url.pathname.replace('/api/v1', '') + url.search, body }
    asked.push(one)
    const { status = 200, data } = (await routes?.(one)) ?? answer(request.method, url, body)
    return new Response(status === 204 ? null : JSON.stringify(data), {
      status,
      headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' },
    })
  })
  return asked
}

export function render(children: ReactNode, routes?: Routes) {
  const asked = serve(routes)
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false }, mutations: { retry: false } },
  })
  client.setQueryData(meQuery().queryKey, me)
  const root = createRootRoute()
  const any = createRoute({ getParentRoute: () => root, path: '$', component: () => children })
  const router = createRouter({
    routeTree: root.addChildren([any]),
    history: createMemoryHistory({ initialEntries: ['/here'] }),
  })
  const view = show(
    <I18nProvider i18n={i18n}>
      <UiProvider>
        <QueryClientProvider client={client}>
          <ToastProvider>
            <KeysProvider>
              <RouterProvider router={router as never} />
            </KeysProvider>
          </ToastProvider>
        </QueryClientProvider>
      </UiProvider>
    </I18nProvider>,
  )
  return { ...view, asked, client }
}
