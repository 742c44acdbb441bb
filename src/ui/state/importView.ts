import type { DataReport, DataTokens, EngineErrorCode, ErrorData, HubFile, ImportedRow } from '../../engine/index.ts';

/** What the page knows of rows that a person brings. */
export interface ImportView {
  /** The last file or pasted text, as the engine read it. */
  readonly report: DataReport | null;
  readonly isReading: boolean;
  /** Why a file could not be read or fetched: told beside the controls, not as a run's failure. */
  readonly problem: { readonly code: EngineErrorCode; readonly data: ErrorData } | null;
  /** Rows on screen. */
  readonly page: { readonly hash: string; readonly from: number; readonly rows: readonly ImportedRow[] } | null;
  readonly tokens: DataTokens | null;
  readonly hub: HubView;
  /** Rows that were taken over here, whatever a link had asked for. */
  readonly adopted: string | null;
}

export interface HubView {
  readonly state: 'idle' | 'listing' | 'listed' | 'fetching';
  readonly dataset: string;
  readonly revision: string;
  readonly files: readonly HubFile[];
  readonly others: number;
  readonly loaded: number;
  readonly total: number;
  readonly isCached: boolean;
}

export const NO_HUB: HubView = {
  state: 'idle',
  dataset: '',
  revision: '',
  files: [],
  others: 0,
  loaded: 0,
  total: 0,
  isCached: false,
};

export const NO_IMPORT: ImportView = {
  report: null,
  isReading: false,
  problem: null,
  page: null,
  tokens: null,
  hub: NO_HUB,
  adopted: null,
};

/** Whether a run can train on it: prompts alone have nothing to prefer. */
export function isTrainable(report: DataReport): boolean {
  return report.kind !== 'prompts' && report.rows > 0;
}
