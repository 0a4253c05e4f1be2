// Tip: what a sign means and its key, after a moment. Kbd: keys as they are pressed.
import '@mantine/core/styles/Tooltip.layer.css'
import { Tooltip } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import css from './Tip.module.css'

const mac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform)
const WORDS: Record<string, string> = {
  mod: mac ? '⌘' : 'Ctrl',
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
}

/** 'mod+k' or 'g i' as keys to look at; screen readers get them by aria-keyshortcuts of the control instead. */
export function Kbd({ keys }: { keys: string }) {
  const parts = keys.split(/[ +]/).filter(Boolean)
  return (
    <span className={css.kbd} aria-hidden>
      {parts.map((part, i) => (
        <kbd key={i} className={css.key}>
          {WORDS[part] ?? (part.length === 1 ? part.toUpperCase() : part)}
        </kbd>
      ))}
    </span>
  )
}

export function Tip({ label, keys, children }: { label: ReactNode; keys?: string; children: ReactElement }) {
  return (
    <Tooltip
      classNames={{ tooltip: css.tip }}
      openDelay={450}
      transitionProps={{ duration: 80 }}
      zIndex={400}
      label={
        <>
          {label}
          {keys && <Kbd keys={keys} />}
        </>
      }
      events={{ hover: true, focus: true, touch: false }}
    >
      {children}
    </Tooltip>
  )
}
