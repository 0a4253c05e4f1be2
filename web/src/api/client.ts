// client: the only way to the server. Paths, inputs and answers are typed from docs/api/openapi.json; a refusal
// becomes an ApiError with the server's own words; unsafe requests carry the token of the session.
import createClient, { type Middleware } from 'openapi-fetch'
import type { paths, Problem } from './schema.gen'

/** A refusal or failure in the server's words, or the absence of a server (status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly slug: string
  readonly detail: string | null
  readonly field: string | null
  readonly requestId: string | null

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? '')
    this.name = 'ApiError'
    this.status = status
    this.slug = (problem.type ?? '').replace(/^.*[/:]/, '')
    this.detail = problem.detail ?? null
    this.field = problem.field ?? null
    this.requestId = problem.request_id ?? null
  }

  get offline(): boolean {
    return this.status === 0
  }
}

let csrf = ''
/** Kept in memory only: comes with GET me, POST session and friends. */
export function setCsrf(token: string): void {
  csrf = token
}
export function csrfToken(): string {
  return csrf
}

const guard: Middleware = {
  onRequest({ request }) {
    // The server says its sentences in the language of the page, not in the browser's.
    request.headers.set('Accept-Language', document.documentElement.lang || 'en')
    if (csrf && request.method !== 'GET' && request.method !== 'HEAD')
      request.headers.set('X-CSRF-Token', csrf)
    return request
  },
  onError() {
    return new ApiError(0, { type: '/problems/offline' })
  },
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  // Looked up at each call, so that tests can put their own in place.
  fetch: (request) => globalThis.fetch(request),
  credentials: 'same-origin',
})
api.use(guard)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Unwraps an answer: its data, or an ApiError. */
export async function take<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw toError(response, error)
  return data as T
}

export function toError(response: Response, body: unknown): ApiError {
  const problem = typeof body === 'object' && body ? (body as Partial<Problem>) : {}
  return new ApiError(response.status, { type: `/problems/http-${response.status}`, ...problem })
}
