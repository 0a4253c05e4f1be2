// Front: the page before the shell: sign in, invitation, first start.
import type { ReactNode } from 'react'
import { Logo } from './Logo'
import css from './Front.module.css'

interface FrontProps {
  title: ReactNode
  lead?: ReactNode
  steps?: { label: ReactNode; state: 'past' | 'now' | 'next' }[]
  wide?: boolean
  foot?: ReactNode
  /** Without a frame: the content brings its own. */
  bare?: boolean
  children: ReactNode
}

export function Front({ title, lead, steps, wide, foot, bare, children }: FrontProps) {
  return (
    <div className={css.front}>
      <main className={css.middle}>
        <div className={css.card} data-width={wide ? 'l' : undefined}>
          <div className={css.brand}>
            <span>
              <Logo size={26} />
            </span>
            {'Kith'}
          </div>
          {steps && (
            <ol className={css.steps}>
              {steps.map((step, i) => (
                <li
                  key={i}
                  className={css.step}
                  data-state={step.state}
                  aria-current={step.state === 'now' ? 'step' : undefined}
                >
                  {step.label}
                </li>
              ))}
            </ol>
          )}
          <h1 className={css.title}>{title}</h1>
          {lead && <p className={css.lead}>{lead}</p>}
          {bare ? children : <div className={css.box}>{children}</div>}
        </div>
      </main>
      <footer className={css.foot}>{foot}</footer>
    </div>
  )
}
