// noting: writing down what a post says of a person. The dialog belongs to another feature; the app puts it in.
import { createContext, useContext, type ReactNode } from 'react'

export interface NotingWhat {
  kind: 'fact' | 'value'
  person: { id: string; name: string }
  source: { id: string; text: string; ours: boolean }
}
export type NoteDialog = (what: NotingWhat, onClose: () => void) => ReactNode

export const NotingContext = createContext<NoteDialog | null>(null)
export const useNoteDialog = (): NoteDialog | null => useContext(NotingContext)
