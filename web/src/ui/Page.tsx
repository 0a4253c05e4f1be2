// Page: a screen outside the inbox: its name, its verbs, its sections.
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import css from './Page.module.css'

interface PageProps {
  title: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  before?: ReactNode
  tabs?: ReactNode
  width?: 's' | 'm' | 'l' | 'xl'
  flush?: boolean
  children: ReactNode
}

export function Page({ title, lead, actions, before, tabs, width = 'm', flush, children }: PageProps) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        {before}
        <h1>{title}</h1>
        {lead && <span className={css.lead}>{lead}</span>}
        {actions && <div className={css.acts}>{actions}</div>}
      </header>
      {tabs}
      {/* A scrolling region must be reachable by keyboard. */}
      {}
      <div
        className={css.body}
        data-flush={flush || undefined}
        tabIndex={flush ? undefined : 0}
        data-page-body
      >
        {flush ? (
          children
        ) : (
          <div className={css.inner} data-width={width}>
            {children}
          </div>
        )}
      </div>
    </div>
  )
}

/** A part of a screen that scrolls by itself. */
export function Scroller({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={className} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}

interface SectionProps {
  title: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

export function Section({ title, lead, actions, children }: SectionProps) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>{title}</h2>
          {lead && <p>{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  )
}

export function Card({ children, flush }: { children: ReactNode; flush?: boolean }) {
  return (
    <div className={css.card} data-flush={flush || undefined}>
      {children}
    </div>
  )
}

interface TabsProps<V extends string> {
  label: string
  tabs: { value: V; label: ReactNode }[]
  value: V
  onChange: (value: V) => void
}

/** Tabs of a screen: one tab stop, arrows move and choose. */
export function Tabs<V extends string>({ label, tabs, value, onChange }: TabsProps<V>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.value === value)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.value)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(next)]?.focus()
  }
  return (
    // The tabs take the focus; the list only listens to the arrows that bubble up.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div className={css.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className={css.tab}
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}
