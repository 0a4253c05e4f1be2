// screens: every screen of the product with the words that show it has come, in each language, so that no journey that
// looks at all of them forgets one. `act` brings about what an address alone cannot show.
import { until } from './wait.mjs'

const row = (page) => page.getByRole('listbox').getByRole('option').first()

async function conversation(page) {
  await row(page).click()
  await page.getByRole('log').waitFor()
  await page.getByRole('article').first().waitFor()
}

const listed = (page) => page.getByRole('main').getByRole('article').first()
const view = (page) => page.getByRole('main').getByRole('heading', { level: 2 }).first()

/** A condition, so that all kinds of fields are on the screen. */
async function built(page) {
  const add = page.getByRole('button', { name: /^(Condition|Bedingung)$/ }).first()
  await add.waitFor()
  await page.getByRole('button', { name: /^(Group|Gruppe)$/ }).first().click()
  await page.getByRole('status').getByText(/^(Fill in every|Fülle jede)/).waitFor()
  // The list of the field that took the focus.
  await page.keyboard.press('Escape')
}

/** The ways to somebody of the demo. */
async function reached(page) {
  await page.getByRole('combobox', { name: /Whom do you want to reach|Wen willst du erreichen/ }).fill('Ada')
  await page.getByRole('option', { name: /^Ada/ }).first().click()
  await page.getByRole('article').first().waitFor()
}

export const SCREENS = {
  home: { path: '/home' },
  inbox: { path: '/inbox/all', ready: row },
  conversation: { path: '/inbox/all', ready: row, act: conversation },
  unanswered: { path: '/inbox/unanswered', ready: row },
  storms: { path: '/inbox/storms', ready: row, act: conversation },
  leads: { path: '/inbox/leads', ready: row, act: conversation },
  empty: { path: '/inbox/snoozed' },
  palette: { path: '/inbox/all', ready: row, act: (page) => page.keyboard.press('Control+k') },
  keys: { path: '/inbox/all', ready: row, act: (page) => page.keyboard.press('?') },
  people: { path: '/people', ready: row },
  person: {
    path: '/people',
    ready: row,
    act: async (page) => {
      await row(page).click()
      await page.waitForURL(/\/people\/\d+/)
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor()
    },
  },
  slipping: { path: '/people?tab=slipping', ready: listed },
  segment: {
    path: '/people',
    ready: row,
    act: async (page) => {
      await page.getByRole('navigation', { name: /Lists of people|Listen von Menschen/ }).getByRole('button', { name: /^Loyal people/ }).click()
      await page.getByRole('heading', { name: /^Loyal people/, level: 2 }).waitFor()
      await row(page).waitFor()
    },
  },
  'segment-builder': { path: '/people?build=true', act: built },
  stages: { path: '/relationships/stages', ready: view },
  map: { path: '/relationships/map', ready: (page) => page.getByRole('listbox', { name: /^(Map of|Karte der)/ }) },
  'map-table': {
    path: '/relationships/map',
    ready: (page) => page.getByRole('figure'),
    act: async (page) => {
      await page.getByRole('radio', { name: /^(Table|Tabelle)$/ }).check({ force: true })
      await page.getByRole('table').waitFor()
    },
  },
  introductions: { path: '/relationships/introductions', ready: view, act: reached },
  threads: { path: '/relationships/threads', ready: (page) => page.getByRole('table') },
  capacity: { path: '/relationships/capacity', ready: (page) => page.getByRole('article').first() },
  balance: { path: '/relationships/balance', ready: (page) => page.getByRole('figure') },
  attention: { path: '/relationships/attention', ready: (page) => page.getByRole('figure') },
  recovery: { path: '/relationships/recovery', ready: (page) => page.getByRole('article').first() },
  builders: { path: '/relationships/builders', ready: (page) => page.getByRole('article').first() },
  weights: { path: '/relationships/weights', ready: (page) => page.getByRole('table').first() },
  duplicates: { path: '/people/duplicates' },
  search: { path: '/search?q=battery' },
  mentions: { path: '/mentions' },
  calendar: { path: '/publish', ready: (page) => page.getByRole('table').or(page.getByText(/Nothing is planned|Hier ist nichts geplant/)).first() },
  post: { path: '/publish?tab=new', ready: (page) => page.getByRole('group').getByRole('checkbox').first() },
  outbox: { path: '/outbox' },
  policy: { path: '/policy' },
  channels: { path: '/channels' },
  connect: {
    path: '/channels',
    act: async (page) => {
      await page.getByRole('button', { name: /Connect a channel|Kanal verbinden/ }).first().click()
      await page.getByRole('dialog').getByText('Bluesky').first().waitFor()
    },
  },
  members: { path: '/members' },
  listening: { path: '/listening', ready: (page) => page.getByRole('main').getByText(/Nobody listens yet|Noch hört niemand zu/) },
  routing: { path: '/routing' },
  rule: {
    path: '/routing',
    act: async (page) => {
      await page.getByRole('button', { name: /New rule|Neue Regel/ }).first().click()
      await page.getByRole('dialog').getByRole('textbox').first().waitFor()
    },
  },
  deadlines: { path: '/routing?tab=deadlines' },
  hours: { path: '/routing?tab=hours' },
  roster: { path: '/routing?tab=people' },
  answers: { path: '/routing?tab=answers' },
  import: { path: '/import' },
  settings: { path: '/settings' },
  phone: {
    path: '/settings',
    act: async (page) => {
      await page.getByRole('tab', { name: /Contacts on your phone|Kontakte auf dem Telefon/ }).click()
      await page.getByText('/dav/').waitFor()
    },
  },
  audit: { path: '/audit' },
}

/** Opens a screen and waits until nothing is loading and nothing more is asked of the server. */
export async function show(page, name) {
  const { path, ready, act } = SCREENS[name]
  await page.goto(path)
  await page.getByRole('main').waitFor()
  if (ready) await ready(page).waitFor()
  await page.waitForLoadState('load')
  await quiet(page)
  if (act) {
    await act(page)
    await quiet(page)
  }
}

const quiet = (page) =>
  until('the screen is drawn', () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          const busy = document.querySelector('[aria-busy=true], [data-bone]') !== null
          requestAnimationFrame(() => requestAnimationFrame(() => done(!busy && document.fonts.status === 'loaded')))
        }),
    ),
  )

/** How far the page is wider than its window; elements that reach beyond, for the message. */
export function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth
    if (wide <= 0) return null
    const beyond = [...document.querySelectorAll('body *')]
      .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(0, 5)
      .map((e) => `${e.tagName.toLowerCase()} "${(e.textContent ?? '').slice(0, 40)}"`)
    return `${wide} px too wide: ${beyond.join(', ')}`
  })
}
