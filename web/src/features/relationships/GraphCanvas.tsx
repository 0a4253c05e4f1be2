// GraphCanvas: the map itself, drawn by sigma on WebGL: colleagues as squares, people as their stage rings, ties and links
// as lines. For whoever cannot see or point, the same nodes are a list that arrows walk through.
import { createNodeBorderProgram } from '@sigma/node-border'
import { createNodePiechartProgram } from '@sigma/node-piechart'
import { NodeSquareProgram } from '@sigma/node-square'
import { useLingui } from '@lingui/react/macro'
import Graph from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'
import { useEffect, useId, useImperativeHandle, useRef, type KeyboardEvent, type Ref } from 'react'
import Sigma from 'sigma'
import { createNodeCompoundProgram, drawDiscNodeLabel } from 'sigma/rendering'
import type { GraphNode } from '@/api'
import { useMediaQuery, useStageWords, useTheme } from '@/ui'
import { arcsOf, isDormant, places, sizeOf, type GraphModel } from './graph'
import css from './Map.module.css'

export interface GraphHandle {
  zoom: (by: number) => void
  fit: () => void
}
interface GraphCanvasProps {
  model: GraphModel
  chosen: string | null
  onChoose: (node: string | null) => void
  onOpen: (node: GraphNode) => void
  handle: Ref<GraphHandle>
}

/** Whether this browser can draw it at all. */
export function canDraw(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

/** The colours of the theme, as the drawing needs them: resolved. */
function colours(element: HTMLElement) {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    surface: of('--k-surface'),
    text: of('--k-text'),
    quiet: of('--k-text-3'),
    on: of('--k-accent'),
    off: of('--k-line-strong'),
    tie: of('--k-accent-line'),
    link: of('--k-line-control'),
    dim: of('--k-line'),
    member: of('--k-text-2'),
    font: of('--k-font'),
  }
}
type Colours = ReturnType<typeof colours>

// Six arcs with a gap before each; what is between is left out of the disc.
const GAP = 0.16
const ring = (c: Colours) =>
  createNodeCompoundProgram([
    createNodePiechartProgram({
      defaultColor: c.off,
      offset: { value: Math.PI / 2 },
      slices: [0, 1, 2, 3, 4, 5].flatMap((i) => [
        { color: { transparent: true as const }, value: { value: GAP / 2 } },
        { color: { attribute: `arc${i}` }, value: { value: 1 - GAP } },
        { color: { transparent: true as const }, value: { value: GAP / 2 } },
      ]) as never,
    }),
    createNodeBorderProgram({
      borders: [
        { size: { value: 0.24 }, color: { transparent: true } },
        { size: { value: 0.1 }, color: { value: c.surface } },
        { size: { fill: true }, color: { attribute: 'face' } },
      ],
    }),
  ])

function build(model: GraphModel, c: Colours): Graph {
  const graph = new Graph({ type: 'undirected', multi: false })
  const begin = places(model)
  for (const n of model.nodes.values()) {
    const arcs = arcsOf(n)
    graph.addNode(n.node, {
      ...begin.get(n.node),
      size: sizeOf(n),
      label: n.name,
      type: n.kind === 'member' ? 'square' : 'ring',
      color: n.kind === 'member' ? c.member : c.on,
      face: isDormant(n) ? c.surface : c.dim,
      forceLabel: n.kind === 'member',
      ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((i) => [`arc${i}`, i < arcs ? c.on : c.off])),
    })
  }
  for (const e of model.edges)
    if (!graph.hasEdge(e.from, e.to))
      graph.addEdge(e.from, e.to, {
        size: e.kind === 'tie' ? 1 + 3 * e.weight : 1,
        weight: 0.2 + e.weight,
        color: e.kind === 'tie' ? c.tie : c.link,
      })
  forceAtlas2.assign(graph, {
    iterations: model.nodes.size > 200 ? 160 : 320,
    settings: {
      ...forceAtlas2.inferSettings(graph),
      adjustSizes: true,
      edgeWeightInfluence: 1,
      gravity: 0.6,
      scalingRatio: 14,
      slowDown: 4,
    },
  })
  return graph
}

