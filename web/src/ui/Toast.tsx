// Toast: what just happened, for a few seconds, with a way back. Announced to screen readers; say() announces without
// showing anything.
import { useLingui } from '@lingui/react/macro'
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { IconClose } from './icons'
import { useErrorText } from './states'
import css from './Toast.module.css'

interface Toast {
  id: number
  text: ReactNode
  tone?: 'red'
  act?: { label: string; run: () => void }
}
interface Toasts {
  show: (text: ReactNode, act?: Toast['act']) => void
  fail: (error: unknown) => void
  say: (text: string) => void
}
const Context = createContext<Toasts>({ show: () => undefined, fail: () => undefined, say: () => undefined })

export function useToast(): Toasts {
  return useContext(Context)
}

const STAY_MS = 6000

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useLingui()
  const [toasts, setToasts] = useState<Toast[]>([])
  const [said, setSaid] = useState('')
  const next = useRef(1)
  const errorText = useErrorText()
  const errorTextNow = useRef(errorText)
  errorTextNow.current = errorText

  const close = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), [])
  const add = useCallback(
    (toast: Omit<Toast, 'id'>) => {
      const id = next.current++
      setToasts((all) => [...all.slice(-2), { ...toast, id }])
      window.setTimeout(() => close(id), toast.tone ? STAY_MS * 1.5 : STAY_MS)
    },
    [close],
  )
  const value = useMemo<Toasts>(
    () => ({
      show: (text, act) => add({ text, act }),
      fail: (error) => add({ text: errorTextNow.current(error), tone: 'red' }),
      say: setSaid,
    }),
    [add],
  )

  return (
    <Context.Provider value={value}>
      {children}
      <div className="sr" role="status" aria-live="polite">
        {said}
      </div>
      <div className={css.stack} role="region" aria-live="polite" aria-label={t`Messages`}>
        {toasts.map(({ id, text, tone, act }) => (
          <div key={id} className={css.toast} data-tone={tone}>
            <span className={css.text}>{text}</span>
            {act && (
              <button
                type="button"
                className={css.act}
                onClick={() => {
                  act.run()
                  close(id)
                }}
              >
                {act.label}
              </button>
            )}
            <button type="button" className={css.act} aria-label={t`Close`} onClick={() => close(id)}>
              <IconClose size={14} aria-hidden />
            </button>
          </div>
        ))}
      </div>
    </Context.Provider>
  )
}
