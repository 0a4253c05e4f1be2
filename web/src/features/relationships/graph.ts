// graph: what the map and its table show of the answer: who is a neighbour of whom, where each node begins before the
// layout, and the rows of the table. Pure, and the same for the same answer: a map that jumps cannot be learnt.
import type { Graph, GraphEdge, GraphNode } from '@/api'
import { STAGES } from '@/ui'

export interface Neighbour {
  node: GraphNode
  edge: GraphEdge
}
export interface GraphModel {
  nodes: Map<string, GraphNode>
  neighbours: Map<string, Neighbour[]>
  edges: GraphEdge[]
}

/** Colleagues first, then people by strength; edges whose ends are not shown are left out. */
export function graphModel(graph: Graph): GraphModel {
  const sorted = [...graph.nodes].sort(
    (a, b) =>
      (a.kind === b.kind ? 0 : a.kind === 'member' ? -1 : 1) ||
      b.strength - a.strength ||
      a.name.localeCompare(b.name),
  )
  const nodes = new Map(sorted.map((n) => [n.node, n]))
  const neighbours = new Map<string, Neighbour[]>(sorted.map((n) => [n.node, []]))
  const edges = graph.edges.filter((e) => e.from !== e.to && nodes.has(e.from) && nodes.has(e.to))
  for (const edge of edges)
    for (const [one, other] of [
      [edge.from, edge.to],
      [edge.to, edge.from],
    ] as const) {
      const node = nodes.get(other)
      if (node) neighbours.get(one)?.push({ node, edge })
    }
  for (const list of neighbours.values())
    list.sort((a, b) => b.edge.weight - a.edge.weight || a.node.name.localeCompare(b.node.name))
  return { nodes, neighbours, edges }
}

/** How many arcs of the ring are filled; dormant: none, whatever the stage. */
export function arcsOf(node: GraphNode): number {
  return isDormant(node) ? 0 : STAGES.findIndex((s) => s === node.stage) + 1
}
export const isDormant = (node: GraphNode): boolean => node.kind === 'person' && node.dormancy > 8

/** Radius in the map: colleagues are of one size, people grow with strength. */
export const sizeOf = (node: GraphNode): number =>
  node.kind === 'member' ? 13 : 7 + Math.sqrt(Math.max(0, node.strength)) * 0.75

/** A place to begin: colleagues on a circle, people around whoever knows them best. */
export function places(model: GraphModel): Map<string, { x: number; y: number }> {
  const found = new Map<string, { x: number; y: number }>()
  const members = [...model.nodes.values()].filter((n) => n.kind === 'member')
  members.forEach((m, i) => {
    const angle = (2 * Math.PI * i) / Math.max(1, members.length)
    found.set(m.node, { x: 100 * Math.cos(angle), y: 100 * Math.sin(angle) })
  })
  let rest = 0
  for (const n of model.nodes.values()) {
    if (n.kind === 'member') continue
    const best = model.neighbours.get(n.node)?.find((one) => one.edge.kind === 'tie')
    const near = best ? found.get(best.node.node) : undefined
    // The golden angle spreads them evenly.
    const angle = rest * 2.39996
    const far = near ? 30 + Math.sqrt(rest) * 4 : 140
    found.set(n.node, {
      x: (near?.x ?? 0) + far * Math.cos(angle),
      y: (near?.y ?? 0) + far * Math.sin(angle),
    })
    rest++
  }
  return found
}

export interface GraphRow {
  person: GraphNode
  /** Colleagues who talk with them, the strongest first. */
  knownBy: Neighbour[]
  /** People they know. */
  knows: Neighbour[]
}

export function graphRows(model: GraphModel): GraphRow[] {
  return [...model.nodes.values()]
    .filter((n) => n.kind === 'person')
    .map((person) => {
      const all = model.neighbours.get(person.node) ?? []
      return {
        person,
        knownBy: all.filter((n) => n.node.kind === 'member'),
        knows: all.filter((n) => n.node.kind === 'person'),
      }
    })
}
