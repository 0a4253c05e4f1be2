// InboxScreen: list and conversation side by side, the person beside them where there is room; on a phone one after
// the other. The address holds the view and the conversation, so that it can be shared and gone back to.
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { savedViewsQuery, threadQuery, viewsQuery } from '@/api'
import { useCommands } from '@/keys'
import { IconButton, IconClose, IconDown, Menu, SkeletonRows, useMediaQuery } from '@/ui'
import { List, useConversations } from './List'
import { NotingContext, type NoteDialog } from './noting'
import { viewTitle, type Filters } from './places'
import { usePlace } from './savedViews'
import { neighbour } from './steady'
import css from './Inbox.module.css'

export interface InboxProps {
  view: string
  conversation: string | null
  filters: Filters
  /** The person beside a conversation, and what is shown when none is chosen: other features, put in by the app. */
  person: (conversation: string) => ReactNode
  nothing: ReactNode
  note: NoteDialog
  /** A post of the conversation that was asked for by its address. */
  post?: string
  views: string[]
}

const SHOWN = 'kith-person-shown'

// The list is what one waits for first; the conversation's code follows as soon as the list is there.
const fetchConversation = () => import('./Conversation')
const Conversation = lazy(async () => ({ default: (await fetchConversation()).Conversation }))

function usePersonShown(): [boolean, () => void] {
  const room = useMediaQuery('(min-width: 1280px)', true, { getInitialValueInEffect: false })
  const [wish, setWish] = useState(() => {
    try {
      return localStorage.getItem(SHOWN) !== 'no'
    } catch {
      return true
    }
  })
  const [over, setOver] = useState(false)
  const toggle = useCallback(() => {
    if (!room) {
      setOver((now) => !now)
      return
    }
    setWish((now) => {
      try {
        localStorage.setItem(SHOWN, now ? 'no' : 'yes')
      } catch {
        // Only the memory of the choice is lost.
      }
      return !now
    })
  }, [room])
  return [room ? wish : over, toggle]
}

export function InboxScreen({ view, conversation, filters, person, nothing, note, post, views }: InboxProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const client = useQueryClient()
  const stacked = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set())
  const [personShown, togglePerson] = usePersonShown()
  const onMine = useCallback((ids: string[]) => setMine((before) => new Set([...before, ...ids])), [])
  const place = usePlace(view, filters)
  const list = useConversations(place, mine)
  useEffect(() => void fetchConversation(), [])
  const root = useRef<HTMLDivElement>(null)

  useEffect(() => {
    setSelected(new Set())
    setMine(new Set())
  }, [view])

  const open = useCallback(
    (id: string | null, replace = true) => {
      void (id
        ? navigate({
            to: '/inbox/$view/$conversation',
            params: { view, conversation: id },
            search: filters,
            replace,
          })
        : navigate({ to: '/inbox/$view', params: { view }, search: filters, replace }))
    },
    [navigate, view, filters],
  )
  const focusList = () => root.current?.querySelector<HTMLElement>('[data-row-list]')?.focus()
  const move = (step: 1 | -1) => {
    const at = conversation === null ? -1 : list.order.indexOf(conversation)
    const next = list.order[at < 0 ? 0 : at + step]
    if (next) open(next)
  }
  useCommands({
    'list.next': () => move(1),
    'list.previous': () => move(-1),
    'list.clear': selected.size === 0 && conversation !== null && stacked && (() => open(null)),
  })

  // The next conversation is there before it is asked for.
  const next = conversation === null ? null : neighbour(list.order, conversation)
  useEffect(() => {
    if (!next) return
    const timer = window.setTimeout(
      () => void client.prefetchQuery({ ...threadQuery(next), staleTime: 20_000 }),
      250,
    )
    return () => window.clearTimeout(timer)
  }, [next, client])

  const { data: allViews } = useQuery(viewsQuery())
  const { data: savedViews } = useQuery({ ...savedViewsQuery(), enabled: stacked })
  const viewSwitch = useMemo(() => {
    if (!stacked) return undefined
    const items = allViews?.items ?? []
    const saved = savedViews?.items ?? []
    const title = saved.find((v) => `saved-${v.id}` === view)?.name ?? viewTitle(view, items)
    const teams = items.filter((v) => v.team).map((v) => `team-${v.team?.id}`)
    return (
      <Menu
        width={240}
        entries={[
          ...[...views, ...teams].map((one) => ({
            label: viewTitle(one, items),
            checked: one === view,
            run: () => void navigate({ to: '/inbox/$view', params: { view: one } }),
          })),
          ...(saved.length > 0 ? (['line', { heading: t`Saved views` }] as const) : []),
          ...saved.map((one) => ({
            label: one.name,
            checked: `saved-${one.id}` === view,
            run: () => void navigate({ to: '/inbox/$view', params: { view: `saved-${one.id}` } }),
          })),
        ]}
        target={
          <button type="button" className={css.switch} aria-label={t`View: ${title}. Change`}>
            {title}
            <IconDown size={15} aria-hidden />
          </button>
        }
      />
    )
  }, [stacked, allViews, savedViews, views, view, navigate, t])

  const showPerson = personShown && conversation !== null
  return (
    <div
      className={css.inbox}
      ref={root}
      data-open={conversation !== null || undefined}
      data-conversation-open={(stacked && conversation !== null) || undefined}
      data-person={showPerson || undefined}
    >
      <div className={css.list}>
        <List
          view={view}
          place={place}
          filters={place.filters}
          onFilters={(f) =>
            void navigate({
              to: '/inbox/$view',
              params: { view },
              search: place.saved ? { ...f, changed: true } : f,
            })
          }
          list={list}
          active={conversation}
          onActive={(id) => open(id)}
          onOpen={(id) => open(id, !stacked)}
          selected={selected}
          onSelected={setSelected}
          onMine={onMine}
          onThere={(id) => open(id)}
          viewSwitch={viewSwitch}
        />
      </div>
      <div className={css.conversation}>
        {conversation ? (
          <Suspense fallback={<SkeletonRows rows={6} />}>
            <NotingContext value={note}>
              <Conversation
                key={conversation}
                id={conversation}
                post={post}
                onMine={onMine}
                onThere={(id) => open(id)}
                onGone={() => open(stacked ? null : neighbour(list.order, conversation))}
                onBack={() => open(null)}
                onLeaveText={focusList}
                onPerson={togglePerson}
                personShown={personShown}
              />
            </NotingContext>
          </Suspense>
        ) : (
          nothing
        )}
      </div>
      {showPerson && (
        <aside className={css.person} aria-label={t`Person`}>
          <div className={css.close}>
            <IconButton icon={IconClose} size="s" label={t`Hide the person`} onClick={togglePerson} />
          </div>
          {person(conversation)}
        </aside>
      )}
    </div>
  )
}
