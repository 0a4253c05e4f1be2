// ConfirmMe: what lets people in wants to see once more who asks. A refusal of that kind opens one dialog; what was
// wanted is then tried again, so that a screen does not know of it.
import { Trans } from '@lingui/react/macro'
import {
  createContext,
  lazy,
  Suspense,
  useCallback,
  useContext,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { ApiError } from '@/api'
import { Dialog } from './Dialog'

const Questions = lazy(async () => ({ default: (await import('./ConfirmQuestions')).ConfirmQuestions }))

type Confirmed = <T>(act: () => Promise<T>) => Promise<T>

const Context = createContext<Confirmed>((act) => act())

/** Wraps an act: `confirmed(() => take(api.POST(...)))`. */
export const useConfirmed = (): Confirmed => useContext(Context)

interface Waiting {
  done: () => void
  stop: (why: unknown) => void
}

export function ConfirmMeProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const waiting = useRef<Waiting | null>(null)
  const confirmed = useCallback<Confirmed>(async (act) => {
    try {
      return await act()
    } catch (refusal) {
      if (!(refusal instanceof ApiError) || refusal.slug !== 'confirm-needed') throw refusal
      await new Promise<void>((done, stop) => {
        waiting.current = { done, stop: () => stop(refusal) }
        setOpen(true)
      })
      return act()
    }
  }, [])
  const close = (well: boolean) => {
    setOpen(false)
    if (well) waiting.current?.done()
    else waiting.current?.stop(null)
    waiting.current = null
  }
  return (
    <Context.Provider value={confirmed}>
      {children}
      <Dialog title={<Trans>Is it you?</Trans>} opened={open} onClose={() => close(false)} width={400}>
        {open && (
          <Suspense>
            <Questions onDone={() => close(true)} onClose={() => close(false)} />
          </Suspense>
        )}
      </Dialog>
    </Context.Provider>
  )
}
