// Weights: what each part of a strength weighs, what members' own ratings would make of it, and the way back. Fitted weights
// count only when they are nearer on ratings that they have not seen, and only after somebody has looked.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, useCan, weightsQuery, type TieWeights } from '@/api'
import {
  Button,
  Confirm,
  Failed,
  figure,
  Notice,
  Section,
  SkeletonRows,
  Table,
  Time,
  usePartWords,
  useToast,
} from '@/ui'
import css from './Relationships.module.css'
import own from './Weights.module.css'

type Part = TieWeights['parts'][number]

export function Weights() {
  const { data, error, isPending, refetch } = useQuery(weightsQuery())
  if (isPending) return <SkeletonRows rows={6} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <div className={css.sections}>
      <InForce weights={data} />
      <OwnRatings weights={data} />
      {data.fittings.length > 0 && <Fittings weights={data} />}
    </div>
  )
}

const fittedNow = (weights: TieWeights) => weights.parts.some((p) => Math.abs(p.now - p.documented) > 0.05)

function useFigure() {
  const { i18n } = useLingui()
  return (n: number) => new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 1 }).format(n)
}

function InForce({ weights }: { weights: TieWeights }) {
  const { t } = useLingui()
  const names = usePartWords()
  const one = useFigure()
  const name = (p: Part) => names[p.name as keyof typeof names] ?? p.name
  const most = Math.max(1, ...weights.parts.map((p) => p.now))
  return (
    <Section
      title={<Trans>What weighs how much</Trans>}
      lead={
        fittedNow(weights) && weights.at ? (
          <Trans>
            Fitted to your own ratings, let count by {weights.by?.name} on <Time at={weights.at} as="day" />.
            Together 100.
          </Trans>
        ) : (
          <Trans>As documented. Together 100.</Trans>
        )
      }
    >
      <Table
        label={t`What weighs how much`}
        rows={weights.parts}
        rowKey={(p) => p.name}
        columns={[
          { key: 'part', head: t`Part`, cell: name },
          {
            key: 'bar',
            head: t`Share`,
            cell: (p: Part) => (
              <span className={own.weight} aria-hidden>
                <span style={{ width: `${(p.now / most) * 100}%` }} />
              </span>
            ),
          },
          { key: 'now', head: t`Weighs`, end: true, cell: (p) => one(p.now) },
          ...(fittedNow(weights)
            ? [
                {
                  key: 'doc',
                  head: t`As documented`,
                  end: true,
                  quiet: true,
                  cell: (p: Part) => one(p.documented),
                },
              ]
            : []),
          ...(weights.enough
            ? [
                {
                  key: 'fit',
                  head: t`By your ratings`,
                  end: true,
                  quiet: true,
                  cell: (p: Part) => one(p.fitted),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

function OwnRatings({ weights }: { weights: TieWeights }) {
  const one = useFigure()
  const may = useCan('settings')
  const [asking, setAsking] = useState<'fit' | 'back' | null>(null)
  const { ratings, needed } = weights
  return (
    <Section
      title={<Trans>Do we find so ourselves?</Trans>}
      lead={
        <Trans>
          On the page of a person everybody may say how strong they find their own relationship. Nobody sees
          the answer of another; all together show what counts here.
        </Trans>
      }
    >
      <p>
        <Plural value={ratings} one="# answer so far." other={`${figure(ratings)} answers so far.`} />{' '}
        {!weights.enough && (
          <Trans>Weights are fitted from {figure(needed + 1)} on; with fewer it would be chance.</Trans>
        )}
      </p>
      {weights.enough &&
        (weights.better ? (
          <Notice tone="accent">
            <Trans>
              Weights by your ratings come nearer: on answers they have not seen they are{' '}
              {one(weights.error_fitted)} of 100 off, those that count now {one(weights.error_now)}.
            </Trans>
          </Notice>
        ) : (
          <p className={css.quiet}>
            <Trans>
              Weights by your ratings would come no nearer than those that count now: nothing to change.
            </Trans>
          </p>
        ))}
      {may && (
        <div className={css.tools}>
          {weights.enough && weights.better && (
            <Button kind="main" onClick={() => setAsking('fit')}>
              <Trans>Let them count</Trans>
            </Button>
          )}
          {fittedNow(weights) && (
            <Button onClick={() => setAsking('back')}>
              <Trans>Take the documented weights again</Trans>
            </Button>
          )}
        </div>
      )}
      <Asking what={asking} onClose={() => setAsking(null)} />
    </Section>
  )
}

type Fitting = TieWeights['fittings'][number]

/** What ever counted, and the way back to each of it. */
function Fittings({ weights }: { weights: TieWeights }) {
  const { t } = useLingui()
  const one = useFigure()
  const names = usePartWords()
  const may = useCan('settings')
  const [back, setBack] = useState<Fitting | null>(null)
  const what = (f: Fitting) =>
    f.kind === 'fitted'
      ? f.ratings > 0
        ? t`Fitted to ${figure(f.ratings)} answers`
        : t`Fitted to answers`
      : f.kind === 'documented'
        ? t`The documented weights again`
        : t`Version ${f.of_version} again`
  const moved = (f: Fitting) =>
    f.parts
      .filter((p) => Math.abs(p.after - p.before) >= 0.05)
      .map((p) => `${names[p.name as keyof typeof names] ?? p.name} ${one(p.before)} → ${one(p.after)}`)
      .join(', ')
  return (
    <Section
      title={<Trans>What counted before</Trans>}
      lead={<Trans>Every change of the weights stands here, and each can count again.</Trans>}
    >
      <Table
        label={t`What counted before`}
        rows={weights.fittings}
        rowKey={(f) => String(f.version)}
        columns={[
          { key: 'version', head: t`Version`, cell: (f) => f.version },
          {
            key: 'what',
            head: t`What counts`,
            cell: (f) => (
              <>
                {what(f)}
                <span className={own.moved}>{moved(f)}</span>
              </>
            ),
          },
          {
            key: 'who',
            head: t`By whom and when`,
            cell: (f) => (
              <>
                {f.by?.name} {f.at && <Time at={f.at} as="day" />}
              </>
            ),
          },
          {
            key: 'off',
            head: t`How far off`,
            end: true,
            cell: (f) => (f.error_before < 0 ? '–' : `${one(f.error_before)} → ${one(f.error_after)}`),
          },
          {
            key: 'back',
            head: '',
            end: true,
            cell: (f) =>
              f.version === weights.version ? (
                <Trans>counts now</Trans>
              ) : (
                may && (
                  <Button size="s" kind="quiet" onClick={() => setBack(f)}>
                    <Trans>Take again</Trans>
                    <span className="sr">: {t`Version ${f.version}`}</span>
                  </Button>
                )
              ),
          },
        ]}
      />
      <Asking what={back && back.version} onClose={() => setBack(null)} />
    </Section>
  )
}

/** A number: the version that shall count again. */
function Asking({ what, onClose }: { what: 'fit' | 'back' | number | null; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const act = useMutation({
    mutationFn: () =>
      what === 'fit'
        ? take(api.POST('/api/v1/relationships/weights/refit'))
        : typeof what === 'number'
          ? take(api.POST('/api/v1/relationships/weights/return', { body: { version: what } }))
          : take(api.DELETE('/api/v1/relationships/weights')),
    onSuccess: async (now) => {
      client.setQueryData(weightsQuery().queryKey, now)
      await client.invalidateQueries({ queryKey: ['relationship'] })
      toast.show(t`Every strength is worked out anew now; with many people that takes some minutes.`)
    },
  })
  return (
    <Confirm
      title={
        what === 'fit' ? (
          <Trans>Let the fitted weights count?</Trans>
        ) : typeof what === 'number' ? (
          <Trans>Take the weights of version {what} again?</Trans>
        ) : (
          <Trans>Take the documented weights again?</Trans>
        )
      }
      verb={what === 'fit' ? <Trans>Let them count</Trans> : <Trans>Take them again</Trans>}
      opened={what !== null}
      onClose={onClose}
      run={() => act.mutateAsync()}
    >
      <Trans>
        Every strength changes for everybody; stages do not. It stands in the audit log, and can be taken back
        here at any time.
      </Trans>
    </Confirm>
  )
}
