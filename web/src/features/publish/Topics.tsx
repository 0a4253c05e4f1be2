// Topics: the labels of a post: rules for a topic and pauses of one look at them, and its conversation has them later.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { labelsQuery } from '@/api'
import { Button, IconLabel, LabelChip, LabelPicker } from '@/ui'
import css from './Publish.module.css'

interface TopicsProps {
  chosen: string[]
  onChange: (chosen: string[]) => void
}

export function Topics({ chosen, onChange }: TopicsProps) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const { data } = useQuery(labelsQuery())
  const shown = (data?.items ?? []).filter((l) => chosen.includes(l.id))
  return (
    <div className={css.topics} role="group" aria-label={t`Labels`}>
      <span className={css.topicsName}>
        <Trans>Labels</Trans>
      </span>
      {shown.map((l) => (
        <LabelChip key={l.id} name={l.name} colour={l.colour} />
      ))}
      <LabelPicker
        chosen={chosen}
        opened={opened}
        onOpened={setOpened}
        onPick={(label, on) => onChange(on ? [...chosen, label.id] : chosen.filter((id) => id !== label.id))}
        target={
          <Button size="s" icon={IconLabel} onClick={() => setOpened(!opened)}>
            {shown.length === 0 ? <Trans>What it is about</Trans> : <Trans>Change</Trans>}
          </Button>
        }
      />
    </div>
  )
}
