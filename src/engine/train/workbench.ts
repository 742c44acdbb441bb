import type { Backend, ParameterStore } from '../../kernels/index.ts';
import type { PreferenceSet } from '../data/preferenceSet.ts';
import { readsPairsAlone, requirePairs, tokenizeRows } from '../data/tokenizeRelations.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import { EngineError } from '../errors.ts';
import { rivalExperiment, rivalsOf } from '../experiment/race.ts';
import type { Experiment } from '../experiment/schema.ts';
import { CUSTOM_LOSS, readCustom } from '../methods/custom/customMethod.ts';
import { methodOf } from '../methods/methodOf.ts';
import type { MethodDefinition } from '../methods/types.ts';
import { withSettledNeeds } from '../methods/withSettledNeeds.ts';
import type { LoadedModel } from '../model/loadModel.ts';
import { PlanCache } from '../model/PlanCache.ts';
import { referenceHead } from '../model/referenceHead.ts';
import { ExperimentJudges } from './ExperimentJudges.ts';
import { RewardModels } from './RewardModels.ts';
import type { ReferenceLogps } from './referenceLogps.ts';

/** All that a run works with: one model twice (policy and frozen reference), its rows, and the plans made so far. */
export interface Workbench {
  readonly experiment: Experiment;
  readonly method: MethodDefinition;
  readonly model: LoadedModel;
  readonly backend: Backend;
  readonly plans: PlanCache;
  readonly policy: ParameterStore;
  readonly reference: ParameterStore;
  readonly references: ReferenceLogps;
  /** The reference's head. [V, C] */
  readonly referenceHead: Float32Array;
  readonly set: PreferenceSet;
  readonly train: readonly TokenizedRow[];
  readonly heldout: readonly TokenizedRow[];
  readonly judges: ExperimentJudges;
  /** Sequences that may go through a plan together: Infinity until memory ran out. */
  readonly chunkLimit: number;
  dispose(): Promise<void>;
}

export interface WorkbenchParts {
  readonly experiment: Experiment;
  readonly model: LoadedModel;
  readonly backend: Backend;
  readonly set: PreferenceSet;
  readonly references: ReferenceLogps;
  readonly chunkLimit?: number;
  /** Trained before; left out, none was. */
  readonly rewardModels?: RewardModels;
  /** Whose reference, plans and rows it may use: the race it takes part in. Must be disposed after it. */
  readonly beside?: Workbench;
}

/**
 * @throws EngineError EXPERIMENT_INVALID for an unknown method, or an objective's text that cannot be read;
 *   METHOD_NEEDS_SAMPLING; DATA_RELATION_MISSING; DATA_UNPAIRED; KernelError OUT_OF_MEMORY, LIMIT_BUFFER
 */
export function openWorkbench({
  experiment,
  model,
  backend,
  set,
  references,
  chunkLimit = Number.POSITIVE_INFINITY,
  rewardModels = new RewardModels(),
  beside,
}: WorkbenchParts): Workbench {
  const method = withSettledNeeds(requireMethod(experiment), experiment.hyperparameters);
  requirePairs(set.train, method.needs);
  const { contextLength } = model.config;
  const maxLength = Math.min(experiment.max_length, contextLength);
  const settings = { maxLength, contextLength, seed: experiment.seed };
  const tokenize = (rows: PreferenceSet['train']) => tokenizeRows(model.tokenizer, set, rows, method.needs, settings);
  const heldoutRows = () => set.heldout.slice(0, Math.max(experiment.eval_pairs, experiment.eval_prompts * 4));
  const rows =
    beside !== undefined && readsPairsAlone(method.needs)
      ? beside
      : { train: tokenize(set.train), heldout: tokenize(heldoutRows()) };
  const plans = beside?.plans ?? new PlanCache(backend, model.config);
  const policy = backend.createStore(model.layout, { trainable: true });
  policy.upload('parameters', model.weights);
  const reference = beside?.reference ?? backend.createStore(model.layout, { trainable: false });
  if (beside === undefined) reference.upload('parameters', model.weights);
  const parts = {
    experiment,
    method,
    model,
    backend,
    plans,
    policy,
    reference,
    references,
    referenceHead: beside?.referenceHead ?? referenceHead(model),
    set,
    chunkLimit,
    train: rows.train,
    heldout: rows.heldout,
  };
  const judges = new ExperimentJudges(parts, rewardModels, beside?.judges);
  return {
    ...parts,
    judges,
    async dispose() {
      await judges.dispose();
      if (beside === undefined) await plans.dispose();
      else await plans.release(policy);
      policy.dispose();
      if (beside === undefined) reference.dispose();
    },
  };
}

/**
 * The experiment's workbench, and one for each objective it races against: a policy of its own beside the same reference,
 * rows and plans.
 *
 * @throws as `openWorkbench`
 */
export async function openRace(parts: WorkbenchParts): Promise<readonly [Workbench, ...Workbench[]]> {
  const own = openWorkbench(parts);
  const rivals: Workbench[] = [];
  try {
    for (const method of rivalsOf(parts.experiment)) {
      const experiment = rivalExperiment(parts.experiment, method);
      rivals.push(openWorkbench({ ...parts, experiment, beside: own }));
    }
  } catch (failure) {
    await closeRace([own, ...rivals]);
    throw failure;
  }
  return [own, ...rivals];
}

export async function closeRace(benches: readonly Workbench[]): Promise<void> {
  for (const bench of benches.toReversed()) await bench.dispose();
}

function requireMethod(experiment: Experiment): MethodDefinition {
  const { loss, objective } = experiment;
  const method = methodOf(experiment);
  if (method === undefined) throw new EngineError('EXPERIMENT_INVALID', { field: 'loss', value: loss });
  if (method.needs.sampling) throw new EngineError('METHOD_NEEDS_SAMPLING', { method: method.label });
  const error = loss === CUSTOM_LOSS ? readCustom(objective).error : null;
  if (error === null) return method;
  const { code, start, end } = error;
  const value = objective.slice(start, Math.min(end, start + 40));
  throw new EngineError('EXPERIMENT_INVALID', { field: 'objective', value, reason: code, start, end });
}
