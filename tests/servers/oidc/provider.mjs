// provider.mjs PORT READY-FILE: an OpenID provider (npm oidc-provider) with its own pages to sign in and two accounts, whatever
// the password; clients register themselves. Writes what a test must know as one JSON line into READY-FILE, and runs until
// SIGTERM. Started by start-oidc.sh.
import { renameSync, writeFileSync } from 'node:fs'
import Provider from 'oidc-provider'

const [, , port, readyFile] = process.argv
const issuer = `http://localhost:${port}`
const accounts = {
  mara: { name: 'Mara Lindqvist', email: 'mara@idp.example', email_verified: true, groups: ['everybody', 'care-leads'] },
  otto: { name: 'Otto Nguyen', email: 'otto@idp.example', email_verified: true, groups: ['everybody'] },
}

const provider = new Provider(issuer, {
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  conformIdTokenClaims: false, // as most providers do: what the scopes ask for is in the token itself
  features: { registration: { enabled: true } },
  async findAccount(_, id) {
    const known = accounts[id]
    return known && { accountId: id, claims: () => ({ sub: id, ...known }) }
  },
})
// Its pages ask for a font from elsewhere: nothing here asks anybody but this machine.
provider.use(async (ctx, next) => {
  await next()
  if (typeof ctx.body === 'string') ctx.body = ctx.body.replace(/@import url\([^)]*\);?/g, '')
})
const server = provider.listen(Number(port), '127.0.0.1', () => {
  const ready = { issuer, allow_private: [`localhost:${port}`], accounts: Object.keys(accounts) }
  writeFileSync(`${readyFile}.new`, `${JSON.stringify(ready)}\n`)
  renameSync(`${readyFile}.new`, readyFile)
})
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
