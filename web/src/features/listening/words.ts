// words: what a query does with what it finds, in the reader's language.
import { useLingui } from '@lingui/react/macro'
import type { Query } from '@/api'

export type Verb = Query['verb']

export function useVerbs(): Record<Verb, { name: string; help: string }> {
  const { t } = useLingui()
  return {
    watch: { name: t`Watch`, help: t`What it finds is listed here and counted.` },
    hide: {
      name: t`Hide`,
      help: t`What it finds is kept, but listed and counted nowhere in listening. Taking the query away brings it back.`,
    },
    skip: {
      name: t`Do not collect`,
      help: t`Where nobody says it to us, it is not stored at all, and cannot be had back. Answers, mentions and letters always come in.`,
    },
  }
}