export function GraphCanvas({ model, chosen, onChoose, onOpen, handle }: GraphCanvasProps) {
  const { t } = useLingui()
  const stages = useStageWords()
  const { theme } = useTheme()
  const dark = useMediaQuery('(prefers-color-scheme: dark)')
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const sigma = useRef<Sigma>(undefined)
  const acts = useRef({ chosen, onChoose })
  useEffect(() => {
    acts.current = { chosen, onChoose }
    sigma.current?.refresh({ skipIndexation: true })
  })

  useEffect(() => {
    if (!box.current) return
    const c = colours(box.current)
    const near = (node: string, of: string | null) =>
      of === null || node === of || (model.neighbours.get(of) ?? []).some((n) => n.node.node === node)
    const drawn: Sigma = new Sigma(build(model, c), box.current, {
      nodeProgramClasses: { ring: ring(c), square: NodeSquareProgram },
      defaultDrawNodeHover: drawDiscNodeLabel,
      labelFont: c.font,
      labelColor: { color: c.text },
      labelSize: 12,
      labelWeight: '500',
      labelDensity: 0.7,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: 9,
      stagePadding: 48,
      zIndex: true,
      minCameraRatio: 0.08,
      maxCameraRatio: 2.5,
      allowInvalidContainer: true,
      nodeReducer: (node, data) => {
        const now = acts.current.chosen
        if (near(node, now))
          return node === now
            ? { ...data, zIndex: 2, forceLabel: true }
            : { ...data, zIndex: 1, forceLabel: now !== null || data.forceLabel }
        return {
          ...data,
          label: null,
          forceLabel: false,
          face: c.surface,
          color: c.dim,
          ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((i) => [`arc${i}`, c.dim])),
        }
      },
      edgeReducer: (edge, data) => {
        const now = acts.current.chosen
        if (now === null) return data
        const [from, to] = drawn.getGraph().extremities(edge)
        return from === now || to === now ? { ...data, color: c.on, zIndex: 1 } : { ...data, hidden: true }
      },
    })
    sigma.current = drawn
    drawn.on('clickNode', ({ node }) => acts.current.onChoose(acts.current.chosen === node ? null : node))
    drawn.on('clickStage', () => acts.current.onChoose(null))
    drawn.on('enterNode', () => box.current?.setAttribute('data-over', ''))
    drawn.on('leaveNode', () => box.current?.removeAttribute('data-over'))
    return () => {
      sigma.current = undefined
      drawn.kill()
    }
    // A switch of the theme draws it anew, in its colours.
  }, [model, theme, dark])

  useImperativeHandle(
    handle,
    () => ({
      zoom: (by) => {
        const camera = sigma.current?.getCamera()
        if (camera) camera.setState({ ratio: camera.getBoundedRatio(camera.ratio * by) })
      },
      fit: () => sigma.current?.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }),
    }),
    [],
  )

  const nodes = [...model.nodes.values()]
  const at = nodes.findIndex((n) => n.node === chosen)
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: nodes.length - 1,
    }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      onChoose(nodes[Math.max(0, Math.min(nodes.length - 1, to))]?.node ?? null)
      return
    }
    const now = nodes[at]
    if (event.key === 'Enter' && now) {
      event.preventDefault()
      onOpen(now)
    } else if (event.key === 'Escape' && now) {
      event.preventDefault()
      onChoose(null)
    }
  }
  const words = (n: GraphNode) =>
    n.kind === 'member'
      ? t`${n.name}, colleague`
      : `${n.name}, ${isDormant(n) ? stages.dormant : n.stage ? stages[n.stage as keyof typeof stages] : ''}`
  return (
    <div
      className={css.canvas}
      role="listbox"
      tabIndex={0}
      aria-label={t`Map of relationships: arrows go through it, Enter opens the page`}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div ref={box} className={css.stage} aria-hidden />
      <div className="sr" role="presentation">
        {nodes.map((n, i) => (
          <div key={n.node} id={`${id}-${i}`} role="option" aria-selected={i === at}>
            {words(n)}
          </div>
        ))}
      </div>
    </div>
  )
}
