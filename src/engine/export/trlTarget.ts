import type { Hyperparameters, MethodDefinition, TrlValue } from '../methods/types.ts';

/** TRL's trainers that the exported script can drive, and where the tested version keeps them. */
export const TRL_TRAINERS = {
  DPOTrainer: { module: 'trl', config: 'DPOConfig', rows: 'pairs' },
  KTOTrainer: { module: 'trl', config: 'KTOConfig', rows: 'unpaired' },
  CPOTrainer: { module: 'trl.experimental.cpo', config: 'CPOConfig', rows: 'pairs' },
  ORPOTrainer: { module: 'trl.experimental.orpo', config: 'ORPOConfig', rows: 'pairs' },
  TPOTrainer: { module: 'trl.experimental.tpo', config: 'TPOConfig', rows: 'triples' },
} as const satisfies Readonly<Record<string, TrlTrainer>>;

interface TrlTrainer {
  /** What Python imports the trainer and its config class from. */
  readonly module: string;
  readonly config: string;
  /** Whether it reads pairs, single answers with a label, or pairs with a gold answer. */
  readonly rows: 'pairs' | 'unpaired' | 'triples';
}

/**
 * TRL's trainers that draw answers while they train. They need a Python function that judges an answer, which a folder of
 * rows does not hold: for these there is no script.
 */
const SAMPLING_TRAINERS = {
  GRPOTrainer: { module: 'trl', config: 'GRPOConfig' },
  RLOOTrainer: { module: 'trl', config: 'RLOOConfig' },
  GMPOTrainer: { module: 'trl.experimental.gmpo', config: 'GMPOConfig' },
  A2POTrainer: { module: 'trl.experimental.a2po', config: 'A2POConfig' },
} as const satisfies Readonly<Record<string, Pick<TrlTrainer, 'module' | 'config'>>>;

/** How TRL trains a method with these settings. */
export interface TrlTarget extends TrlTrainer {
  readonly trainer: keyof typeof TRL_TRAINERS;
  /** The config's arguments that make the objective. */
  readonly arguments: Readonly<Record<string, TrlValue>>;
  /** Where TRL's convention differs, or ''. */
  readonly note: string;
}

/** Why there is no script. `reason` is the method's own sentence, or the trainer's name. */
export type NoTrlTarget =
  | { readonly kind: 'no_counterpart' | 'other_settings_only'; readonly reason: string }
  | { readonly kind: 'unknown_trainer'; readonly reason: string }
  | SamplingTarget;

/** A trainer that draws answers itself, with the arguments that make the objective in its config class. */
export interface SamplingTarget extends Pick<TrlTarget, 'module' | 'config' | 'arguments' | 'note'> {
  readonly kind: 'draws_answers';
  readonly reason: keyof typeof SAMPLING_TRAINERS;
}

export function trlTarget({ trl }: MethodDefinition, hyper: Hyperparameters): TrlTarget | NoTrlTarget {
  if ('none' in trl) return { kind: 'no_counterpart', reason: trl.none };
  const { trainer, note = '' } = trl;
  const settings = trl.arguments?.(hyper) ?? { loss_type: trl.loss_type, ...hyper };
  if (settings.loss_type === null) return { kind: 'other_settings_only', reason: note };
  if (isKey(SAMPLING_TRAINERS, trainer)) {
    return { kind: 'draws_answers', reason: trainer, ...SAMPLING_TRAINERS[trainer], arguments: settings, note };
  }
  if (!isKey(TRL_TRAINERS, trainer)) return { kind: 'unknown_trainer', reason: trainer };
  return { ...TRL_TRAINERS[trainer], trainer, arguments: settings, note };
}

function isKey<T extends object>(table: T, name: string): name is keyof T & string {
  return Object.hasOwn(table, name);
}
