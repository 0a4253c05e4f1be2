// MergeDialog: which other conversations of the same person go into this one.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { kinQuery, type Conversation } from '@/api'
import {
  Button,
  CheckField,
  Dialog,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  Failed,
  Form,
  Notice,
  SkeletonRows,
  Time,
  useStatusWords,
} from '@/ui'
import type { useRegroup } from './regroup'
import css from './Regroup.module.css'

interface MergeProps {
  conversation: Conversation
  merge: ReturnType<typeof useRegroup>['merge']
  onClose: () => void
}

export function MergeDialog(props: MergeProps) {
  return (
    <Dialog title={<Trans>Merge with this conversation</Trans>} opened onClose={props.onClose} width={560}>
      <Body {...props} />
    </Dialog>
  )
}

function Body({ conversation, merge, onClose }: MergeProps) {
  const { t } = useLingui()
  const words = useStatusWords()
  const { data, error, isPending, refetch } = useQuery(kinQuery(conversation.id))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const pick = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  const line = (c: Conversation) => (
    <>
      {[words[c.status], c.owner?.name].filter(Boolean).join(' · ')}
      {c.last_at && (
        <>
          {' '}
          · <Time at={c.last_at} />
        </>
      )}{' '}
      · {c.first_words}
    </>
  )
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0)
    return (
      <Notice>
        <Trans>
          There is no other conversation with this person on this channel. To merge those of several people,
          select them in the list.
        </Trans>
      </Notice>
    )
  return (
    <Form
      onSubmit={() => merge.mutate({ into: conversation, from: [...chosen] }, { onSuccess: () => onClose() })}
    >
      <DialogLead>
        <Trans>
          Their posts, notes, drafts, labels and hand-overs come into this conversation. On its network
          nothing changes, and it can be taken back at any time.
        </Trans>
      </DialogLead>
      <fieldset className={css.posts}>
        <legend className="sr">{t`Conversations`}</legend>
        {data.items.map((c) => (
          <CheckField
            key={c.id}
            label={c.subject || c.person?.name || t`Conversation`}
            help={line(c)}
            checked={chosen.has(c.id)}
            onChange={(on) => pick(c.id, on)}
          />
        ))}
      </fieldset>
      <ErrorNotice error={merge.error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={merge.isPending} disabled={chosen.size === 0}>
          <Trans>Merge</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
