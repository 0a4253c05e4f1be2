// Records: what members wrote down: promises with their dates, facts and common ground, moments with what put them
// right, deals, and what each side gained.
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  api,
  take,
  useCan,
  type Commitment,
  type CommitmentInput,
  type Deal,
  type DealInput,
  type Fact,
  type MomentRecord,
  type PersonRecords,
  type ValueEntry,
} from '@/api'
import {
  Button,
  Chip,
  figure,
  IconBlocked,
  IconCalendar,
  IconCheck,
  IconDeal,
  IconEvent,
  IconFact,
  IconHeard,
  IconKept,
  IconLock,
  IconMinus,
  IconMoment,
  IconOrder,
  IconPraise,
  IconProblem,
  IconPromise,
  IconReferral,
  IconRepair,
  IconTold,
  IconTrash,
  IconUndo,
  IconValue,
  IconWarn,
  Notice,
  Time,
  useNow,
  type Icon,
  type MenuEntry,
} from '@/ui'
import { useQuickAct } from './change'
import { Block, RowMenu } from './parts'
import { daysUntil, letDownAgain, money, withRepairs } from './shape'
import {
  useCommitmentStateWords,
  useDealStateWords,
  useDealWords,
  useFactWords,
  useMomentWords,
  useSeverityWords,
  useValueWords,
} from './names'
import css from './Person.module.css'

interface RecordsProps {
  id: string
  records: PersonRecords
  onAdd?: (kind: 'moment' | 'fact' | 'commitment' | 'deal' | 'value') => void
}

interface RowProps {
  sign: Icon
  tone?: 'red' | 'amber' | 'green' | 'accent'
  head: ReactNode
  below?: ReactNode
  menu?: ReactNode
  act?: ReactNode
}
function Row({ sign: Sign, tone, head, below, menu, act }: RowProps) {
  return (
    <li className={css.record}>
      <span className={css.sign} data-tone={tone}>
        <Sign size={14} aria-hidden />
      </span>
      <div className={css.recordText}>
        <div>{head}</div>
        {below && <div className={css.below}>{below}</div>}
      </div>
      {act}
      {menu}
    </li>
  )
}

const None = ({ children }: { children: ReactNode }) => <p className={css.none}>{children}</p>

/** The first few of a list, and a way to see the others. */
function useFew<R>(list: R[], few: number): [R[], ReactNode] {
  const [all, setAll] = useState(false)
  const rest = list.length - few
  if (all || rest <= 0) return [list, null]
  return [
    list.slice(0, few),
    <Button key="more" kind="quiet" size="s" onClick={() => setAll(true)}>
      <Trans>Show {figure(rest)} more</Trans>
    </Button>,
  ]
}

// ---- promises ----------------------------------------------------------------------------------------------------

function useDue(): (c: Commitment) => ReactNode {
  const { t } = useLingui()
  const now = useNow()
  return (c) => {
    if (!c.due_at) return <Trans>no date</Trans>
    const days = daysUntil(c.due_at, now)
    if (days === 0) return t`until today`
    if (days === 1) return t`until tomorrow`
    if (days === -1) return t`since yesterday`
    return days < 0 ? (
      <Trans>
        was due <Time at={c.due_at} />
      </Trans>
    ) : (
      <Trans>
        until <Time at={c.due_at} />
      </Trans>
    )
  }
}

