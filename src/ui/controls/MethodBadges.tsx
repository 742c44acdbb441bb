import type { MethodDefinition } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';

/** What a person must know before they trust or play an objective. */
export function MethodBadges({ method }: { method: MethodDefinition }) {
  return (
    <>
      {method.needs.sampling ? <p className="method-badge">{text.controls.needsSampling}</p> : null}
      {method.reading === undefined ? null : (
        <p className="method-badge">
          <strong>{text.controls.reading}</strong> {method.reading}
        </p>
      )}
    </>
  );
}
