// Blocks: building blocks for answers: a fact, a link, a step. They are put into what one writes; a whole answer they
// never are.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, savedTextsQuery, take, useCan, type SavedText } from '@/api'
import {
  Button,
  Chip,
  Dialog,
  DialogFoot,
  Empty,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconButton,
  IconEdit,
  IconNote,
  IconPlus,
  IconTrash,
  otherError,
  Section,
  Segments,
  SkeletonRows,
  TextArea,
  TextField,
  useToast,
} from '@/ui'
import css from './Policy.module.css'

export function useBlockWords(): Record<SavedText['kind'], string> {
  const { t } = useLingui()
  return { fact: t`Fact`, link: t`Link`, step: t`Step` }
}

export function Blocks() {
  const may = useCan('work')
  const { data, error, isPending, refetch } = useQuery(savedTextsQuery())
  const [open, setOpen] = useState<SavedText | 'new' | null>(null)
  const items = data?.items ?? []
  const add = may && (
    <Button kind="main" icon={IconPlus} onClick={() => setOpen('new')}>
      <Trans>New block</Trans>
    </Button>
  )
  return (
    <Section
      title={<Trans>Building blocks</Trans>}
      lead={
        <Trans>
          Facts, links and steps that answers are made of. Nobody sends one as it is: the words around it are
          yours.
        </Trans>
      }
      actions={items.length > 0 && add}
    >
      {isPending ? (
        <SkeletonRows rows={3} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={IconNote} title={<Trans>No block yet</Trans>} action={add}>
          <Trans>
            Opening hours, the page about returns, how to reset a device: whatever is asked again.
          </Trans>
        </Empty>
      ) : (
        <ul className={css.blocks}>
          {items.map((block) => (
            <Block key={block.id} block={block} onEdit={may ? () => setOpen(block) : undefined} />
          ))}
        </ul>
      )}
      {open && <BlockForm block={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function Block({ block, onEdit }: { block: SavedText; onEdit?: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/saved-texts/{id}', { params: { path: { id: block.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['saved-texts'] }),
    onError: toast.fail,
  })
  const words = useBlockWords()
  return (
    <li className={css.block}>
      <Chip>{words[block.kind]}</Chip>
      <div>
        <b>{block.title}</b>
        <p>{block.text}</p>
      </div>
      {onEdit && (
        <span>
          <IconButton icon={IconEdit} label={t`Change ${block.title}`} onClick={onEdit} />
          <IconButton
            icon={IconTrash}
            label={t`Remove ${block.title}`}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          />
        </span>
      )}
    </li>
  )
}

function BlockForm({ block, onClose }: { block: SavedText | null; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const words = useBlockWords()
  const [kind, setKind] = useState<SavedText['kind']>(block?.kind ?? 'fact')
  const [title, setTitle] = useState(block?.title ?? '')
  const [text, setText] = useState(block?.text ?? '')
  const save = useMutation({
    mutationFn: () => {
      const body = { kind, title: title.trim(), text: text.trim() }
      return block
        ? take(api.PUT('/api/v1/saved-texts/{id}', { params: { path: { id: block.id } }, body }))
        : take(api.POST('/api/v1/saved-texts', { body }))
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['saved-texts'] })
      onClose()
    },
  })
  return (
    <Dialog
      title={block ? <Trans>Change the block</Trans> : <Trans>A new block</Trans>}
      opened
      onClose={onClose}
      width={520}
    >
      <Form onSubmit={() => save.mutate()}>
        <Segments
          label={t`Kind`}
          value={kind}
          onChange={setKind}
          choices={(['fact', 'link', 'step'] as const).map((value) => ({ value, label: words[value] }))}
        />
        <TextField
          label={t`Title`}
          description={t`By which it is found while one writes.`}
          value={title}
          onChange={(e) => setTitle(e.currentTarget.value)}
          error={fieldError(save.error, 'title')}
          autoComplete="off"
          data-autofocus
        />
        <TextArea
          label={t`Text`}
          description={t`No greeting and no name: at most 280 letters.`}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          error={fieldError(save.error, 'text')}
        />
        <ErrorNotice error={otherError(save.error, ['title', 'text'])} />
        <DialogFoot>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button kind="main" type="submit" busy={save.isPending} disabled={!title.trim() || !text.trim()}>
            <Trans>Save</Trans>
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  )
}
