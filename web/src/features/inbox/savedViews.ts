// savedViews: what a member does to views that were kept under a name: save over, order, remove and take that back.
import { t } from '@lingui/core/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { api, savedViewsQuery, take, type SavedView } from '@/api'
import { useToast } from '@/ui'
import { baseOf, savedFilters, savedId, toSave, type Filters } from './places'

export interface Place {
  /** The saved view of the address; undefined in a fixed one. */
  saved?: SavedView
  /** It is not here, or not shared with the reader. */
  missing: boolean
  /** The fixed view and the filters that count; null until it is known what they are. */
  base: string | null
  filters: Filters
}

/** What an address asks for: a saved view stands for a fixed one with filters, until they are changed. */
export function usePlace(view: string, filters: Filters): Place {
  const id = savedId(view)
  const { data, isError } = useQuery({ ...savedViewsQuery(), enabled: id !== null })
  if (id === null) return { missing: false, base: view, filters }
  const saved = data?.items.find((v) => v.id === id)
  if (!saved) return { missing: data !== undefined || isError, base: null, filters: {} }
  return {
    saved,
    missing: false,
    base: baseOf(saved),
    filters: filters.changed ? filters : savedFilters(saved),
  }
}

/** Where it stands among those that are listed with it: its own ones, or the shared ones. */
export function moved(all: SavedView[], one: SavedView, step: 1 | -1): SavedView[] | null {
  const mine = one.shared === 'me'
  const group = all.filter((v) => (v.shared === 'me') === mine)
  const other = group[group.findIndex((v) => v.id === one.id) + step]
  if (!other) return null
  return all.map((v) => (v.id === one.id ? other : v.id === other.id ? one : v))
}

export function useSavedActs() {
  const client = useQueryClient()
  const toast = useToast()
  const navigate = useNavigate()
  const again = useCallback(() => client.invalidateQueries({ queryKey: ['saved-views'] }), [client])
  const go = (id: string) =>
    void navigate({ to: '/inbox/$view', params: { view: `saved-${id}` }, search: {} })
  const tried = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toast.fail(error)
    }
    await again()
  }
  return {
    again,
    go,
    over: (one: SavedView, filters: Filters) =>
      tried(async () => {
        await take(
          api.PATCH('/api/v1/saved-views/{id}', {
            params: { path: { id: one.id } },
            body: { version: one.version, ...toSave(baseOf(one), filters) },
          }),
        )
        await again()
        go(one.id)
        toast.show(t`Saved over.`)
      }),
    order: (all: SavedView[], one: SavedView, step: 1 | -1) =>
      tried(async () => {
        const next = moved(all, one, step)
        if (next) await take(api.PUT('/api/v1/saved-views/order', { body: { ids: next.map((v) => v.id) } }))
      }),
    remove: (one: SavedView) =>
      tried(async () => {
        const path = { id: one.id }
        await take(api.DELETE('/api/v1/saved-views/{id}', { params: { path } }))
        void navigate({ to: '/inbox/$view', params: { view: baseOf(one) } })
        const back = async () => {
          await take(api.POST('/api/v1/saved-views/{id}/restore', { params: { path } }))
          await again()
          go(one.id)
        }
        toast.show(t`The view is removed.`, { label: t`Undo`, run: () => void tried(back) })
      }),
  }
}
