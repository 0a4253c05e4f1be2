// passkey: the browser's side of passkeys. Bytes travel in base64url; what the browser cannot or the person did not want
// comes as a PasskeyError.
import { api, take } from './client'
import type { PasskeyMade, PasskeyProofInput } from './schema.gen'

/** none: nothing was chosen, or it took too long. known: this device has a passkey here already. */
export class PasskeyError extends Error {
  constructor(readonly reason: 'none' | 'known') {
    super(reason)
    this.name = 'PasskeyError'
  }
}

export const passkeysPossible = (): boolean => typeof window.PublicKeyCredential === 'function'

export function toBase64url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(raw, (c) => c.charCodeAt(0))
}

async function ask<T>(act: () => Promise<T | null>): Promise<T> {
  try {
    const made = await act()
    if (made) return made
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') throw new PasskeyError('known')
    if (!(error instanceof DOMException)) throw error
  }
  throw new PasskeyError('none')
}

/** Asks for a passkey, and gives what proves it. */
export async function provePasskey(): Promise<PasskeyProofInput> {
  const options = await take(api.POST('/api/v1/session/passkey/options'))
  const got = (await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: fromBase64url(options.challenge),
        rpId: options.rp_id,
        userVerification: 'required',
      },
    }),
  )) as PublicKeyCredential
  const answer = got.response as AuthenticatorAssertionResponse
  return {
    id: toBase64url(got.rawId),
    client_data: toBase64url(answer.clientDataJSON),
    authenticator_data: toBase64url(answer.authenticatorData),
    signature: toBase64url(answer.signature),
    ...(answer.userHandle && { user_handle: toBase64url(answer.userHandle) }),
  }
}

// Of COSE: EdDSA, ES256, RS256.
const ALGORITHMS = [-8, -7, -257]

/** Makes a passkey and tells the server. */
export async function makePasskey(name: string): Promise<PasskeyMade> {
  const options = await take(api.POST('/api/v1/me/passkeys/options'))
  const made = (await ask(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: fromBase64url(options.challenge),
        rp: { id: options.rp_id, name: options.rp_name },
        user: {
          id: fromBase64url(options.user_id),
          name: options.user_name,
          displayName: options.user_title,
        },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: options.exclude.map((id) => ({ type: 'public-key', id: fromBase64url(id) })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      },
    }),
  )) as PublicKeyCredential
  const answer = made.response as AuthenticatorAttestationResponse
  return take(
    api.POST('/api/v1/me/passkeys', {
      body: {
        name,
        client_data: toBase64url(answer.clientDataJSON),
        attestation: toBase64url(answer.attestationObject),
        transports: answer.getTransports().slice(0, 10),
      },
    }),
  )
}