export function CommitmentRow({ one, acts }: { one: Commitment; acts?: boolean }) {
  const { t } = useLingui()
  const due = useDue()
  const states = useCommitmentStateWords()
  const settle = useQuickAct(one.person_id, (state: NonNullable<CommitmentInput['state']>) =>
    take(api.PATCH('/api/v1/commitments/{id}', { params: { path: { id: one.id } }, body: { state } })),
  )
  const remove = useQuickAct(one.person_id, () =>
    take(api.DELETE('/api/v1/commitments/{id}', { params: { path: { id: one.id } } })),
  )
  const open = one.state === 'open'
  const entries: MenuEntry[] = [
    ...(open
      ? [
          { label: t`Kept`, icon: IconKept, run: () => settle('kept') },
          { label: t`Broken`, icon: IconProblem, run: () => settle('broken') },
          { label: t`Not needed any more`, icon: IconBlocked, run: () => settle('dropped') },
        ]
      : [{ label: t`Open again`, icon: IconUndo, run: () => settle('open') }]),
    'line',
    { label: t`Remove`, icon: IconTrash, tone: 'red', run: () => remove(undefined) },
  ]
  const look: Record<Commitment['state'], [Icon, RowProps['tone']]> = {
    open: one.overdue ? [IconWarn, 'red'] : [IconPromise, undefined],
    kept: [IconKept, 'green'],
    broken: [IconProblem, 'red'],
    dropped: [IconMinus, undefined],
  }
  const [sign, tone] = look[one.state]
  return (
    <Row
      sign={sign}
      tone={tone}
      head={one.text}
      below={
        <>
          {one.side === 'them' ? (
            <Trans>They promised</Trans>
          ) : (
            (one.member?.name ?? <Trans>We promised</Trans>)
          )}
          {' · '}
          {open ? (
            <span data-tone={one.overdue ? 'red' : undefined}>{due(one)}</span>
          ) : (
            <>
              <b data-tone={tone}>{states[one.state]}</b>
              {one.settled_at && (
                <>
                  {' · '}
                  <Time at={one.settled_at} />
                </>
              )}
            </>
          )}
        </>
      }
      act={
        acts && open ? (
          <Button size="s" kind="quiet" icon={IconCheck} onClick={() => settle('kept')}>
            <Trans>Kept</Trans>
            <span className="sr">: {one.text}</span>
          </Button>
        ) : undefined
      }
      menu={acts ? <RowMenu of={one.text} entries={entries} /> : undefined}
    />
  )
}

export function Commitments({ records, onAdd }: RecordsProps) {
  const { t } = useLingui()
  const open = records.commitments.filter((c) => c.state === 'open')
  const settled = records.commitments.filter((c) => c.state !== 'open')
  const kept = settled.filter((c) => c.state === 'kept').length
  const judged = settled.filter((c) => c.state !== 'dropped').length
  const [shown, more] = useFew(settled, 2)
  return (
    <Block
      title={<Trans>Promises</Trans>}
      count={open.length}
      add={onAdd && { label: t`Add a promise`, run: () => onAdd('commitment') }}
    >
      {records.commitments.length === 0 ? (
        <None>
          <Trans>Nothing is promised.</Trans>
        </None>
      ) : (
        <ul className={css.records}>
          {[...open, ...shown].map((one) => (
            <CommitmentRow key={one.id} one={one} acts={Boolean(onAdd)} />
          ))}
        </ul>
      )}
      {judged > 0 && (
        <p className={css.none}>
          <Trans>
            Kept {kept} of {judged}.
          </Trans>
        </p>
      )}
      {more}
    </Block>
  )
}

/** The post that says or shows it: a link to where it stands in its conversation. */
function SourceLink({ post, shows }: { post: NonNullable<Fact['post']>; shows?: boolean }) {
  const words = post.text.length > 60 ? `${post.text.slice(0, 60)} …` : post.text
  return (
    <Link
      to="/inbox/$view/$conversation"
      params={{ view: 'all', conversation: post.conversation_id }}
      search={{ post: post.id }}
    >
      {!words ? (
        <Trans>in a post that is gone</Trans>
      ) : shows ? (
        <Trans>shown by: “{words}”</Trans>
      ) : (
        <Trans>they wrote: “{words}”</Trans>
      )}
    </Link>
  )
}

// ---- facts -------------------------------------------------------------------------------------------------------

