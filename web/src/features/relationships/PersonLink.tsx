// PersonLink: a person in a sentence or a row: the mark with its ring, the name that opens the page, words below.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PersonRef } from '@/api'
import { PersonMark } from '@/ui'
import css from './Relationships.module.css'

export function PersonLink({ person, children }: { person: PersonRef; children?: ReactNode }) {
  return (
    <div className={css.person}>
      <PersonMark name={person.name} stage={person.stage} size={32} />
      <div>
        <Link to="/people/$person" params={{ person: person.id }} className={css.name}>
          {person.name}
        </Link>
        {children}
      </div>
    </div>
  )
}
