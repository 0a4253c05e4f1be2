// Slider: a figure between nothing and a hundred, chosen by feel; arrows move by one, Page Up and Down by ten.
import { useId, type ReactNode } from 'react'
import css from './Slider.module.css'

interface SliderProps {
  label: ReactNode
  value: number
  onChange: (value: number) => void
  /** What stands at both ends. */
  low: ReactNode
  high: ReactNode
  /** Nothing was chosen yet: the figure is not shown. */
  empty?: boolean
}

export function Slider({ label, value, onChange, low, high, empty }: SliderProps) {
  const id = useId()
  return (
    <div className={css.slider}>
      <div className={css.head}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{empty ? '–' : Math.round(value)}</output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={1}
        value={Math.round(value)}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <div className={css.ends} aria-hidden>
        <span>{low}</span>
        <span>{high}</span>
      </div>
    </div>
  )
}
