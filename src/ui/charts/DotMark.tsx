import type { PlotDot } from './ScatterPlot.tsx';

/** A mark of the scatter beside what it means, in a legend. */
export function DotMark({ mark, children }: { mark: PlotDot['mark']; children: string }) {
  return (
    <span className="legend-item">
      <svg width="10" height="10" aria-hidden="true">
        {mark === 'disc' ? (
          <circle className="dot-chosen" cx="5" cy="5" r="3.5" />
        ) : (
          <path className="dot-rejected" d="M2,2l6,6m0,-6l-6,6" />
        )}
      </svg>
      {children}
    </span>
  );
}
