// acts: what a member does to a conversation. Shown at once, rolled back when the server refuses. A conflict (somebody
// was faster) fetches the truth and says so.
import { plural, t } from '@lingui/core/macro'
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import {
  api,
  ApiError,
  take,
  threadQuery,
  type BulkInput,
  type Conversation,
  type ConversationInput,
  type ConversationList,
  type Label,
  type Made,
  type MemberRef,
  type TeamRef,
  type Thread,
} from '@/api'
import { useToast } from '@/ui'

type Pages = InfiniteData<ConversationList>
type Change = Omit<ConversationInput, 'version'>

/** Puts a changed conversation into every list and thread that shows it; returns the way back. */
export function patchConversation(
  client: QueryClient,
  id: string,
  change: (c: Conversation) => Conversation,
): () => void {
  const before = [...client.getQueriesData<Pages>({ queryKey: ['conversations'] })]
  const thread = client.getQueryData<Thread>(['thread', id])
  client.setQueriesData<Pages>(
    { queryKey: ['conversations'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) =>
          page.items.some((c) => c.id === id)
            ? { ...page, items: page.items.map((c) => (c.id === id ? change(c) : c)) }
            : page,
        ),
      },
  )
  if (thread)
    client.setQueryData<Thread>(['thread', id], { ...thread, conversation: change(thread.conversation) })
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data)
    if (thread) client.setQueryData(['thread', id], thread)
  }
}

/** Whether what a change is about is still as it was seen: then only something beside it happened meanwhile. Who sets a
 * conversation aside must have seen the last word of the person. */
export function stillAsSeen(seen: Conversation, now: Conversation, change: Change): boolean {
  const asideNow = change.status === 'done' || change.status === 'snoozed'
  return (
    (change.status === undefined || now.status === seen.status) &&
    (change.owner_id === undefined || now.owner?.id === seen.owner?.id) &&
    (change.team_id === undefined || now.team?.id === seen.team?.id) &&
    (change.kind === undefined || now.kind === seen.kind) &&
    (!asideNow || now.last_in_at === seen.last_in_at)
  )
}

const conflicts = (error: unknown) => error instanceof ApiError && error.status === 409

/** What gives a conversation back what an act on many took from it. */
export function wayBack(input: BulkInput, before: Conversation, version: number): ConversationInput {
  if (input.act === 'assign') return { version, owner_id: before.owner?.id ?? null }
  if (input.act === 'team') return { version, team_id: before.team?.id ?? null }
  const status = before.status === 'folded' ? 'open' : before.status
  const sleeps = status === 'snoozed' && before.snoozed_until && Date.parse(before.snoozed_until) > Date.now()
  return { version, status, ...(sleeps && { snoozed_until: before.snoozed_until ?? undefined }) }
}

export interface Look {
  owner?: MemberRef | null
  team?: TeamRef | null
}

export interface Acts {
  change: (c: Conversation, change: Change, look?: Look) => Promise<boolean>
  done: (c: Conversation) => Promise<boolean>
  reopen: (c: Conversation) => Promise<boolean>
  snooze: (c: Conversation, until: Date | null) => Promise<boolean>
  assign: (c: Conversation, owner: MemberRef | null) => Promise<boolean>
  label: (c: Conversation, label: Label, on: boolean) => Promise<boolean>
  /** `chosen`: as they were before, to take it back. */
  bulk: (
    input: BulkInput,
    look: (c: Conversation) => Conversation,
    chosen: Conversation[],
  ) => Promise<boolean>
}

