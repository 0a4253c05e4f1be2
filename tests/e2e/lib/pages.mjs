// pages: what a person does on the screens, in their words, so that a changed label is changed in one place.
import { until } from './wait.mjs'

export const button = (place, name) => place.getByRole('button', { name })
export const rows = (page) => page.getByRole('listbox', { name: /^Conversations:/ }).getByRole('option')
export const thread = (page) => page.getByRole('log', { name: 'Thread' })
export const answerBox = (page) => page.getByRole('textbox', { name: 'Your answer' })
export const sendButton = (page) => page.getByRole('button', { name: /^(Send|Stopped by a rule|Too long|Read the policy first|Ask a second person)/ })

export async function signIn(page, { email, password }) {
  await page.goto('/signin')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/inbox\//)
}

/** Opens the row that says these words, and gives its thread. */
export async function openRow(page, words) {
  await rows(page).filter({ hasText: words }).first().click()
  await thread(page).getByText(words).first().waitFor()
  return thread(page)
}

/** Writes an answer and sends it once the policy has looked at it. */
export async function answer(page, text) {
  await answerBox(page).fill(text)
  await until('the send button is ready', async () => (await sendButton(page).getAttribute('aria-disabled')) === null)
  await sendButton(page).click()
}

export const ours = (page, text) => thread(page).getByRole('article').filter({ hasText: text })
