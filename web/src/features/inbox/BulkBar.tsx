// BulkBar: what can be done to all selected conversations at once.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { labelsQuery, membersQuery, type BulkInput, type Conversation } from '@/api'
import { useCommands } from '@/keys'
import {
  ColourDot,
  IconAssign,
  IconButton,
  IconClose,
  IconDone,
  IconLabel,
  IconMerge,
  IconSnooze,
  Menu,
  Picker,
  useToast,
} from '@/ui'
import { useActs } from './acts'
import { useOwnerOptions } from './choices'
import { useRegroup } from './regroup'
import { snoozeChoices } from './snooze'
import css from './List.module.css'

interface BulkBarProps {
  chosen: Conversation[]
  onClear: () => void
  onMine: (ids: string[]) => void
  onThere: (id: string) => void
}

export function BulkBar({ chosen, onClear, onMine, onThere }: BulkBarProps) {
  const { t } = useLingui()
  const acts = useActs(onMine)
  const [assigning, setAssigning] = useState(false)
  const [labelling, setLabelling] = useState(false)
  const owners = useOwnerOptions(undefined)
  const { data: members } = useQuery(membersQuery())
  const { data: labels } = useQuery(labelsQuery())
  const ids = chosen.map((c) => c.id)
  const run = async (input: BulkInput, look: (c: Conversation) => Conversation) => {
    if (await acts.bulk(input, look, chosen)) onClear()
  }
  const toast = useToast()
  const { merge: merging } = useRegroup(onMine, onThere)
  // Into the one that was here first: ids count up.
  const merge = () => {
    const [into, ...from] = [...chosen].sort((a, b) => a.id.length - b.id.length || a.id.localeCompare(b.id))
    if (!into || from.length === 0) return
    merging.mutate({ into, from: from.map((c) => c.id) }, { onSuccess: onClear, onError: toast.fail })
  }
  const done = () => void run({ ids, act: 'done' }, (c) => ({ ...c, status: 'done' }))
  // Before the conversation beside the list, which is drawn after this bar and would take the key for itself.
  useCommands(
    {
      'conversation.done': done,
      'conversation.assign': () => setAssigning(true),
      'conversation.label': () => setLabelling(true),
      'conversation.merge': chosen.length > 1 && merge,
    },
    true,
  )
  return (
    <div className={css.bulk} role="toolbar" aria-label={t`Selected conversations`}>
      <span role="status">
        <Plural value={chosen.length} one="# selected" other="# selected" />
      </span>
      <IconButton icon={IconDone} label={t`Done`} keys="e" onClick={done} />
      <Picker
        label={t`Assign to`}
        options={owners}
        opened={assigning}
        onChange={setAssigning}
        onPick={(id) => {
          const owner = members?.items.find((m) => m.id === id) ?? null
          void run({ ids, act: 'assign', owner_id: id || null }, (c) => ({ ...c, owner }))
        }}
        target={
          <IconButton
            icon={IconAssign}
            label={t`Assign`}
            keys="a"
            tip={false}
            onClick={() => setAssigning(!assigning)}
          />
        }
      />
      <Menu
        position="bottom-end"
        entries={snoozeChoices(new Date()).map(({ label, until }) => ({
          label,
          run: () =>
            void run({ ids, act: 'snooze', ...(until && { snoozed_until: until.toISOString() }) }, (c) => ({
              ...c,
              status: 'snoozed',
              snoozed_until: until?.toISOString() ?? null,
            })),
        }))}
        target={<IconButton icon={IconSnooze} label={t`Snooze`} tip={false} />}
      />
      <Picker
        label={t`Label`}
        options={(labels?.items ?? []).map((l) => ({
          id: l.id,
          label: l.name,
          icon: <ColourDot colour={l.colour} />,
        }))}
        opened={labelling}
        onChange={setLabelling}
        onPick={(id) => {
          const label = labels?.items.find((l) => l.id === id)
          if (label)
            void run({ ids, act: 'label', label_id: id }, (c) => ({
              ...c,
              labels: [...c.labels.filter((l) => l.id !== id), label],
            }))
        }}
        target={
          <IconButton
            icon={IconLabel}
            label={t`Label`}
            keys="l"
            tip={false}
            onClick={() => setLabelling(!labelling)}
          />
        }
      />
      {chosen.length > 1 && (
        <IconButton icon={IconMerge} label={t`Merge into one`} keys="w" onClick={merge} />
      )}
      <IconButton icon={IconClose} label={t`Clear the selection`} onClick={onClear} />
      <span className="sr">
        <Trans>Escape clears the selection</Trans>
      </span>
    </div>
  )
}
