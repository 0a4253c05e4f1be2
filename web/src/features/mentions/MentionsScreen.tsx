// MentionsScreen: what colleagues want from the reader: mentions in notes, hand-overs and their outcomes, assignments.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, mentionsQuery, take, type Mention } from '@/api'
import {
  Button,
  Empty,
  Failed,
  IconDone,
  IconMention,
  MemberMark,
  Page,
  SkeletonRows,
  Time,
  useClockWords,
  useToast,
} from '@/ui'
import css from './Mentions.module.css'

export function MentionsScreen() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data, error, isPending, refetch } = useQuery(mentionsQuery())
  const items = data?.items ?? []
  const unseen = items.filter((m) => !m.seen_at).map((m) => m.id)
  const seen = useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/api/v1/me/mentions/seen', { body: { ids } })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['mentions'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
      ]),
    onError: toast.fail,
  })
  return (
    <Page
      title={<Trans>For me</Trans>}
      lead={
        <Trans>
          Where colleagues named you, gave you something, or closed what you gave; and what you follow
        </Trans>
      }
      width="s"
      actions={
        unseen.length > 0 && (
          <Button size="s" icon={IconDone} busy={seen.isPending} onClick={() => seen.mutate(unseen)}>
            <Plural value={unseen.length} one="Mark # as seen" other="Mark # as seen" />
          </Button>
        )
      }
    >
      {isPending ? (
        <SkeletonRows rows={6} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={IconMention} title={<Trans>Nobody asked for you</Trans>}>
          <Trans>A note with your @name, a hand-over to your team or its outcome appears here.</Trans>
        </Empty>
      ) : (
        <ul className={css.list} aria-label={t`For me`}>
          {items.map((m) => (
            <li key={m.id}>
              <Row mention={m} onOpen={() => !m.seen_at && seen.mutate([m.id])} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function Row({ mention, onOpen }: { mention: Mention; onOpen: () => void }) {
  const { t } = useLingui()
  const name = mention.by?.name ?? 'Kith'
  const post = !mention.conversation_id // of the calendar, not an answer
  const what = {
    note: t`${name} named you in a note`,
    handoff: t`${name} handed over to your team`,
    handoff_outcome: t`${name} closed what you handed over`,
    handoff_late: t`Nobody has acknowledged a hand-over`,
    assigned: t`${name} gave you a conversation`,
    rule: t`A rule tells you`,
    suggest: t`Who has it is not here: can you take it over?`,
    stand_in: t`${name} asks you to stand in`,
    deadline_soon: t`A deadline is near`,
    deadline_missed: t`A deadline has passed`,
    found_deal: t`A deal came of the lead you found`,
    found_won: t`The lead you found was won`,
    found_resolved: t`The complaint you found is resolved`,
    followed_post: t`Somebody wrote in a conversation you follow`,
    followed_answer: t`${name} answered in a conversation you follow`,
    followed_note: t`${name} wrote a note in a conversation you follow`,
    followed_done: t`${name} finished a conversation you follow`,
    followed_handoff: t`${name} handed over a conversation you follow`,
    reminder: t`You wanted to be reminded`,
    talk: t`${name} said something in a side talk`,
    talk_closed: t`${name} closed a side talk`,
    merged: t`${name} merged a conversation of yours into this one`,
    policy: t`Version ${mention.text} of the policy waits for you`,
    approval: post ? t`${name} asks for your yes to a post` : t`${name} asks for your yes to an answer`,
    approval_late: post ? t`Nobody has approved a post in time` : t`Nobody has approved an answer in time`,
    reply_approved: post ? t`${name} approved your post` : t`${name} approved your answer`,
    reply_changed: post
      ? t`${name} changed the words of your post and approved it`
      : t`${name} changed the words of your answer and approved it`,
    reply_condition: post
      ? t`${name} approves your post on a condition`
      : t`${name} approves your answer on a condition`,
    reply_returned: post
      ? t`${name} gave your post back: it is a draft in the calendar`
      : t`${name} gave your answer back: it is a draft again`,
    held_post: t`What ${name} planned to post is held: look at it`,
    second_failure: t`${mention.person?.name ?? t`Somebody`} was let down again within a year: talk with them yourself`,
  }[mention.kind]
  const clocks: Record<string, string> = useClockWords()
  const deadline = mention.kind === 'deadline_soon' || mention.kind === 'deadline_missed'
  const said = mention.kind === 'policy' ? '' : deadline ? clocks[mention.text] : mention.text
  const look = { className: css.row, 'data-new': !mention.seen_at || undefined, onClick: onOpen }
  const body = (
    <>
      <MemberMark name={name} size={26} />
      <span className={css.what}>
        {what}
        {!mention.seen_at && <span className="sr"> {t`(new)`}</span>}
      </span>
      <span className={css.quiet}>
        <Time at={mention.created_at} />
      </span>
      {said && <span className={css.said}>{said}</span>}
      <span className={`${css.said} ${css.quiet}`}>{mention.subject}</span>
    </>
  )
  return mention.person ? (
    <Link to="/people/$person" params={{ person: mention.person.id }} {...look}>
      {body}
    </Link>
  ) : mention.kind === 'policy' ? (
    <Link to="/policy" {...look}>
      {body}
    </Link>
  ) : mention.kind === 'held_post' ||
    (!mention.conversation_id && /^(approval|reply)_?/.test(mention.kind)) ? (
    <Link to="/publish" {...look}>
      {body}
    </Link>
  ) : !mention.conversation_id ? (
    <Link to="/inbox/$view" params={{ view: 'mine' }} {...look}>
      {body}
    </Link>
  ) : (
    <Link
      to="/inbox/$view/$conversation"
      params={{ view: 'all', conversation: mention.conversation_id }}
      {...look}
    >
      {body}
    </Link>
  )
}
