import type { EngineErrorCode, ErrorData } from '../../engine/index.ts';
import { ERRORS } from '../i18n/errors.en.ts';

/** Why a file could not be read or fetched, beside the controls that asked for it. */
export function ImportProblem({ code, data }: { code: EngineErrorCode; data: ErrorData }) {
  const { title, why, next } = ERRORS[code];
  return (
    <div className="warning import-problem" role="alert" data-code={code}>
      <p>
        <b>{title(data)}</b>
      </p>
      <p>{why(data)}</p>
      <p>{next(data)}</p>
    </div>
  );
}
