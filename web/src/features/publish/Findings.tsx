// Findings: what the policy says of a text on one channel: the words, why, and what to change.
import { Plural, Trans } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, take, type Check, type Finding } from '@/api'
import { Button, IconBlocked, IconExternal, IconSecond, IconWarn } from '@/ui'
import css from './Publish.module.css'

const SIGNS = { hard: IconBlocked, review: IconSecond, soft: IconWarn }

export function Findings({ check, text }: { check: Check | undefined; text: string }) {
  const findings = check?.findings ?? []
  return (
    <div role="status" aria-live="polite">
      {findings.length > 0 && (
        <>
          <span className="sr">
            <Plural
              value={findings.length}
              one="# remark about this text"
              other="# remarks about this text"
            />
          </span>
          <ul className={css.findings}>
            {findings.map((f, i) => (
              <li key={`${f.rule}${i}`} data-kind={f.kind}>
                <One finding={f} text={text} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function One({ finding: f, text }: { finding: Finding; text: string }) {
  const Sign = SIGNS[f.kind]
  const words = f.end > f.start ? text.slice(f.start, f.end) : ''
  return (
    <>
      <Sign size={15} aria-hidden />
      <span>
        <span className="sr">
          {f.kind === 'hard' ? (
            <Trans>Stops:</Trans>
          ) : f.kind === 'review' ? (
            <Trans>Needs a second person:</Trans>
          ) : (
            <Trans>Warns:</Trans>
          )}{' '}
        </span>
        {words && (
          <>
            <q>{words.length > 40 ? `${words.slice(0, 38)}…` : words}</q>{' '}
          </>
        )}
        {f.why}
        <small>
          {f.note && `${f.note} `}
          {f.tell}
        </small>
        {f.offer === 'open_link' && words && <OpenLink words={words} />}
      </span>
    </>
  )
}

/** A link counts as seen when its author looked where it leads. */
function OpenLink({ words }: { words: string }) {
  const client = useQueryClient()
  const looked = useMutation({
    mutationFn: () => take(api.POST('/api/v1/links/opened', { body: { url: words } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['check'] }),
  })
  const url = /^https?:\/\//i.test(words) ? words : `https://${words}`
  return (
    <Button
      size="s"
      icon={IconExternal}
      busy={looked.isPending}
      onClick={() => {
        window.open(url, '_blank', 'noopener,noreferrer')
        looked.mutate()
      }}
    >
      <Trans>Open it</Trans>
    </Button>
  )
}