export function useActs(onMine: (ids: string[]) => void): Acts {
  const client = useQueryClient()
  const toast = useToast()

  const refused = useCallback(
    (error: unknown, id: string) => {
      void client.invalidateQueries({ queryKey: ['thread', id] })
      void client.invalidateQueries({ queryKey: ['conversations'] })
      if (conflicts(error)) toast.show(t`Somebody was faster. This is how it stands now.`)
      else toast.fail(error)
    },
    [client, toast],
  )

  const change = useCallback(
    async (c: Conversation, input: Change, look?: Look) => {
      onMine([c.id])
      // Another act of ours may just have raised the version.
      const shown = client.getQueryData<Thread>(['thread', c.id])?.conversation ?? c
      const seen = shown.version > c.version ? shown : c
      const back = patchConversation(client, c.id, (now) => ({
        ...now,
        ...(input.status && { status: input.status }),
        ...(input.kind && { kind: input.kind }),
        ...(input.snoozed_until && { snoozed_until: input.snoozed_until }),
        ...(look?.owner !== undefined && { owner: look.owner }),
        ...(look?.team !== undefined && { team: look.team }),
      }))
      const put = (version: number) =>
        take(
          api.PATCH('/api/v1/conversations/{id}', {
            params: { path: { id: c.id } },
            body: { ...input, version },
          }),
        )
      // A post or a note that came meanwhile is no reason to refuse an owner.
      const again = async (error: unknown) => {
        if (!conflicts(error)) throw error
        const { conversation } = await client.fetchQuery({ ...threadQuery(c.id), staleTime: 0 })
        if (!stillAsSeen(seen, conversation, input)) throw error
        return put(conversation.version)
      }
      try {
        const now = await put(seen.version).catch(again)
        patchConversation(client, c.id, () => now)
        void client.invalidateQueries({ queryKey: ['views'] })
        void client.invalidateQueries({ queryKey: ['conversations'] })
        return true
      } catch (error) {
        back()
        refused(error, c.id)
        return false
      }
    },
    [client, onMine, refused],
  )

  const label = useCallback(
    async (c: Conversation, one: Label, on: boolean) => {
      const back = patchConversation(client, c.id, (now) => ({
        ...now,
        labels: on ? [...now.labels, one] : now.labels.filter((l) => l.id !== one.id),
      }))
      try {
        const path = { id: c.id, label_id: one.id }
        const now = on
          ? await take(
              api.POST('/api/v1/conversations/{id}/labels', {
                params: { path: { id: c.id } },
                body: { label_id: one.id },
              }),
            )
          : await take(api.DELETE('/api/v1/conversations/{id}/labels/{label_id}', { params: { path } }))
        patchConversation(client, c.id, () => now)
        return true
      } catch (error) {
        back()
        refused(error, c.id)
        return false
      }
    },
    [client, refused],
  )

  /** One by one over the version that the act made: what somebody changed since stays as it is. */
  const undo = useCallback(
    async (input: BulkInput, chosen: Conversation[], made: Made[]) => {
      const label = input.act === 'label' ? input.label_id : undefined
      let kept = 0
      for (const { id, version } of made) {
        const before = chosen.find((c) => c.id === id)
        if (!before) continue
        try {
          if (label === undefined)
            await take(
              api.PATCH('/api/v1/conversations/{id}', {
                params: { path: { id } },
                body: wayBack(input, before, version),
              }),
            )
          else if (!before.labels.some((l) => l.id === label))
            await take(
              api.DELETE('/api/v1/conversations/{id}/labels/{label_id}', {
                params: { path: { id, label_id: label } },
              }),
            )
        } catch (error) {
          if (!conflicts(error)) return toast.fail(error)
          kept++
        } finally {
          void client.invalidateQueries({ queryKey: ['thread', id] })
        }
      }
      void client.invalidateQueries({ queryKey: ['views'] })
      void client.invalidateQueries({ queryKey: ['conversations'] })
      toast.show(
        kept > 0
          ? plural(kept, {
              one: 'Taken back, but for # that somebody changed since.',
              other: 'Taken back, but for # that somebody changed since.',
            })
          : t`Taken back.`,
      )
    },
    [client, toast],
  )

  const bulk = useCallback(
    async (input: BulkInput, look: (c: Conversation) => Conversation, chosen: Conversation[]) => {
      onMine(input.ids)
      const backs = input.ids.map((id) => patchConversation(client, id, look))
      try {
        const { changed, skipped, made } = await take(api.POST('/api/v1/conversations/bulk', { body: input }))
        const said =
          skipped.length > 0
            ? t`${changed} changed, ${skipped.length} skipped: ${skipped[0]?.reason ?? ''}`
            : plural(changed, { one: '# conversation changed.', other: '# conversations changed.' })
        // Who had a label before it was taken off is not known here.
        if (input.act === 'unlabel') toast.show(said)
        else toast.show(said, { label: t`Undo`, run: () => void undo(input, chosen, made) })
        return true
      } catch (error) {
        for (const back of backs.reverse()) back()
        toast.fail(error)
        return false
      } finally {
        void client.invalidateQueries({ queryKey: ['views'] })
        void client.invalidateQueries({ queryKey: ['conversations'] })
        for (const id of input.ids) void client.invalidateQueries({ queryKey: ['thread', id] })
      }
    },
    [client, onMine, toast, undo],
  )

  const reopen = useCallback((c: Conversation) => change(c, { status: 'open' }), [change])
  return {
    change,
    reopen,
    label,
    bulk,
    done: useCallback(
      async (c: Conversation) => {
        const ok = await change(c, { status: 'done' })
        if (ok) toast.show(t`Marked as done.`, { label: t`Undo`, run: () => void reopen(c) })
        return ok
      },
      [change, reopen, toast],
    ),
    snooze: useCallback(
      async (c: Conversation, until: Date | null) => {
        const ok = await change(c, {
          status: 'snoozed',
          ...(until && { snoozed_until: until.toISOString() }),
        })
        const said = until ? t`Snoozed. It comes back by itself.` : t`Snoozed until they write.`
        if (ok) toast.show(said, { label: t`Undo`, run: () => void reopen(c) })
        return ok
      },
      [change, reopen, toast],
    ),
    assign: useCallback(
      async (c: Conversation, owner: MemberRef | null) => {
        const ok = await change(c, { owner_id: owner?.id ?? null }, { owner })
        if (ok) toast.show(owner ? t`Assigned to ${owner.name}.` : t`Nobody owns it now.`)
        return ok
      },
      [change, toast],
    ),
  }
}
