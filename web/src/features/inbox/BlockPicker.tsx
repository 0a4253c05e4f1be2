// BlockPicker: puts a building block (a fact, a link, a step) where the caret is.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { savedTextsQuery } from '@/api'
import { Button, IconBlock, Picker } from '@/ui'

export function BlockPicker({ onPick }: { onPick: (text: string) => void }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const { data } = useQuery(savedTextsQuery())
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <Picker
      label={t`Building blocks`}
      opened={opened}
      onChange={setOpened}
      width={320}
      options={items.map((b) => ({ id: b.id, label: b.title, hint: b.text.slice(0, 60) }))}
      onPick={(id) => {
        const block = items.find((b) => b.id === id)
        setOpened(false)
        if (block) onPick(block.text)
      }}
      target={
        <Button kind="quiet" size="s" icon={IconBlock} onClick={() => setOpened(true)}>
          <Trans>Block</Trans>
        </Button>
      }
    />
  )
}
