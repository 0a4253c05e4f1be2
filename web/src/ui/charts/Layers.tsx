// Layers: how many relationships somebody keeps, in Dunbar's layers: each a track as long as what people usually keep,
// filled with what is kept; what goes beyond stands out at its end, with a sign.
import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconWarn } from '../icons'
import { figure } from '../time'
import { table } from '../words'
import css from './Insight.module.css'

export type LayerName = 'weekly' | 'monthly' | 'half_yearly' | 'yearly'
export interface Layer {
  layer: LayerName
  holds: number
  count: number
}

export const useLayerWords = table<LayerName>({
  weekly: msg`at least weekly`,
  monthly: msg`at least monthly`,
  half_yearly: msg`within half a year`,
  yearly: msg`within a year`,
})

export function Layers({ layers, label }: { layers: Layer[]; label: string }) {
  const words = useLayerWords()
  return (
    <ul className={css.layers} aria-label={label}>
      {layers.map((l) => {
        const over = l.count > l.holds
        // The last fifth of the track is for what is over.
        const width = over
          ? 80 + Math.min(20, ((l.count - l.holds) / l.holds) * 80)
          : (l.count / l.holds) * 80
        return (
          <li key={l.layer} data-over={over || undefined}>
            <span>{words[l.layer]}</span>
            <span className={css.layer} aria-hidden>
              <span style={{ width: `${width}%` }} />
              <i />
            </span>
            <span>
              {over && <IconWarn size={13} aria-hidden />}
              <Trans>
                <b>{figure(l.count)}</b> of {figure(l.holds)}
              </Trans>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
