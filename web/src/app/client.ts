// client: how queries behave everywhere. A refusal is not tried again, an absent server is; when the session has
// ended, the whole page goes to the sign-in.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError, meQuery, setCsrf } from '@/api'

export function makeClient(onSignedOut: () => void): QueryClient {
  const ended = (error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 401) return
    if (!client.getQueryData(meQuery().queryKey)) return
    setCsrf('')
    client.setQueryData(meQuery().queryKey, null)
    onSignedOut()
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: ended }),
    mutationCache: new MutationCache({ onError: ended }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        retry: (count, error) =>
          error instanceof ApiError && (error.offline || error.status >= 500) && count < 2,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  return client
}
