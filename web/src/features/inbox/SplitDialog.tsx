// SplitDialog: which posts begin a conversation of their own. What answers a chosen post goes along.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import type { Conversation, Post } from '@/api'
import { Button, CheckField, Dialog, DialogFoot, DialogLead, ErrorNotice, Form } from '@/ui'
import { below, type useRegroup } from './regroup'
import css from './Regroup.module.css'

interface SplitProps {
  conversation: Conversation
  posts: Post[]
  /** The post from whose menu it was asked. */
  from: string | null
  split: ReturnType<typeof useRegroup>['split']
  onClose: () => void
}

export function SplitDialog({ conversation, posts, from, split, onClose }: SplitProps) {
  return (
    <Dialog
      title={<Trans>Split off into a conversation of its own</Trans>}
      opened
      onClose={onClose}
      width={560}
    >
      <Body conversation={conversation} posts={posts} from={from} split={split} onClose={onClose} />
    </Dialog>
  )
}

function Body({ conversation, posts, from, split, onClose }: SplitProps) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(from ? [from] : []))
  const goes = useMemo(() => below(posts, chosen), [posts, chosen])
  const all = goes.size === posts.length && conversation.post_count <= posts.length
  const pick = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  const who = (post: Post) =>
    post.direction === 'out' ? (post.member?.name ?? t`Us`) : (post.person?.name ?? t`Unknown`)
  return (
    <Form
      onSubmit={() =>
        split.mutate({ from: conversation, posts: [...chosen] }, { onSuccess: () => onClose() })
      }
    >
      <DialogLead>
        <Trans>
          Owner, team, labels and followers stay the same. On its network nothing changes, and it can be taken
          back at any time.
        </Trans>
      </DialogLead>
      <fieldset className={css.posts}>
        <legend className="sr">{t`Posts`}</legend>
        {posts.map((post) => (
          <CheckField
            key={post.id}
            label={who(post)}
            help={post.text.slice(0, 140)}
            checked={goes.has(post.id)}
            disabled={goes.has(post.id) && !chosen.has(post.id)}
            onChange={(on) => pick(post.id, on)}
          />
        ))}
      </fieldset>
      <p role="status" className={css.count}>
        {goes.size === 0 ? (
          <Trans>Choose what goes.</Trans>
        ) : all ? (
          <Trans>At least one post must stay here.</Trans>
        ) : (
          <Plural
            value={goes.size}
            one="# post goes, with what answers it"
            other="# posts go, with what answers them"
          />
        )}
      </p>
      <ErrorNotice error={split.error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={split.isPending} disabled={chosen.size === 0 || all}>
          <Trans>Split off</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
