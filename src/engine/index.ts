/** The engine's only door: what the page and the tools may import. */
export type { BackendName, DeviceLoss, Diagnosis } from '../kernels/index.ts';
export { type Alarm, findAlarms } from './alarms/index.ts';
export { type AlarmId, RECENT_STEPS, type RunHistory } from './alarms/types.ts';
export type { ReportedClaim } from './claims/reportedClaim.ts';
export { createEngineClient, type EngineClient } from './client.ts';
export type { EngineErrorCode, ErrorData } from './errors.ts';
export { type DecodedLink, decodeLink, encodeLink, type LinkNote } from './experiment/codec.ts';
export { defaultExperiment } from './experiment/defaultExperiment.ts';
export { describeDifference, type SettingDifference } from './experiment/difference.ts';
export { type Outcome, PRESETS, type Preset, presetExperiment } from './experiment/presets.ts';
export { mayRace, RIVALS_MAX, readRace, rivalExperiment, rivalRunId, rivalsOf } from './experiment/race.ts';
export { type Experiment, SETTINGS, type SettingSchema } from './experiment/schema.ts';
export { withData, worldKnobKey, worldKnobs } from './experiment/worldKnobs.ts';
export { type NoTrlTarget, type TrlTarget, trlTarget } from './export/trlTarget.ts';
export type { BanditOutcome, BanditRun } from './games/bandit/simulateBandit.ts';
export { defaultGame, type GameDescription, gameText, readGame } from './games/description.ts';
export type { GameOutcome, RuleTrack } from './games/game/simulateGame.ts';
export type { RuleId } from './games/game/types.ts';
export type { Plan } from './games/gridpref/planWalk.ts';
export type { GridOutcome } from './games/gridpref/simulateGrid.ts';
export { type FitCell, PREFERENCE_MODELS } from './games/gridpref/twoByTwo.ts';
export { CELL_KINDS, type Grid, type PreferenceModel, TRUE_REWARD } from './games/gridpref/types.ts';
export { GAME_IDS, GAME_SETTINGS, type GameId, type GameSetting } from './games/settings.ts';
export { type Simulated, simulate } from './games/simulate.ts';
export { type JudgeId, type JudgeObstacle, judgeObstacle } from './judges/judgeIds.ts';
export { CUSTOM_LABEL, CUSTOM_LOSS, readCustom } from './methods/custom/customMethod.ts';
export type { ExpressionError, ExpressionErrorCode, Wanted } from './methods/custom/ExpressionError.ts';
export { EXAMPLES, type ObjectiveExample } from './methods/custom/examples.ts';
export { FUNCTIONS, type FunctionWord, PARAMETERS, QUANTITIES } from './methods/custom/vocabulary.ts';
export { METHODS } from './methods/index.ts';
export { METHOD_FAMILIES, type MethodFamily, methodFamily } from './methods/methodFamily.ts';
export { methodOf } from './methods/methodOf.ts';
export { type LossShape, lossShape, usualExtent } from './methods/shape/lossShape.ts';
export {
  hasTags,
  SURVEY_AXES,
  type SurveyAxis,
  type SurveyFilter,
  type SurveyTags,
} from './methods/surveyTags.ts';
export type { DataKnob, Hyperparameter, Hyperparameters, MethodDefinition } from './methods/types.ts';
export type { ReliabilityBin } from './metrics/calibration.ts';
export { metricById } from './metrics/index.ts';
export type { LengthControlWarning } from './metrics/lengthControl.ts';
export type { PairDot, PairDots } from './metrics/pairDots.ts';
export { boundaryLoss } from './metrics/ranking.ts';
export { type BandRelation, relateBands, type SeedBand, seedBand } from './metrics/seedBand.ts';
export type { MetricDefinition, MetricValue, MetricValues } from './metrics/types.ts';
export { wilsonInterval } from './metrics/winRate.ts';
export { goldAgreement, policyPreferred } from './person/agreement.ts';
export { preferenceRows } from './person/preferenceRows.ts';
export type { Comparison, JudgedComparison, PersonSet } from './person/types.ts';
export * from './protocol.ts';
export type { CellResult } from './survey/cellResult.ts';
export {
  DRAWS_MAX,
  readSeeds,
  readSurvey,
  readSweep,
  sweepText,
} from './survey/readSurvey.ts';
export { SurveyRunner, type SurveyState } from './survey/SurveyRunner.ts';
export { surveyCsv } from './survey/surveyCsv.ts';
export { type SurveyCell, type SurveyPlan, type SurveyRow, surveyPlan, withoutSurvey } from './survey/surveyPlan.ts';
export {
  bandsOverlap,
  bestLine,
  MAP_COLUMNS,
  SURVEY_COLUMNS,
  type SurveyColumn,
  type SurveyFigure,
  type SurveyLine,
  sortedLines,
  surveyTable,
} from './survey/surveyTable.ts';
export type { Sweep, SweepAxis } from './survey/sweep.ts';
export { type SweptSetting, sweptSettings } from './survey/sweptSettings.ts';
export { ALIKE_MARK, type TextCell, type TextTable, tableLatex, tableMarkdown } from './survey/tableText.ts';
export type { CheckpointMatches } from './train/checkpointMatches.ts';
export type { CheckpointComparison } from './train/compareCheckpoints.ts';
export { WORLD_FACTS } from './worlds/facts.ts';
export type { PreferenceRow, World, WorldFacts, WorldKnob } from './worlds/types.ts';
