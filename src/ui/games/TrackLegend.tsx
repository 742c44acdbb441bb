interface Entry {
  readonly id: string;
  readonly label: string;
  readonly title?: string;
  readonly colour: string;
  readonly dash?: string | undefined;
}

interface TrackLegendProps {
  readonly entries: readonly Entry[];
  /** With it, entries are switches. */
  readonly hidden?: ReadonlySet<string>;
  readonly onToggle?: (id: string) => void;
}

/** Names beside their strokes. */
export function TrackLegend({ entries, hidden, onToggle }: TrackLegendProps) {
  return (
    <div className="track-legend">
      {entries.map(({ id, label, title, colour, dash }) => {
        const mark = (
          <svg width="22" height="8" aria-hidden="true">
            <line x1="1" y1="4" x2="21" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
          </svg>
        );
        if (onToggle === undefined) {
          return (
            <span key={id} className="legend-item">
              {mark}
              {label}
            </span>
          );
        }
        return (
          <label key={id} className="legend-item" title={title}>
            <input type="checkbox" checked={!hidden?.has(id)} onChange={() => onToggle(id)} />
            {mark}
            {label}
          </label>
        );
      })}
    </div>
  );
}
