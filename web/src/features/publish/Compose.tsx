// Compose: one text for several channels, with one of its own where wanted. Each channel counts as its network counts,
// shows how it will stand there and what the policy says; heard against told stands beside the button.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, placesQuery, take, useMe, type Check, type PostingPlace } from '@/api'
import { useCommands } from '@/keys'
import {
  Balance,
  BalanceRatio,
  Button,
  CheckField,
  Empty,
  ErrorNotice,
  Failed,
  fieldError,
  IconBlocked,
  IconSend,
  Kbd,
  NetworkSign,
  Notice,
  otherError,
  Segments,
  SkeletonRows,
  TextArea,
  useDebouncedValue,
  useToast,
} from '@/ui'
import { fromField, soon, toField } from './days'
import { emptyDraft, keepDraft, keptDraft, pruned, textFor, worst, type Kept } from './draft'
import { Findings } from './Findings'
import { Preview } from './looks'
import { Topics } from './Topics'
import { WhenField } from './When'
import css from './Publish.module.css'

export function Compose({ onDone }: { onDone: () => void }) {
  const places = useQuery(placesQuery())
  if (places.isPending) return <SkeletonRows rows={5} face={false} />
  if (places.isError) return <Failed error={places.error} onRetry={() => void places.refetch()} />
  if (places.data.items.length === 0)
    return (
      <Empty icon={IconSend} title={<Trans>No channel can post</Trans>}>
        <Trans>
          Connect an account that can say something by itself, such as one on Bluesky. Feeds and comments of a
          site only listen and answer.
        </Trans>
      </Empty>
    )
  return (
    <Writing places={places.data.items} house={places.data.house} days={places.data.days} onDone={onDone} />
  )
}

interface WritingProps {
  places: PostingPlace[]
  house: PostingPlace['listening']
  days: number
  onDone: () => void
}

/** With the text and the labels that it was asked about. */
type Checked = Check & { of: string; about: string }

/** What the policy says of each chosen channel's text, a moment after the last key. */
function useChecks(chosen: PostingPlace[], draft: Kept): Checked[] {
  const [settled] = useDebouncedValue(draft, 350)
  const asked = chosen.map((p) => ({ id: p.channel.id, text: textFor(settled, p.channel.id) }))
  const answers = useQueries({
    queries: asked.map(({ id, text }) => ({
      queryKey: ['check', 'planned', id, text, settled.labels],
      queryFn: async () => ({
        ...(await take(
          api.POST('/api/v1/planned/check', {
            body: { channel_id: id, text, label_ids: settled.labels },
          }),
        )),
        of: text,
        about: settled.labels.join(),
      }),
      enabled: text.trim().length > 0,
      placeholderData: keepPreviousData,
      staleTime: 30_000,
      gcTime: 60_000,
    })),
  })
  return answers.flatMap((a) => (a.data ? [a.data] : []))
}