export function FactRow({ one, acts }: { one: Fact; acts?: boolean }) {
  const { t } = useLingui()
  const kinds = useFactWords()
  const remove = useQuickAct(one.person_id, () =>
    take(api.DELETE('/api/v1/facts/{id}', { params: { path: { id: one.id } } })),
  )
  return (
    <Row
      sign={one.mine ? IconLock : IconFact}
      head={
        <>
          <span className={css.kind}>{kinds[one.kind]}</span> {one.text}
        </>
      }
      below={
        <>
          {one.mine && (
            <>
              <Trans>only I see it</Trans>
              {' · '}
            </>
          )}
          {one.created_by?.name ?? <Trans>from what they wrote</Trans>}
          {' · '}
          <Time at={one.said_at ?? one.created_at} />
          {one.post && (
            <>
              {' · '}
              <SourceLink post={one.post} />
            </>
          )}
        </>
      }
      menu={
        acts ? (
          <RowMenu
            of={one.text}
            entries={[{ label: t`Remove`, icon: IconTrash, tone: 'red', run: () => remove(undefined) }]}
          />
        ) : undefined
      }
    />
  )
}

export function Facts({ records, onAdd }: RecordsProps) {
  const { t } = useLingui()
  const [shown, more] = useFew(records.facts, 5)
  return (
    <Block
      title={<Trans>Facts</Trans>}
      count={records.facts.length}
      add={onAdd && { label: t`Add a fact`, run: () => onAdd('fact') }}
    >
      <CommonGround list={records.common} />
      {records.facts.length === 0 ? (
        <None>
          <Trans>Nothing is noted about them yet.</Trans>
        </None>
      ) : (
        <ul className={css.records}>
          {shown.map((one) => (
            <FactRow key={one.id} one={one} acts={Boolean(onAdd)} />
          ))}
        </ul>
      )}
      {more}
    </Block>
  )
}

export function CommonGround({ list }: { list: PersonRecords['common'] }) {
  const { t } = useLingui()
  if (list.length === 0) return null
  return (
    <ul className={css.common} aria-label={t`Common ground`}>
      {list.slice(0, 4).map((one) => (
        <li
          key={`${one.kind} ${one.text} ${one.member?.id ?? ''}`}
          data-careful={one.kind === 'careful' || undefined}
        >
          {one.kind === 'careful' ? <IconWarn size={13} aria-hidden /> : <IconMoment size={13} aria-hidden />}
          <span>{one.reason}</span>
        </li>
      ))}
    </ul>
  )
}

// ---- moments -----------------------------------------------------------------------------------------------------

export const MOMENT_SIGNS: Record<MomentRecord['kind'], Icon> = {
  met: IconMoment,
  meeting: IconCalendar,
  event: IconEvent,
  project: IconDeal,
  failure: IconProblem,
  recovery: IconRepair,
  praise: IconPraise,
  other: IconMoment,
}
const momentTone = (kind: MomentRecord['kind']): RowProps['tone'] =>
  kind === 'failure' ? 'red' : kind === 'recovery' || kind === 'praise' ? 'green' : 'accent'

function MomentRow({
  id,
  one,
  acts,
  children,
}: {
  id: string
  one: MomentRecord
  acts?: boolean
  children?: ReactNode
}) {
  const { t } = useLingui()
  const kinds = useMomentWords()
  const severities = useSeverityWords()
  const remove = useQuickAct(id, () =>
    take(api.DELETE('/api/v1/moments/{id}', { params: { path: { id: one.id } } })),
  )
  const severity = severities[String(one.severity) as keyof typeof severities]
  const others = one.people.filter((p) => p.id !== id)
  return (
    <>
      <Row
        sign={MOMENT_SIGNS[one.kind]}
        tone={momentTone(one.kind)}
        head={one.title}
        below={
          <>
            {kinds[one.kind]}
            {severity && one.kind === 'failure' && ` · ${severity}`} · <Time at={one.at} />
            {one.members.length > 0 && ` · ${one.members.map((m) => m.name).join(', ')}`}
            {others.length > 0 && (
              <>
                {' · '}
                <Trans>with {others.map((p) => p.name).join(', ')}</Trans>
              </>
            )}
            {one.text && <p className={css.more}>{one.text}</p>}
          </>
        }
        menu={
          acts ? (
            <RowMenu
              of={one.title}
              entries={[{ label: t`Remove`, icon: IconTrash, tone: 'red', run: () => remove(undefined) }]}
            />
          ) : undefined
        }
      />
      {children}
    </>
  )
}

