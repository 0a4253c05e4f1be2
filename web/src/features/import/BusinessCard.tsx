// BusinessCard: one person from a card: the photo of a QR code or a pasted vCard, looked at, saved.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, take } from '@/api'
import {
  Button,
  Card,
  ErrorNotice,
  IconUpload,
  Notice,
  Section,
  SwitchField,
  TextArea,
  TextField,
} from '@/ui'
import { cardOf, linesOf, withName } from './card'
import { codeIn } from './qr'
import { upload } from './upload'
import css from './Import.module.css'

export function BusinessCard({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [name, setName] = useState('')
  const [share, setShare] = useState(false)
  const card = cardOf(text)
  const lines = card ? linesOf(card) : []
  const named = lines.some((line) => line.name === 'FN') || name.trim() !== ''
  const look = useMutation({
    mutationFn: (file: File) => codeIn(file),
    onSuccess: (code) => code !== null && setText(code),
  })
  const save = useMutation({
    mutationFn: async (made: string) => {
      const file = new File([withName(made, name)], 'card.vcf', { type: 'text/vcard' })
      const run = await upload(file, () => undefined, 'people')
      const path = { params: { path: { id: run.id } } }
      return take(api.POST('/api/v1/imports/{id}/run', { ...path, body: { options: { share } } }))
    },
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['imports'] })
      onDone(run.id)
    },
  })
  return (
    <Section
      title={<Trans>Business card</Trans>}
      lead={<Trans>A photo of its QR code, or the text of a vCard.</Trans>}
    >
      <Card>
        <div className={css.origin}>
          <div className={css.acts}>
            <input
              ref={input}
              type="file"
              accept="image/*"
              capture="environment"
              hidden
              onChange={(e) => {
                const file = e.currentTarget.files?.[0]
                if (file) look.mutate(file)
                e.currentTarget.value = ''
              }}
            />
            <Button icon={IconUpload} busy={look.isPending} onClick={() => input.current?.click()}>
              <Trans>Photo of a QR code</Trans>
            </Button>
          </div>
          {(look.data === null || look.error) && (
            <Notice tone="amber">
              <Trans>No QR code could be read in this picture. Come closer and hold still.</Trans>
            </Notice>
          )}
          <TextArea
            label={t`Text of the card`}
            description={t`vCard, MECARD or a web address, as the code or a mail has it.`}
            minRows={3}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          {text.trim() !== '' && !card && (
            <Notice tone="amber">
              <Trans>This is no card: it says nothing about a person.</Trans>
            </Notice>
          )}
          {lines.length > 0 && (
            <ul className={css.lines} aria-label={t`On the card`}>
              {lines.map((line, i) => (
                <li key={i}>{line.value}</li>
              ))}
            </ul>
          )}
          {card && !lines.some((line) => line.name === 'FN') && (
            <TextField label={t`Name`} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          )}
          {card && (
            <SwitchField
              label={<Trans>Share with the whole team</Trans>}
              checked={share}
              onChange={setShare}
            />
          )}
          <ErrorNotice error={save.error} />
          {card && (
            <div className={css.acts}>
              <Button kind="main" disabled={!named} busy={save.isPending} onClick={() => save.mutate(card)}>
                <Trans>Save this person</Trans>
              </Button>
            </div>
          )}
        </div>
      </Card>
    </Section>
  )
}
