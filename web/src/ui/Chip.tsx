// Chip: a state in one or two words, with a sign where the colour means something. Count: a capped figure.
import { Trans } from '@lingui/react/macro'
import type { CSSProperties, ReactNode } from 'react'
import type { Icon } from './icons'
import { figure } from './time'
import css from './Chip.module.css'

export type Tone = 'plain' | 'accent' | 'red' | 'amber' | 'green' | 'bare' | 'outline'

export function Chip({
  tone = 'plain',
  icon: Sign,
  title,
  children,
}: {
  tone?: Tone
  icon?: Icon
  title?: string
  children: ReactNode
}) {
  return (
    <span className={css.chip} data-tone={tone} title={title}>
      {Sign && <Sign size={12} strokeWidth={2} aria-hidden />}
      <span className={css.text}>{children}</span>
    </span>
  )
}

const TINTS = {
  gray: '#8a8479',
  red: '#c9412e',
  orange: '#cf6a1c',
  yellow: '#b98a00',
  green: '#2c8a55',
  teal: '#138a8a',
  blue: '#3d6fd1',
  violet: '#7a57c7',
  pink: '#c24a86',
} as const
export type Colour = keyof typeof TINTS
export const COLOURS = Object.keys(TINTS) as Colour[]

export function ColourDot({ colour }: { colour: Colour }) {
  return <span className={css.dot} style={{ '--tint': TINTS[colour] } as CSSProperties} aria-hidden />
}

/** A label of the team: its colour as a dot, its name as a word. */
export function LabelChip({ name, colour }: { name: string; colour: Colour }) {
  return (
    <span className={css.chip} data-tone="outline">
      <ColourDot colour={colour} />
      <span className={css.text}>{name}</span>
    </span>
  )
}

/** "37", or "1000+" where the server stopped counting. */
export function Count({ value, capped, hot }: { value: number; capped?: boolean; hot?: boolean }) {
  return (
    <span className={css.count} data-hot={hot || undefined}>
      {capped ? <Trans>{figure(value)}+</Trans> : figure(value)}
    </span>
  )
}
