// upload: a file on its way to the server.
import { ApiError, csrfToken, toError, type Import } from '@/api'

/** Uploads with progress, which fetch cannot tell. */
export function upload(file: File, onProgress: (share: number) => void, kind?: string): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(
      'POST',
      `/api/v1/imports?file_name=${encodeURIComponent(file.name)}${kind ? `&kind=${kind}` : ''}`,
    )
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('X-CSRF-Token', csrfToken())
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new ApiError(0, { type: '/problems/offline' }))
    request.onload = () => {
      let body: unknown = null
      try {
        body = JSON.parse(request.responseText)
      } catch {
        // A body that is no JSON says nothing more than its status.
      }
      if (request.status < 300) resolve(body as Import)
      else reject(toError(new Response(null, { status: request.status }), body))
    }
    request.send(file)
  })
}
