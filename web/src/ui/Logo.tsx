// Logo: the ring with the person in the middle; the ring is the product's first mark.
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <g fill="none" stroke="currentColor" strokeWidth="4" strokeLinecap="round">
        {[0, 60, 120, 180, 240].map((turn) => (
          <path key={turn} d="M16 3.5 A12.5 12.5 0 0 1 23.2 5.8" transform={`rotate(${turn + 12} 16 16)`} />
        ))}
        <path d="M16 3.5 A12.5 12.5 0 0 1 23.2 5.8" transform="rotate(312 16 16)" opacity="0.35" />
      </g>
      <circle cx="16" cy="16" r="5.5" fill="currentColor" />
    </svg>
  )
}
