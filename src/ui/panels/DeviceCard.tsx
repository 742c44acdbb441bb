import { useState } from 'react';
import { text } from '../i18n/text.ts';
import { useMachine } from '../state/SessionContext.ts';
import { VariantList } from './VariantList.tsx';

/** What runs where and why, in words; no WebGPU gets its cause and remedy. Diagnostics can be copied for a report. */
export function DeviceCard() {
  const { diagnosis, backend, variants } = useMachine((machine) => machine);
  const [isCopied, setCopied] = useState(false);
  if (diagnosis === null) {
    return (
      <section className="card panel" aria-labelledby="device-title">
        <h2 id="device-title">{text.device.title}</h2>
        <p className="empty">{text.device.unknown}</p>
      </section>
    );
  }
  const [what, remedy] = text.device.verdicts[diagnosis.verdict];
  const adapter = diagnosis.adapter;
  const adapterName =
    adapter === null
      ? null
      : [adapter.vendor, adapter.architecture, adapter.description || adapter.device]
          .filter((part) => part !== '')
          .join(' · ');
  const copy = async () => {
    const report = JSON.stringify({ diagnosis, backend, variants, userAgent: navigator.userAgent }, null, 2);
    try {
      await navigator.clipboard.writeText(report);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  const isGpu = diagnosis.verdict === 'webgpu';
  return (
    <section
      className={isGpu ? 'card panel' : 'card panel card-notice'}
      aria-labelledby="device-title"
      data-verdict={diagnosis.verdict}
    >
      <div className="panel-head">
        <h2 id="device-title">{text.device.title}</h2>
        {backend === null ? null : (
          <span className="tag">{text.device.running(text.device.names[backend] ?? backend)}</span>
        )}
      </div>
      <p>
        <b>{what}</b> {remedy}
      </p>
      <dl className="facts">
        {adapterName === null ? null : (
          <div>
            <dt>{text.device.adapter}</dt>
            <dd>{adapterName}</dd>
          </div>
        )}
        {isGpu ? (
          <div>
            <dt>{text.device.features}</dt>
            <dd>{diagnosis.features.includes('shader-f16') ? text.device.yes : text.device.no}</dd>
          </div>
        ) : null}
        {diagnosis.detail === '' ? null : (
          <div>
            <dt>{text.problem.details}</dt>
            <dd>{diagnosis.detail}</dd>
          </div>
        )}
      </dl>
      <VariantList variants={variants} />
      <button type="button" className="plain-button" onClick={() => void copy()}>
        {isCopied ? text.device.copied : text.device.copy}
      </button>
    </section>
  );
}
