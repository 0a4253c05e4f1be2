// vite-mock: answers the API with the invented world (KITH_MOCK=1 npm run dev), so that screens can be looked at while
// no server runs. Never part of a build.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { answer } from './answer.ts'

function body(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      try {
        resolve(text ? JSON.parse(text) : {})
      } catch {
        resolve({})
      }
    })
  })
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (url.pathname === '/api/v1/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write('event: hello\ndata: {"id":null}\n\n')
    return
  }
  const { status, data } = answer(request.method ?? 'GET', url, await body(request))
  response.writeHead(status, {
    'Content-Type': status < 300 ? 'application/json' : 'application/problem+json',
  })
  response.end(status === 204 ? undefined : JSON.stringify(data))
}

export function mockApi(): Plugin {
  return {
    name: 'kith-mock',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.startsWith('/api/')) void serve(request, response)
        else next()
      })
    },
  }
}