function Writing({ places, house, days, onDone }: WritingProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const me = useMe()
  const [draft, setDraft] = useState<Kept>(() => pruned(keptDraft() ?? emptyDraft(), places))
  const chosen = places.filter((p) => draft.channels.includes(p.channel.id))
  const checks = useChecks(chosen, draft)
  useEffect(() => keepDraft(draft), [draft])
  const write = (change: Partial<Kept>) => setDraft((before) => ({ ...before, ...change }))

  const at = draft.later ? fromField(draft.at) : null
  const verdict = worst(checks)
  const settled = chosen.every((p) =>
    checks.some(
      (c, i) => chosen[i] === p && c.of === textFor(draft, p.channel.id) && c.about === draft.labels.join(),
    ),
  )
  const unread = me.policy.needs_acknowledgement || checks.some((c) => c.acknowledged === false)
  const tooLong = chosen.filter((_, i) => isTooLong(checks[i]))
  const written = chosen.length > 0 && chosen.every((p) => textFor(draft, p.channel.id).trim())
  const blocked =
    !written || !settled || verdict === 'stop' || tooLong.length > 0 || unread || (draft.later && !at)

  const send = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/planned', {
          body: {
            items: chosen.map((p) => ({ channel_id: p.channel.id, text: textFor(draft, p.channel.id) })),
            label_ids: draft.labels,
            at,
            key: draft.key,
            warnings_seen: true,
            ask_second: verdict === 'review',
          },
        }),
      ),
    onSuccess: async ({ items }) => {
      keepDraft(null)
      setDraft(emptyDraft())
      await Promise.all(
        ['planned', 'outbox', 'status'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      toast.say(
        items.some((i) => i.second_person)
          ? t`It waits for a second person.`
          : at
            ? t`It is planned.`
            : t`It is on its way.`,
      )
      onDone()
    },
  })
  const go = () => {
    if (!blocked && !send.isPending) send.mutate()
  }
  useCommands({ 'write.send': go })
  const told = chosen.length === 1 && chosen[0] ? chosen[0] : null
  return (
    <div className={css.compose}>
      <fieldset className={css.channels}>
        <legend>
          <Trans>Where</Trans>
        </legend>
        {places.map((p) => (
          <CheckField
            key={p.channel.id}
            label={
              <span className={css.channel}>
                <NetworkSign network={p.channel.network} /> {p.channel.name}
              </span>
            }
            help={p.no_post_reason ?? undefined}
            checked={draft.channels.includes(p.channel.id)}
            disabled={Boolean(p.no_post_reason)}
            onChange={(on) =>
              write({
                channels: on
                  ? [...draft.channels, p.channel.id]
                  : draft.channels.filter((id) => id !== p.channel.id),
              })
            }
          />
        ))}
      </fieldset>
      <TextArea
        label={t`What we say`}
        description={t`Your sign is added at its end. A text of its own can be given to each channel below.`}
        minRows={4}
        value={draft.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
        data-autofocus
      />
      <Topics chosen={draft.labels} onChange={(labels) => write({ labels })} />
      {chosen.length === 0 && (
        <Notice>
          <Trans>Choose at least one channel to see how it will stand there.</Trans>
        </Notice>
      )}
      <div className={css.places}>
        {chosen.map((p, i) => (
          <Place
            key={p.channel.id}
            place={p}
            check={checks[i]}
            draft={draft}
            onOwn={(own) => write({ own: { ...draft.own, [p.channel.id]: own } })}
            error={fieldError(send.error, `items[${i}].text`)}
          />
        ))}
      </div>
      <div className={css.when}>
        <Segments
          label={t`When`}
          value={draft.later ? 'later' : 'now'}
          onChange={(value) => write({ later: value === 'later', at: draft.at || toField(soon(new Date())) })}
          choices={[
            { value: 'now', label: t`Now` },
            { value: 'later', label: t`At a moment` },
          ]}
        />
        {draft.later && (
          <WhenField
            label={t`Day and time`}
            value={draft.at}
            onChange={(value) => write({ at: value })}
            error={fieldError(send.error, 'at')}
          />
        )}
      </div>
      {unread && (
        <Notice tone="amber">
          <Trans>
            A version of the policy came into force that you have not read. <Link to="/policy">Read it</Link>,
            and say that you know it; your text is kept.
          </Trans>
        </Notice>
      )}
      <ErrorNotice error={otherError(send.error, ['at', ...chosen.map((_, i) => `items[${i}].text`)])} />
      <div className={css.foot}>
        {told && <Told name={told.channel.name} told={told.listening} />}
        <Told name={t`All channels`} told={house} />
        <span className={css.period}>
          <Trans>heard against told unprompted, in {days} days</Trans>
        </span>
        <span className={css.keys}>
          <Kbd keys="mod+enter" />
        </span>
        <Button
          kind={verdict === 'stop' || tooLong.length > 0 ? 'stopped' : 'main'}
          icon={verdict === 'stop' || tooLong.length > 0 ? IconBlocked : undefined}
          busy={send.isPending}
          disabled={blocked}
          onClick={go}
          aria-keyshortcuts="Control+Enter"
        >
          {unread ? (
            <Trans>Read the policy first</Trans>
          ) : verdict === 'stop' ? (
            <Trans>Stopped by a rule</Trans>
          ) : tooLong[0] ? (
            <Trans>Too long for {tooLong[0].channel.name}</Trans>
          ) : verdict === 'review' ? (
            <Trans>Ask a second person</Trans>
          ) : at ? (
            <Plural value={chosen.length} one="Plan it on # channel" other="Plan it on # channels" />
          ) : (
            <Plural value={chosen.length} one="Post now on # channel" other="Post now on # channels" />
          )}
        </Button>
      </div>
    </div>
  )
}

function isTooLong(check: Check | undefined): boolean {
  if (!check) return false
  const { graphemes, bytes } = check.limits
  return (graphemes > 0 && check.graphemes > graphemes) || (bytes > 0 && check.bytes > bytes)
}

function Told({ name, told }: { name: string; told: PostingPlace['listening'] }) {
  return (
    <div className={css.told}>
      <span>{name}</span>
      <Balance heard={told.heard} told={told.told} />
      <BalanceRatio heard={told.heard} told={told.told} />
    </div>
  )
}

interface PlaceProps {
  place: PostingPlace
  check: Checked | undefined
  draft: Kept
  /** null: the text of all. */
  onOwn: (text: string | null) => void
  error?: string
}

function Place({ place, check, draft, onOwn, error }: PlaceProps) {
  const { t } = useLingui()
  const name = place.channel.name
  const own = draft.own[place.channel.id] ?? null
  const text = textFor(draft, place.channel.id)
  const limit = place.limits.graphemes
  const left = check && limit > 0 ? limit - check.graphemes : null
  return (
    <section className={css.place} aria-label={name}>
      <header>
        <NetworkSign network={place.channel.network} />
        <strong>{name}</strong>
        {check && text.trim() && (
          <span className={css.count} data-over={(left !== null && left < 0) || undefined}>
            {left === null ? (
              <Plural value={check.graphemes} one="# character" other="# characters" />
            ) : left < 0 ? (
              <Plural value={-left} one="# character too many" other="# characters too many" />
            ) : (
              <Trans>
                {left} of {limit} characters left
              </Trans>
            )}
          </span>
        )}
      </header>
      <CheckField
        label={t`A text of its own here`}
        checked={own !== null}
        onChange={(on) => onOwn(on ? draft.text : null)}
      />
      {own !== null && (
        <TextArea
          label={t`What we say on ${name}`}
          value={own}
          onChange={(event) => onOwn(event.currentTarget.value)}
          error={error}
        />
      )}
      {own === null && error && <ErrorNotice error={new Error(error)} />}
      {text.trim() && (
        <Preview
          as={place.sends_as}
          network={place.channel.network}
          text={check && check.of === text ? check.text : text}
        />
      )}
      {text.trim() && <Findings check={check} text={text} />}
    </section>
  )
}
