// StageRing: the mark of a person. A thin ring of six arcs around the face, filled as far as the relationship has
// come, hollow and dashed when it sleeps; a text says the same to screen readers.
import type { CSSProperties } from 'react'
import { useStageWords } from './words'
import css from './StageRing.module.css'

export const STAGES = ['connection', 'contact', 'dialogue', 'relationship', 'loyal', 'advocate'] as const
export type Stage = (typeof STAGES)[number] | 'dormant'

/** The angle of a name's own tint: the same person has the same tint everywhere. */
function hue(name: string): number {
  let h = 7
  for (const c of name) h = (h * 31 + (c.codePointAt(0) ?? 0)) % 360
  return h
}

function initials(name: string): string {
  const words = name
    .replace(/^@/, '')
    .split(/[\s._-]+/)
    .filter((w) => /\p{L}|\p{N}/u.test(w))
  const first = (w: string | undefined) => Array.from(w ?? '').find((c) => /\p{L}|\p{N}/u.test(c)) ?? ''
  const last = words.length > 1 ? first(words[words.length - 1]) : ''
  return (first(words[0]) + last).toUpperCase() || '·'
}

interface FaceProps {
  name: string
  size?: number
  shape?: 'person' | 'member'
}

function Face({ name, size = 28, shape = 'person' }: FaceProps) {
  const style = {
    '--hue': hue(name),
    width: size,
    height: size,
    fontSize: Math.round(size * 0.38),
  } as CSSProperties
  return (
    <span className={css.face} data-shape={shape} data-initials={initials(name)} style={style} aria-hidden />
  )
}

/** Arcs of the ring, clockwise from the top; `filled` of six are in the accent. */
function Arcs({ size, width, filled }: { size: number; width: number; filled: number }) {
  const r = (size - width) / 2
  const gap = 14 // degrees between arcs
  const point = (degrees: number) => {
    const a = ((degrees - 90) * Math.PI) / 180
    return `${(size / 2 + r * Math.cos(a)).toFixed(2)} ${(size / 2 + r * Math.sin(a)).toFixed(2)}`
  }
  return STAGES.map((stage, i) => (
    <path
      key={stage}
      className={css.arc}
      data-on={i < filled || undefined}
      strokeWidth={width}
      d={`M ${point(i * 60 + gap / 2)} A ${r} ${r} 0 0 1 ${point(i * 60 + 60 - gap / 2)}`}
    />
  ))
}

export interface PersonMarkProps {
  name: string
  stage: Stage
  size?: number
  /** The stage is said in words right beside it: the ring stays silent. */
  silent?: boolean
}

/** The face of a person with the ring of the relationship. */
export function PersonMark({ name, stage, size = 36, silent }: PersonMarkProps) {
  const words = useStageWords()
  const width = size >= 56 ? 3 : 2
  const asleep = stage === 'dormant'
  return (
    <span className={css.mark} style={{ width: size, height: size }}>
      <svg className={css.ring} width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden>
        {asleep ? (
          <circle
            className={css.dormant}
            cx={size / 2}
            cy={size / 2}
            r={(size - width) / 2}
            strokeWidth={width * 0.75}
            strokeDasharray="2.2 3"
          />
        ) : (
          <Arcs size={size} width={width} filled={STAGES.indexOf(stage) + 1} />
        )}
      </svg>
      <Face name={name} size={size - width * 2 - (size >= 56 ? 8 : 4)} />
      {!silent && <span className="sr">{words[stage]}</span>}
    </span>
  )
}

/** A member of the team: a rounded square, so that it is never taken for a person outside. */
export function MemberMark({ name, size = 22 }: { name: string; size?: number }) {
  return <Face name={name} size={size} shape="member" />
}
