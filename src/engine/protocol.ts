export * from './protocol/engineCommand.ts';
export * from './protocol/engineEvent.ts';
export * from './protocol/evaluation.ts';
export * from './protocol/importProtocol.ts';
export * from './protocol/inspection.ts';
export * from './protocol/preflight.ts';
export * from './protocol/recordedRun.ts';
export * from './protocol/rewardModelReport.ts';
export * from './protocol/runState.ts';
export * from './protocol/stepRecord.ts';

/**
 * The one door between page and engine: typed commands in, typed events out.
 *
 * Every event carries the id of the run it belongs to; the page drops events of a run it no longer shows. Bump
 * PROTOCOL_VERSION when a stored event (recorded runs) would be misread.
 */
export const PROTOCOL_VERSION = 1;
