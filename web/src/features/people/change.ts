// change: what members do with a person, and what is fetched again behind it. A change of the person itself answers with
// the whole page; what is written down beside it changes the relationship and the timeline too.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { personQuery, type PersonPage } from '@/api'
import { useToast } from '@/ui'

/** An act whose answer is the person's page. */
export function usePersonAct<V>(id: string, act: (input: V) => Promise<PersonPage>, done?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (now) => {
      client.setQueryData(personQuery(id).queryKey, now)
      for (const key of [['people'], ['thread'], ['conversations'], ['relationship', id]])
        void client.invalidateQueries({ queryKey: key })
      done?.()
    },
  })
}

/** An act that writes down something about a person. */
export function useRecordAct<V>(id: string, act: (input: V) => Promise<unknown>, done?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      done?.()
      await Promise.all(
        ['records', 'person', 'timeline', 'relationship', 'rhythm', 'known-by', 'people'].map((key) =>
          client.invalidateQueries({ queryKey: key === 'people' ? [key] : [key, id] }),
        ),
      )
    },
  })
}

/** The same behind a menu: no form shows a refusal, so a message does. */
export function useQuickAct<V>(id: string, act: (input: V) => Promise<unknown>) {
  const toast = useToast()
  const { mutate } = useRecordAct(id, act)
  return (input: V) => mutate(input, { onError: toast.fail })
}