/** An alarm, where the person is looked at: making up for it works after one failure, not after two. */
export function LetDownAgain({ records }: { records: PersonRecords }) {
  const two = letDownAgain(records.moments, useNow())
  if (!two) return null
  return (
    <Notice tone="red">
      <Trans>
        Let down again within a year: {two.first.title} (<Time at={two.first.at} as="day" />
        ), {two.again.title} (<Time at={two.again.at} as="day" />
        ). Making up for it works after one failure, not after two: talk with them yourself.
      </Trans>
    </Notice>
  )
}

export function Moments({ id, records, onAdd }: RecordsProps) {
  const { t } = useLingui()
  const groups = withRepairs(records.moments)
  const [shown, more] = useFew(groups, 4)
  return (
    <Block
      title={<Trans>Moments</Trans>}
      count={records.moments.length}
      add={onAdd && { label: t`Add a moment`, run: () => onAdd('moment') }}
    >
      {groups.length === 0 ? (
        <None>
          <Trans>No meeting, event or turning point is noted.</Trans>
        </None>
      ) : (
        <ul className={css.records}>
          {shown.map(({ moment, repairs }) => (
            <MomentRow key={moment.id} id={id} one={moment} acts={Boolean(onAdd)}>
              {repairs.length > 0 ? (
                <li className={css.repairs}>
                  <ul className={css.records} aria-label={t`What put it right`}>
                    {repairs.map((one) => (
                      <MomentRow key={one.id} id={id} one={one} acts={Boolean(onAdd)} />
                    ))}
                  </ul>
                </li>
              ) : (
                moment.kind === 'failure' && (
                  <li className={css.repairs}>
                    <span data-tone="amber">
                      <Trans>Nothing is noted that put it right.</Trans>
                    </span>
                  </li>
                )
              )}
            </MomentRow>
          ))}
        </ul>
      )}
      {more}
    </Block>
  )
}

// ---- deals -------------------------------------------------------------------------------------------------------

const DEAL_SIGNS: Record<Deal['kind'], Icon> = { deal: IconDeal, order: IconOrder, referral: IconReferral }

function DealRow({ id, one, acts }: { id: string; one: Deal; acts?: boolean }) {
  const { t, i18n } = useLingui()
  const kinds = useDealWords()
  const states = useDealStateWords()
  const set = useQuickAct(id, (state: NonNullable<DealInput['state']>) =>
    take(api.PATCH('/api/v1/deals/{id}', { params: { path: { id: one.id } }, body: { state } })),
  )
  const remove = useQuickAct(id, () =>
    take(api.DELETE('/api/v1/deals/{id}', { params: { path: { id: one.id } } })),
  )
  const entries: MenuEntry[] = [
    ...(['open', 'won', 'lost'] as const)
      .filter((s) => s !== one.state)
      .map((s) => ({ label: states[s], run: () => set(s) })),
    'line',
    { label: t`Remove`, icon: IconTrash, tone: 'red', run: () => remove(undefined) },
  ]
  const tone = one.kind === 'referral' || one.state === 'won' ? 'green' : undefined
  return (
    <Row
      sign={DEAL_SIGNS[one.kind]}
      tone={tone}
      head={one.title}
      below={
        <>
          {kinds[one.kind]}
          {one.kind !== 'referral' && (
            <>
              {' · '}
              <b data-tone={tone}>{states[one.state]}</b>
            </>
          )}
          {one.amount_minor > 0 && ` · ${money(one.amount_minor, one.currency, i18n.locale)}`}
          {one.referred && one.referred.id !== id && (
            <>
              {' · '}
              <Link to="/people/$person" params={{ person: one.referred.id }}>
                {one.referred.name}
              </Link>
            </>
          )}
          {' · '}
          <Time at={one.at} />
        </>
      }
      menu={acts ? <RowMenu of={one.title} entries={entries} /> : undefined}
    />
  )
}

