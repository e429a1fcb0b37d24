/** A gate between two towers. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden className="shrink-0">
      <path d="M3 21V5.5L5 4v1.5h2V4l2 1.5V9h6V5.5L17 4v1.5h2V4l2 1.5V21h-6v-4a3 3 0 0 0-6 0v4H3Z" fill="var(--accent)" />
      <path d="M12 12.5v-1.2M8.8 13.4l-.8-.8M15.2 13.4l.8-.8" stroke="var(--accent-text)" strokeWidth="1.4" strokeLinecap="round" />
    </svg>
  );
}
