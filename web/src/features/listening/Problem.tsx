// Problem: where a text is no query, and what to do.
import css from './Listening.module.css'

interface ProblemProps {
  text: string
  problem: { start: number; end: number; text: string }
}

const AROUND = 40 // characters before and behind it

export function Problem({ text, problem }: ProblemProps) {
  return (
    <div className={css.problem} role="status">
      <code>
        {text.slice(Math.max(0, problem.start - AROUND), problem.start)}
        <mark>{text.slice(problem.start, problem.end) || '▲'}</mark>
        {text.slice(problem.end, problem.end + AROUND)}
      </code>
      <p>{problem.text}</p>
    </div>
  )
}
