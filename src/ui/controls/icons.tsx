/** Icons drawn here: sixteen units, one stroke weight, the text's colour. Decorative; the button carries the words. */
const SHAPES = {
  play: 'M4 2.8v10.4a.6.6 0 0 0 .92.5l8.2-5.2a.6.6 0 0 0 0-1L4.92 2.3A.6.6 0 0 0 4 2.8z',
  pause:
    'M4.5 2.5h2a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5h-2A.5.5 0 0 1 4 13V3a.5.5 0 0 1 .5-.5zm5 0h2a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5h-2A.5.5 0 0 1 9 13V3a.5.5 0 0 1 .5-.5z',
} as const;

const STROKES = {
  step: 'M3.5 3v10l7-5zM13 3v10',
  rewind: 'M8 3.5v9L2 8zM14 3.5v9L8 8z',
  reset: 'M3.2 8.8A5 5 0 1 0 4.6 4.4M4.8 1.6v3h3',
  dice: 'M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM5.5 5.5h.01M10.5 5.5h.01M8 8h.01M5.5 10.5h.01M10.5 10.5h.01',
  triangle: 'M8 2.2l6 10.8H2zM8 7.2l2 3.6H6z',
  share: 'M6.5 9.5l3-3M7 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L5 7.5',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.4A5.5 5.5 0 0 1 6.6 3 5.5 5.5 0 1 0 13 9.4z',
  sliders: 'M2.5 5h5M11.5 5h2M2.5 11h2M8.5 11h5M9.5 3v4M6.5 9v4',
  pin: 'M9.5 2l4.5 4.5-2.2.6-2.6 2.6-.4 3-5.5-5.5 3-.4 2.6-2.6zM5.8 10.2L2.5 13.5',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5-5 5',
} as const;

export type IconName = keyof typeof SHAPES | keyof typeof STROKES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {name in SHAPES ? (
        <path d={SHAPES[name as keyof typeof SHAPES]} fill="currentColor" />
      ) : (
        <path
          d={STROKES[name as keyof typeof STROKES]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
