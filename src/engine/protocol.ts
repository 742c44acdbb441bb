export type * from './protocol/engineCommand.ts';
export type * from './protocol/engineEvent.ts';
export type * from './protocol/evaluation.ts';
export type * from './protocol/importProtocol.ts';
export type * from './protocol/inspection.ts';
export type * from './protocol/preflight.ts';
export type * from './protocol/recordedRun.ts';
export type * from './protocol/rewardModelReport.ts';
export type * from './protocol/runState.ts';
export type * from './protocol/stepRecord.ts';

/**
 * The one door between page and engine: typed commands in, typed events out.
 *
 * Every event carries the id of the run it belongs to; the page drops events of a run it no longer shows. Bump
 * PROTOCOL_VERSION when a stored event (recorded runs) would be misread.
 */
export const PROTOCOL_VERSION = 1;
