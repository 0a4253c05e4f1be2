import { describe, expect, it } from 'vitest'
import type { Graph, GraphNode } from '@/api'
import { arcsOf, graphModel, graphRows, places } from './graph'

const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  node: id,
  kind: id.startsWith('m') ? 'member' : 'person',
  id: id.slice(1),
  name: id,
  role: '',
  stage: id.startsWith('m') ? null : 'dialogue',
  avatar_url: null,
  strength: 0,
  dormancy: 0,
  ...more,
})
const graph: Graph = {
  shown: 3,
  all: 9,
  capped: false,
  nodes: [node('p1', { strength: 10 }), node('m1'), node('p2', { strength: 80 }), node('p3')],
  edges: [
    { from: 'm1', to: 'p1', kind: 'tie', weight: 0.1 },
    { from: 'm1', to: 'p2', kind: 'tie', weight: 0.8 },
    { from: 'p1', to: 'p2', kind: 'colleague', weight: 0.4 },
    { from: 'p1', to: 'p9', kind: 'talked', weight: 1 },
  ],
}

describe('the map', () => {
  const model = graphModel(graph)

  it('shows_colleagues_first_then_the_strongest_and_no_edge_into_the_dark', () => {
    expect([...model.nodes.keys()]).toEqual(['m1', 'p2', 'p1', 'p3'])
    expect(model.edges).toHaveLength(3)
    expect(model.neighbours.get('m1')?.map((n) => n.node.node)).toEqual(['p2', 'p1'])
  })

  it('fills_the_ring_as_far_as_the_stage_and_leaves_it_hollow_when_dormant', () => {
    expect(arcsOf(node('p1', { stage: 'dialogue' }))).toBe(3)
    expect(arcsOf(node('p1', { stage: 'advocate' }))).toBe(6)
    expect(arcsOf(node('p1', { stage: 'loyal', dormancy: 9 }))).toBe(0)
    expect(arcsOf(node('m1'))).toBe(0)
  })

  it('begins_at_the_same_places_for_the_same_answer', () => {
    expect(places(model)).toEqual(places(graphModel({ ...graph, nodes: [...graph.nodes].reverse() })))
    expect(places(model).size).toBe(4)
  })

  it('has_a_table_that_says_the_same', () => {
    const rows = graphRows(model)
    expect(rows.map((r) => [r.person.node, r.knownBy.length, r.knows.length])).toEqual([
      ['p2', 1, 1],
      ['p1', 1, 1],
      ['p3', 0, 0],
    ])
  })
})
