/** The engine's only door: what the page and the tools may import. */
export type { BackendName, DeviceLoss, Diagnosis } from '../kernels/index.ts';
export { createEngineClient, type EngineClient } from './client.ts';
export type { EngineErrorCode, ErrorData } from './errors.ts';
export { type DecodedLink, decodeLink, encodeLink, type LinkNote } from './experiment/codec.ts';
export { defaultExperiment } from './experiment/defaultExperiment.ts';
export { describeDifference, type SettingDifference } from './experiment/difference.ts';
export { type Outcome, PRESETS, type Preset, presetExperiment } from './experiment/presets.ts';
export { mayRace, RIVALS_MAX, readRace, rivalExperiment, rivalRunId, rivalsOf } from './experiment/race.ts';
export { type Experiment, SETTINGS, type SettingSchema } from './experiment/schema.ts';
export { METHODS, methodById } from './methods/index.ts';
export { type LossShape, lossShape, usualExtent } from './methods/shape/lossShape.ts';
export type { Hyperparameter, Hyperparameters, MethodDefinition } from './methods/types.ts';
export { metricById } from './metrics/index.ts';
export type { MetricDefinition, MetricValue, MetricValues } from './metrics/types.ts';
export { wilsonInterval } from './metrics/winRate.ts';
export * from './protocol.ts';
export type { PreferenceRow, World, WorldKnob } from './worlds/types.ts';
