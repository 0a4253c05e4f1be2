// signals: the names of the terms of a priority (src/domain/priority_rules.c) in the reader's language, for the list
// with their points. The reason line itself comes from the server.
import { plural, t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { longSpan } from './time'

interface Signal {
  name: string
  points: number
  value: number
}

const number = (n: number, locale: string) => new Intl.NumberFormat(locale).format(n)

function sentence({ name, value }: Signal, locale: string): string | null {
  switch (name) {
    case 'complaint':
      return t`has a complaint`
    case 'lead':
      return t`wants to buy`
    case 'question':
      return t`asks a question`
    case 'praise':
      return t`has kind words`
    case 'direct':
      return t`wrote to us directly`
    case 'review':
      return t`left a review`
    case 'addressed':
      return t`speaks to us`
    case 'again':
      return plural(value, { one: 'wrote # time', other: 'wrote # times' })
    case 'waiting':
      return t`waits over ${longSpan(value / 1000)}`
    case 'advocate':
      return t`speaks for us`
    case 'loyal':
      return t`loyal`
    case 'relationship':
      return t`knows us well`
    case 'dialogue':
      return plural(value, { one: 'talked with us on # day', other: 'talked with us on # days' })
    case 'talked':
      return t`talked with us before`
    case 'storm':
      return plural(value, { one: '# person says the same', other: '# people say the same' })
    case 'reach':
      return t`${number(value, locale)} followers`
    case 'rule':
      return t`picked out by a rule`
    case 'rule_down':
      return t`put back by a rule`
    case 'due_soon':
      return t`due soon`
    case 'overdue':
      return t`overdue`
    case 'answered':
      return t`answered`
    default:
      return null
  }
}

const upper = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** What one term says; "heard" is the ground on which the others stand. */
export function useSignalWords(): (signal: Signal) => string {
  const { i18n } = useLingui()
  return useCallback(
    (signal) =>
      upper(
        sentence(signal, i18n.locale) ??
          (signal.name === 'heard' ? t`somebody spoke to us or about us` : signal.name),
      ),
    [i18n.locale],
  )
}
