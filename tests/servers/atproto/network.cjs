// network.cjs PORT READY-FILE: builds the local Bluesky network, makes three accounts with an app password each, writes what a
// test must know as one JSON line into READY-FILE, and runs until SIGTERM. Started by start-atproto.sh.
const { TestNetwork, mockMailer } = require('@atproto/dev-env')
const fs = require('node:fs')

const port = Number(process.argv[2])
const readyFile = process.argv[3]

async function makeAccount(network, name) {
  const agent = network.pds.getClient()
  const handle = `${name}.test`
  const password = `${name}-pass`
  await agent.createAccount({ handle, email: `${name}@example.test`, password })
  const app = await agent.com.atproto.server.createAppPassword({ name: 'kith' })
  await agent.app.bsky.actor.profile.create(
    { repo: agent.accountDid },
    { displayName: name[0].toUpperCase() + name.slice(1), description: `${name} of the test network`, createdAt: new Date().toISOString() },
  )
  return { handle, password, app_password: app.data.password, did: agent.accountDid }
}

async function main() {
  const network = await TestNetwork.create({
    dbPostgresSchema: 'kith', // letters and _ only
    plc: { port: port + 4 },
    pds: {
      port,
      hostname: 'localhost',
      enableDidDocWithSession: true,
      rateLimitsEnabled: process.env.KITH_ATPROTO_RATE_LIMITS === '1',
    },
    bsky: { port: port + 1, publicUrl: `http://localhost:${port + 1}` },
    ozone: { port: port + 5 },
  })
  mockMailer(network.pds) // no mail leaves
  const accounts = []
  for (const name of ['alice', 'bob', 'carol']) accounts.push(await makeAccount(network, name))
  await network.processAll()
  const ready = {
    network: 'bluesky',
    url: `http://localhost:${port}`,
    appview: `http://localhost:${port + 1}`,
    plc: network.plc.url,
    allow_private: [`localhost:${port}`, `localhost:${port + 1}`],
    accounts,
  }
  fs.writeFileSync(`${readyFile}.new`, `${JSON.stringify(ready)}\n`)
  fs.renameSync(`${readyFile}.new`, readyFile)
  process.on('SIGTERM', () => {
    setTimeout(() => process.exit(0), 3000).unref()
    network.close().finally(() => process.exit(0))
  })
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
