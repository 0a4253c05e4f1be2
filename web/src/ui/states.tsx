// states: what a screen shows when there is nothing, not yet, or not any more. Empty: one sentence, one action.
// Error: what happened and what to do, in the server's words. Skeletons appear only after 200 ms.
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ApiError } from '@/api'
import { Button } from './Button'
import { IconInfo, IconKept, IconOffline, IconProblem, IconWarn, type Icon } from './icons'
import css from './states.module.css'

interface EmptyProps {
  icon?: Icon
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}

export function Empty({ icon: Sign, title, children, action }: EmptyProps) {
  return (
    <div className={css.state}>
      {Sign && (
        <span className={css.drawing}>
          <Sign size={36} strokeWidth={1.25} aria-hidden />
        </span>
      )}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className={css.act}>{action}</div>}
    </div>
  )
}

/** What an error says to a person. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useLingui()
  return (error) => {
    if (error instanceof ApiError) {
      if (error.offline) return t`Kith does not answer. Your work stays here until it does.`
      if (error.message) return error.message
      if (error.status === 403) return t`Your role does not allow this.`
      if (error.status === 404) return t`This is not here any more.`
    }
    return t`Something went wrong. Try again.`
  }
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useErrorText()
  const offline = error instanceof ApiError && error.offline
  const Sign = offline ? IconOffline : IconProblem
  return (
    <div className={css.state} role="alert">
      <span className={css.drawing}>
        <Sign size={36} strokeWidth={1.25} aria-hidden />
      </span>
      <h2>{offline ? <Trans>No connection</Trans> : <Trans>This did not load</Trans>}</h2>
      <p>{text(error)}</p>
      {onRetry && (
        <div className={css.act}>
          <Button onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {error instanceof ApiError && error.requestId && (
        <p className={css.id}>
          <Trans>Request {error.requestId}</Trans>
        </p>
      )}
    </div>
  )
}

export function Bone({
  width,
  height = 12,
  round,
}: {
  width: number | string
  height?: number
  round?: boolean
}) {
  return <div className={css.bone} style={{ width, height, borderRadius: round ? '50%' : undefined }} />
}

/** Rows that are still to come. */
export function SkeletonRows({ rows = 8, face = true }: { rows?: number; face?: boolean }) {
  return (
    <div className={css.bones} role="status">
      <span className="sr">
        <Trans>Loading</Trans>
      </span>
      {Array.from({ length: rows }, (_, i) => (
        <div className={css.row} key={i} aria-hidden>
          {face && <Bone width={36} height={36} round />}
          <div className={css.lines}>
            <Bone width={`${62 - ((i * 17) % 30)}%`} />
            <Bone width={`${88 - ((i * 23) % 40)}%`} height={10} />
          </div>
        </div>
      ))}
    </div>
  )
}

const NOTICE_SIGNS = { plain: IconInfo, accent: IconInfo, red: IconProblem, amber: IconWarn, green: IconKept }

/** A remark inside a screen. */
export function Notice({
  tone = 'plain',
  children,
  role,
}: {
  tone?: keyof typeof NOTICE_SIGNS
  children: ReactNode
  role?: 'alert' | 'status'
}) {
  const Sign = NOTICE_SIGNS[tone]
  return (
    <div className={css.notice} data-tone={tone} role={role}>
      <Sign size={16} aria-hidden />
      <div>{children}</div>
    </div>
  )
}

export function ErrorNotice({ error }: { error: unknown }) {
  const text = useErrorText()
  if (!error) return null
  return (
    <Notice tone="red" role="alert">
      {text(error)}
    </Notice>
  )
}
