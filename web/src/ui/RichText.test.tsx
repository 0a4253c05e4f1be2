// @vitest-environment jsdom
import { render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Markdown } from './RichText'

describe('Markdown', () => {
  it('goes on counting where a text does: rule 5 is not shown as rule 1', () => {
    const text = '## One\n\n1. **First**\n2. Second\n\n## Two\n\n3. Third\n4. Fourth'
    const { container } = render(<Markdown text={text} />)
    const lists = [...container.querySelectorAll('ol')]
    expect(lists.map((ol) => ol.start)).toEqual([1, 3])
    expect(lists.map((ol) => ol.children.length)).toEqual([2, 2])
  })
})
