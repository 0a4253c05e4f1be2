// screens: every screen of the product with the words that show it has come, in each language, so that no journey that
// looks at all of them forgets one. `act` brings about what an address alone cannot show.
import { until } from './wait.mjs'

const row = (page) => page.getByRole('listbox').getByRole('option').first()

async function conversation(page) {
  await row(page).click()
  await page.getByRole('log').waitFor()
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
  duplicates: { path: '/people/duplicates' },
  search: { path: '/search?q=battery' },
  mentions: { path: '/mentions' },
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
