// RichText: what others wrote, as text with links; cleaned HTML through a second allow-list of our own; our own
// Markdown (policy). Nothing here ever sets inner HTML.
import { Fragment, useMemo, type ReactNode } from 'react'
import css from './RichText.module.css'

const TOKEN =
  /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])|((?<![\p{L}\p{N}_/@.])@[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:@[\p{L}\p{N}.-]+)?)/gu

function Outside({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

/** A long address loses its scheme and its tail, as networks show it; the link keeps the whole. */
function shortAddress(url: string): string {
  const bare = url.replace(/^https?:\/\/(www\.)?/, '')
  return bare.length > 42 ? `${bare.slice(0, 40)}…` : bare
}

function linked(text: string, colleagues?: ReadonlySet<string>): ReactNode[] {
  const out: ReactNode[] = []
  let at = 0
  for (const found of text.matchAll(TOKEN)) {
    const [whole, url, mention] = found
    out.push(text.slice(at, found.index))
    if (url)
      out.push(
        <Outside key={found.index} href={url}>
          {shortAddress(url)}
        </Outside>,
      )
    else if (mention) {
      const ours = colleagues?.has(mention.slice(1).toLowerCase())
      out.push(
        <span key={found.index} className={ours ? css.colleague : css.mention}>
          {mention}
        </span>,
      )
    }
    at = found.index + whole.length
  }
  out.push(text.slice(at))
  return out
}

export function PlainText({ text, colleagues }: { text: string; colleagues?: ReadonlySet<string> }) {
  return <div className={css.text}>{useMemo(() => linked(text, colleagues), [text, colleagues])}</div>
}

/** An excerpt with the found words marked; places are UTF-16 units. */
export function MarkedText({ text, marks }: { text: string; marks: { start: number; end: number }[] }) {
  const out: ReactNode[] = []
  let at = 0
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    if (start < at || end > text.length) continue
    out.push(
      text.slice(at, start),
      <mark key={start} className={css.mark}>
        {text.slice(start, end)}
      </mark>,
    )
    at = end
  }
  out.push(text.slice(at))
  return <>{out}</>
}

const TAGS = new Set(['p', 'br', 'b', 'i', 'em', 'strong', 'blockquote', 'ul', 'ol', 'li', 'code', 'pre'])

function fromNode(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return linkedOutsideAnchor(node)
  if (node.nodeType !== Node.ELEMENT_NODE) return null
  const element = node as Element
  const tag = element.tagName.toLowerCase()
  const children = Array.from(element.childNodes, fromNode)
  if (tag === 'br') return <br key={key} />
  if (tag === 'a') {
    const href = element.getAttribute('href') ?? ''
    return /^(https?:|mailto:)/i.test(href) ? (
      <Outside key={key} href={href}>
        {children}
      </Outside>
    ) : (
      <Fragment key={key}>{children}</Fragment>
    )
  }
  if (!TAGS.has(tag)) return <Fragment key={key}>{children}</Fragment>
  const Tag = tag as 'p'
  return <Tag key={key}>{children}</Tag>
}

function linkedOutsideAnchor(node: Node): ReactNode {
  const text = node.nodeValue ?? ''
  return node.parentElement?.closest('a') ? text : linked(text)
}

/** HTML that the server cleaned, taken apart and rebuilt from allowed tags only. */
export function CleanHtml({ html }: { html: string }) {
  const nodes = useMemo(() => {
    const body = new DOMParser().parseFromString(html, 'text/html').body
    return Array.from(body.childNodes, fromNode)
  }, [html])
  return <div className={css.rich}>{nodes}</div>
}

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[([^\]]+)\]\((https?:[^)\s]+)\)/g

function inline(text: string): ReactNode[] {
  const out: ReactNode[] = []
  let at = 0
  for (const found of text.matchAll(INLINE)) {
    const [whole, strong, em, code, label, href] = found
    out.push(text.slice(at, found.index))
    if (strong) out.push(<strong key={found.index}>{strong}</strong>)
    else if (em) out.push(<em key={found.index}>{em}</em>)
    else if (code) out.push(<code key={found.index}>{code}</code>)
    else if (href)
      out.push(
        <Outside key={found.index} href={href}>
          {label}
        </Outside>,
      )
    at = found.index + whole.length
  }
  out.push(text.slice(at))
  return out
}

function block(text: string, key: number): ReactNode {
  const heading = /^(#{1,3}) +(.*)$/.exec(text)
  if (heading) {
    const Tag = (['h2', 'h3', 'h4'] as const)[(heading[1] ?? '#').length - 1] ?? 'h4'
    return <Tag key={key}>{inline(heading[2] ?? '')}</Tag>
  }
  const lines = text.split('\n')
  const items = (mark: RegExp) =>
    text
      .split(/\n(?=(?:[-*]|\d+\.) )/)
      .map((item, i) => <li key={i}>{inline(item.replace(mark, '').replace(/\n\s*/g, ' '))}</li>)
  if (lines.length > 0 && /^[-*] /.test(lines[0] ?? '')) return <ul key={key}>{items(/^[-*] /)}</ul>
  const first = /^(\d+)\. /.exec(lines[0] ?? '')?.[1]
  // A list may go on counting where an earlier one ended: other texts name rules by their number.
  if (first)
    return (
      <ol key={key} start={Number(first)}>
        {items(/^\d+\. /)}
      </ol>
    )
  if (/^> /.test(text)) return <blockquote key={key}>{inline(text.replace(/^> ?/gm, ''))}</blockquote>
  return <p key={key}>{inline(text.replace(/\n/g, ' '))}</p>
}

/** The part of Markdown that a policy needs: headings, lists, quotes, emphasis, code, links. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(
    () =>
      text
        .replace(/\r\n/g, '\n')
        // A heading or the start of a list ends the paragraph before it.
        .replace(/^(#{1,3} .*)$/gm, '\n$1\n')
        .split(/\n{2,}/)
        .map((b) => b.trim())
        .filter(Boolean),
    [text],
  )
  return <div className={css.rich}>{blocks.map(block)}</div>
}
