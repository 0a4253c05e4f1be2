// parts: the pieces that the person's page and the panel beside a conversation are built of.
import { useLingui } from '@lingui/react/macro'
import { useId, type ReactNode } from 'react'
import { IconButton, IconMore, IconPlus, Menu, type MenuEntry } from '@/ui'
import css from './Person.module.css'

interface BlockProps {
  title: ReactNode
  /** How many there are, beside the title. */
  count?: number
  /** What its plus adds. */
  add?: { label: string; run: () => void }
  acts?: ReactNode
  children: ReactNode
}

export function Block({ title, count, add, acts, children }: BlockProps) {
  const id = useId()
  return (
    <section className={css.block} aria-labelledby={id}>
      <header>
        <h3 id={id}>
          {title}
          {count ? <span className={css.count}> {count}</span> : null}
        </h3>
        {acts}
        {add && <IconButton icon={IconPlus} size="s" label={add.label} onClick={add.run} />}
      </header>
      {children}
    </section>
  )
}

/** Verbs of one row, behind three dots. */
export function RowMenu({ of, entries }: { of: string; entries: MenuEntry[] }) {
  const { t } = useLingui()
  return (
    <Menu
      target={<IconButton icon={IconMore} size="s" label={t`What to do with “${of}”`} tip={false} />}
      entries={entries}
      position="bottom-end"
    />
  )
}
