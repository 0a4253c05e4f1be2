// LabelPicker: which labels something has, picked from those of the team; a new one is made by typing its name.
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement } from 'react'
import { api, labelsQuery, take, type Label } from '@/api'
import { ColourDot } from './Chip'
import { Picker } from './Menu'
import { useToast } from './Toast'

interface LabelPickerProps {
  /** Ids of those it has. */
  chosen: readonly string[]
  opened: boolean
  onOpened: (opened: boolean) => void
  onPick: (label: Label, on: boolean) => unknown
  target: ReactElement
}

export function LabelPicker({ chosen, opened, onOpened, onPick, target }: LabelPickerProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data: labels } = useQuery(labelsQuery())
  const pick = (id: string) => {
    const label = labels?.items.find((l) => l.id === id)
    if (label) void onPick(label, !chosen.includes(id))
  }
  const create = async (name: string) => {
    try {
      const label: Label = await take(api.POST('/api/v1/labels', { body: { name } }))
      await client.invalidateQueries({ queryKey: ['labels'] })
      await onPick(label, true)
    } catch (error) {
      toast.fail(error)
    }
  }
  return (
    <Picker
      label={t`Label`}
      many
      options={(labels?.items ?? []).map((l) => ({
        id: l.id,
        label: l.name,
        icon: <ColourDot colour={l.colour} />,
        checked: chosen.includes(l.id),
      }))}
      opened={opened}
      onChange={onOpened}
      onPick={pick}
      onCreate={(name) => void create(name)}
      target={target}
    />
  )
}
