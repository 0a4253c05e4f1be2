// ViewMenu: what can be done with the view one looks at: keep it under a name, save over it, order, remove it.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { savedViewsQuery } from '@/api'
import { useCommands } from '@/keys'
import {
  IconButton,
  IconDown,
  IconEdit,
  IconMore,
  IconPlus,
  IconSave,
  IconTrash,
  IconUpward,
  Menu,
  type MenuEntry,
} from '@/ui'
import type { Filters } from './places'
import { moved, useSavedActs, type Place } from './savedViews'
import css from './List.module.css'

const SavedViewDialog = lazy(async () => ({ default: (await import('./SavedViewDialog')).SavedViewDialog }))

interface ViewMenuProps {
  place: Place
  filters: Filters
}

export function useSaving({ place, filters }: ViewMenuProps) {
  const acts = useSavedActs()
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null)
  const { saved, base } = place
  const over = saved?.can_change && filters.changed ? () => void acts.over(saved, filters) : null
  const save = base !== null && !filters.storm ? () => setDialog('new') : null
  useCommands({ 'list.save': (over ?? save) || false })
  return { acts, over, save, edit: () => setDialog('edit'), dialog, close: () => setDialog(null) }
}

export function ViewMenu({
  place,
  filters,
  saving,
}: ViewMenuProps & { saving: ReturnType<typeof useSaving> }) {
  const { t } = useLingui()
  const { saved, base } = place
  const { acts, over, save, edit, dialog, close } = saving
  const all = useQuery(savedViewsQuery()).data?.items ?? []
  const who = saved?.created_by?.name ?? t`somebody`
  const entries: MenuEntry[] = []
  if (saved)
    entries.push({
      heading:
        saved.shared === 'me' ? (
          <Trans>Only I see it</Trans>
        ) : saved.shared === 'team' ? (
          <Trans>
            {who} shares it with {saved.shared_team?.name}
          </Trans>
        ) : (
          <Trans>{who} shares it with everybody</Trans>
        ),
    })
  if (over) entries.push({ label: t`Save over`, icon: IconSave, keys: 'b', run: over })
  if (save)
    entries.push({
      label: saved ? t`Save as another view` : t`Save this view`,
      icon: IconPlus,
      keys: over ? undefined : 'b',
      run: save,
    })
  if (saved?.can_change) entries.push({ label: t`Name and readers`, icon: IconEdit, run: edit })
  if (saved)
    entries.push(
      'line',
      {
        label: t`Move up`,
        icon: IconUpward,
        disabled: !moved(all, saved, -1),
        run: () => void acts.order(all, saved, -1),
      },
      {
        label: t`Move down`,
        icon: IconDown,
        disabled: !moved(all, saved, 1),
        run: () => void acts.order(all, saved, 1),
      },
    )
  if (saved?.can_change)
    entries.push('line', {
      label: t`Remove the view`,
      icon: IconTrash,
      tone: 'red',
      run: () => void acts.remove(saved),
    })
  if (entries.length === 0 || base === null) return null
  return (
    <>
      <Menu
        position="bottom-end"
        width={250}
        entries={entries}
        target={<IconButton icon={IconMore} label={t`This view`} tip={false} />}
      />
      <Suspense>
        {dialog && (
          <SavedViewDialog
            saved={dialog === 'edit' ? saved : undefined}
            base={base}
            filters={filters}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  )
}

/** Beside the filters that are set: what can be done with them. */
export function SaveButton({ saving }: { saving: ReturnType<typeof useSaving> }) {
  const run = saving.over ?? saving.save
  if (!run) return null
  return (
    <button type="button" className={css.save} aria-keyshortcuts="b" onClick={run}>
      {saving.over ? <Trans>Save over</Trans> : <Trans>Save as a view</Trans>}
    </button>
  )
}
