// provider: one listener for the whole page. Screens say what a command does while they are shown (useCommands); the
// newest handler wins, so a dialog's or a conversation's comes before the list's, and before all of them what is chosen.
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { COMMAND_IDS, COMMANDS, type CommandId } from './commands'
import { pressName, SEQUENCE_MS, step } from './match'

export type Handlers = Partial<Record<CommandId, (() => void) | undefined | false | null>>
interface Registry {
  /** `first`: before all that were added without it, whenever those came. */
  add: (handlers: { current: Handlers }, first: boolean) => () => void
  /** Commands that do something now. */
  available: () => CommandId[]
  run: (id: CommandId) => boolean
  /** Keys rest, while a dialog of its own takes them. */
  half: string
}
const Context = createContext<Registry | null>(null)

function useRegistry(): Registry {
  const registry = useContext(Context)
  if (!registry) throw new Error('KeysProvider is missing')
  return registry
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
  )
}

/** Inside menus and dialogs, keys belong to them. */
function isAway(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null
}

export function KeysProvider({ children }: { children: ReactNode }) {
  /** The last of `first` is asked first, the first of `screens` last. */
  const stack = useRef<{ screens: { current: Handlers }[]; first: { current: Handlers }[] }>({
    screens: [],
    first: [],
  })
  const half = useRef('')
  const timer = useRef<number>(undefined)
  const [shownHalf, setShownHalf] = useState('')

  const registry = useMemo<Registry>(() => {
    const find = (id: CommandId) => {
      const { screens, first } = stack.current
      return [...screens, ...first].findLast((one) => one.current[id])?.current[id] || undefined
    }
    return {
      add: (handlers, first) => {
        const rank = first ? 'first' : 'screens'
        stack.current[rank].push(handlers)
        return () => {
          stack.current[rank] = stack.current[rank].filter((one) => one !== handlers)
        }
      },
      available: () => COMMAND_IDS.filter((id) => find(id)),
      run: (id) => {
        const handler = find(id)
        handler?.()
        return Boolean(handler)
      },
      half: '',
    }
  }, [])

  useEffect(() => {
    const remember = (value: string) => {
      half.current = value
      setShownHalf(value)
      window.clearTimeout(timer.current)
      if (value) timer.current = window.setTimeout(() => remember(''), SEQUENCE_MS)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const typing = isTyping(event.target)
      const name = pressName(event)
      if (!name || (isAway(event.target) && name !== 'mod+k')) return
      const able = registry
        .available()
        .filter(
          (id) => Boolean(COMMANDS[id].typing) === typing || (COMMANDS[id].typing && name.startsWith('mod+')),
        )
      const found = step(
        half.current,
        name,
        able.flatMap((id) => COMMANDS[id].keys),
      )
      remember(found.half ?? '')
      if (!found.whole) return
      const id = able.find((one) => COMMANDS[one].keys.includes(found.whole ?? ''))
      if (id && registry.run(id)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.clearTimeout(timer.current)
    }
  }, [registry])

  const value = useMemo(() => ({ ...registry, half: shownHalf }), [registry, shownHalf])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

/**
 * What commands do while this component is shown. Handlers may change at each render; falsy ones are not there. `first`
 * is for what somebody chose: it goes before a screen that is drawn later.
 */
export function useCommands(handlers: Handlers, first = false): void {
  const { add } = useRegistry()
  const now = useRef(handlers)
  useEffect(() => {
    now.current = handlers
  })
  useEffect(() => add(now, first), [add, first])
}

export function useCommandList(): Pick<Registry, 'available' | 'run' | 'half'> {
  return useRegistry()
}
