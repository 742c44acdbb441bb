import { Icon } from '../controls/icons.tsx';
import { text } from '../i18n/text.ts';

interface PagerProps {
  readonly index: number;
  readonly count: number;
  readonly previous: string;
  readonly next: string;
  readonly onChange: (index: number) => void;
}

/** One of several, around in a circle. */
export function Pager({ index, count, previous, next, onChange }: PagerProps) {
  return (
    <span className="pager">
      <button
        type="button"
        className="icon-button"
        aria-label={previous}
        onClick={() => onChange((index + count - 1) % count)}
      >
        <Icon name="left" />
      </button>
      <span className="pager-words">{text.samples.of(index + 1, count)}</span>
      <button type="button" className="icon-button" aria-label={next} onClick={() => onChange((index + 1) % count)}>
        <Icon name="right" />
      </button>
    </span>
  );
}
