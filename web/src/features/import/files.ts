// files: what was chosen or dropped, as one file to upload: a single one as it is, several and folders as a tar.
import { tarOf, type NamedFile } from './tar'

/** What the server keeps of one mail: attachments need not travel. */
const MAIL = 1024 * 1024

const isMail = (path: string) => /(^|\/)(cur|new)\/[^/]+$|\.eml$/i.test(path)
/** Deliveries that were never finished, and the indexes of servers. */
const isNothing = (path: string) =>
  /(^|\/)tmp\/[^/]+$|(^|\/)(\.DS_Store|dovecot[^/]*|Thumbs\.db)$/i.test(path)

function named(file: File, path: string): NamedFile {
  const data = isMail(path) && file.size > MAIL ? file.slice(0, MAIL) : file
  return { path, data, changed: file.lastModified }
}

/** One file to upload. null: there is none. */
export function bundle(files: NamedFile[], name: string): File | null {
  const wanted = files.filter((file) => !isNothing(file.path))
  const [first] = wanted
  if (!first) return null
  if (wanted.length === 1 && first.data instanceof File && !first.path.includes('/')) return first.data
  return new File([tarOf(wanted)], `${name}.tar`)
}

/** Of an <input type="file">, also one that takes a folder. */
export function chosenFile(list: FileList, several: string): File | null {
  const files = Array.from(list, (file) => named(file, file.webkitRelativePath || file.name))
  const folder = files[0]?.path.includes('/') ? files[0].path.split('/')[0] : undefined
  return bundle(files, folder ?? several)
}

function readAll(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    const all: FileSystemEntry[] = []
    // Gives some hundred at a time, and none at the end.
    const more = () =>
      reader.readEntries((some) => {
        all.push(...some)
        if (some.length) more()
        else resolve(all)
      }, reject)
    more()
  })
}

async function walk(entry: FileSystemEntry, above: string, out: NamedFile[]): Promise<void> {
  const path = `${above}${entry.name}`
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      ;(entry as FileSystemFileEntry).file(resolve, reject)
    })
    out.push(named(file, path))
  } else if (entry.isDirectory) {
    for (const inside of await readAll((entry as FileSystemDirectoryEntry).createReader()))
      await walk(inside, `${path}/`, out)
  }
}

/** What was dropped: files and folders. Call it within the event: its items are gone afterwards. */
export async function droppedFile(transfer: DataTransfer, several: string): Promise<File | null> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((e) => e !== null)
  const files: NamedFile[] = []
  for (const entry of entries) await walk(entry, '', files)
  return bundle(files, entries.length === 1 && entries[0] ? entries[0].name : several)
}
