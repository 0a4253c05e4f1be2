// PersonSearch: find somebody by any word of a name, by address, organization or number; arrows move, Enter takes.
import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState, type KeyboardEvent } from 'react'
import { peopleQuery, type PersonRef } from '@/api'
import { useDebouncedValue } from '@mantine/hooks'
import { TextField } from './Field'
import { PersonMark } from './StageRing'
import { useStageWords } from './words'
import css from './PersonSearch.module.css'

interface Props {
  label: string
  onPick: (person: PersonRef) => void
}

export function PersonSearch({ label, onPick }: Props) {
  const id = useId()
  const stages = useStageWords()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const [asked] = useDebouncedValue(words.trim(), 200)
  const { data } = useInfiniteQuery({ ...peopleQuery(asked), enabled: open && asked.length > 0 })
  const found = open && asked ? (data?.pages[0]?.items ?? []).slice(0, 8) : []
  const take = (person: PersonRef | undefined) => {
    if (!person) return
    setWords(person.name)
    setOpen(false)
    onPick(person)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (found.length > 0)
        setActive((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      take(found[active])
    } else if (event.key === 'Escape') setOpen(false)
  }
  return (
    <div className={css.find}>
      <TextField
        role="combobox"
        aria-label={label}
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setActive(0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <div role="listbox" id={id} aria-label={label} className={css.found} hidden={found.length === 0}>
        {found.map((p, i) => (
          // The field has the focus and takes the keys.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={p.id}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            className={css.foundRow}
            onMouseMove={() => setActive(i)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(p)}
          >
            <PersonMark name={p.name} stage={p.stage} size={28} silent />
            <span>{p.name}</span>
            <small>
              {p.handle && `${p.handle} · `}
              {stages[p.stage]}
            </small>
          </div>
        ))}
      </div>
      {open && asked && data && found.length === 0 && (
        <p className={css.nobody} role="status">
          <Trans>Nobody is found by that</Trans>
        </p>
      )}
    </div>
  )
}
