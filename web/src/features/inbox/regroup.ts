// regroup: conversations put together, taken apart, and back again, with the way back offered each time.
import { plural, t } from '@lingui/core/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, take, type Conversation, type Regrouped } from '@/api'
import { useToast } from '@/ui'

/** What goes along when posts are taken out: they, and all that answers them, however deep. */
export function below(
  posts: readonly { id: string; parent_id: string | null }[],
  chosen: ReadonlySet<string>,
): Set<string> {
  const goes = new Set(posts.filter((p) => chosen.has(p.id)).map((p) => p.id))
  let size = -1
  while (size !== goes.size) {
    size = goes.size
    for (const p of posts) if (p.parent_id && goes.has(p.parent_id)) goes.add(p.id)
  }
  return goes
}

/** `onThere`: the conversation that is to be looked at afterwards. */
export function useRegroup(onMine: (ids: string[]) => void, onThere: (id: string) => void) {
  const client = useQueryClient()
  const toast = useToast()
  const look = () => {
    for (const key of ['thread', 'conversations', 'views', 'kin'])
      void client.invalidateQueries({ queryKey: [key] })
  }
  const undo = async (ids: string[]) => {
    try {
      let there: Conversation | undefined
      // The last one first: a conversation may have gone on from one to the next.
      for (const id of [...ids].reverse())
        there = await take(api.POST('/api/v1/regroupings/{id}/undo', { params: { path: { id } } }))
      if (there) onThere(there.id)
      toast.show(t`Taken back.`)
    } catch (error) {
      toast.fail(error)
    } finally {
      look()
    }
  }
  const made = (now: Regrouped, said: string) => {
    onMine([now.conversation.id])
    look()
    onThere(now.conversation.id)
    toast.show(said, { label: t`Undo`, run: () => void undo(now.regrouping_ids) })
  }
  const merge = useMutation({
    mutationFn: ({ into, from }: { into: Conversation; from: string[] }) =>
      take(
        api.POST('/api/v1/conversations/{id}/merge', {
          params: { path: { id: into.id } },
          body: { version: into.version, from_ids: from },
        }),
      ),
    onSuccess: (now) =>
      made(
        now,
        plural(now.regrouping_ids.length, {
          one: 'Merged. All of it stands in one conversation.',
          other: '# conversations merged into one.',
        }),
      ),
  })
  const split = useMutation({
    mutationFn: ({ from, posts }: { from: Conversation; posts: string[] }) =>
      take(
        api.POST('/api/v1/conversations/{id}/split', {
          params: { path: { id: from.id } },
          body: { version: from.version, post_ids: posts },
        }),
      ),
    onSuccess: (now) => made(now, t`Split off. This is the new conversation.`),
  })
  return { merge, split, undo }
}