export function Deals({ id, records, onAdd }: RecordsProps) {
  const { t } = useLingui()
  const [shown, more] = useFew(records.deals, 4)
  return (
    <Block
      title={<Trans>Deals and referrals</Trans>}
      count={records.deals.length}
      add={onAdd && { label: t`Add a deal, an order or a referral`, run: () => onAdd('deal') }}
    >
      {records.referred_by.map((one) => (
        <p key={one.id} className={css.none}>
          {one.person && (
            <Trans>
              Sent to us by{' '}
              <Link to="/people/$person" params={{ person: one.person.id }}>
                {one.person.name}
              </Link>
              .
            </Trans>
          )}
        </p>
      ))}
      {records.deals.length === 0 ? (
        <None>
          <Trans>No deal, order or referral is noted.</Trans>
        </None>
      ) : (
        <ul className={css.records}>
          {shown.map((one) => (
            <DealRow key={one.id} id={id} one={one} acts={Boolean(onAdd)} />
          ))}
        </ul>
      )}
      {more}
    </Block>
  )
}

// ---- value -------------------------------------------------------------------------------------------------------

/** In one line what each side gains; it stands out when one side gains nothing. */
export function GainLine({ line }: { line: PersonRecords['value_line'] }) {
  const uneven = line.balance === 'only_us' || line.balance === 'only_them'
  return (
    <p className={css.gain} data-uneven={uneven || undefined}>
      {uneven ? <IconWarn size={15} aria-hidden /> : <IconValue size={15} aria-hidden />}
      <span>{line.line}</span>
    </p>
  )
}

function ValueRow({ one, shownBy, acts }: { one: ValueEntry; shownBy?: string; acts?: boolean }) {
  const { t } = useLingui()
  const kinds = useValueWords()
  const remove = useQuickAct(one.person_id, () =>
    take(api.DELETE('/api/v1/values/{id}', { params: { path: { id: one.id } } })),
  )
  return (
    <Row
      sign={one.side === 'us' ? IconHeard : IconTold}
      tone={one.side === 'us' ? 'accent' : undefined}
      head={one.text}
      below={
        <>
          <b>{one.side === 'us' ? <Trans>We gained</Trans> : <Trans>They gained</Trans>}</b> ·{' '}
          {kinds[one.kind]} · <Time at={one.at} />
          {one.created_by && ` · ${one.created_by.name}`}
          {shownBy && (
            <>
              {' · '}
              <Trans>shown by: {shownBy}</Trans>
            </>
          )}
          {one.post && (
            <>
              {' · '}
              <SourceLink post={one.post} shows />
            </>
          )}
        </>
      }
      menu={
        acts ? (
          <RowMenu
            of={one.text}
            entries={[{ label: t`Remove`, icon: IconTrash, tone: 'red', run: () => remove(undefined) }]}
          />
        ) : undefined
      }
    />
  )
}

/** The deal or the moment that a gain rests on. */
const shownBy = (records: PersonRecords, one: ValueEntry) =>
  records.deals.find((d) => d.id === one.deal_id)?.title ??
  records.moments.find((m) => m.id === one.moment_id)?.title

export function Values({ records, onAdd }: RecordsProps) {
  const { t } = useLingui()
  const [shown, more] = useFew(records.values, 4)
  const { us, them } = records.value_line
  return (
    <Block
      title={<Trans>What each side gains</Trans>}
      add={onAdd && { label: t`Add what a side gained`, run: () => onAdd('value') }}
      acts={
        us + them > 0 ? (
          <span className={css.chips}>
            <Chip>
              <Trans>they {them}</Trans>
            </Chip>
            <Chip tone="accent">
              <Trans>we {us}</Trans>
            </Chip>
          </span>
        ) : undefined
      }
    >
      {records.values.length === 0 ? (
        <None>{records.value_line.line}</None>
      ) : (
        <ul className={css.records}>
          {shown.map((one) => (
            <ValueRow key={one.id} one={one} shownBy={shownBy(records, one)} acts={Boolean(onAdd)} />
          ))}
        </ul>
      )}
      {more}
    </Block>
  )
}

/** Whether the reader may write things down. */
export const useMayWrite = () => useCan('work')
