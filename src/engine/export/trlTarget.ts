import type { Hyperparameters, MethodDefinition, TrlValue } from '../methods/types.ts';

/** TRL's trainers that the exported script can drive, and where the tested version keeps them. */
export const TRL_TRAINERS = {
  DPOTrainer: { module: 'trl', config: 'DPOConfig', rows: 'pairs' },
  KTOTrainer: { module: 'trl', config: 'KTOConfig', rows: 'unpaired' },
  CPOTrainer: { module: 'trl.experimental.cpo', config: 'CPOConfig', rows: 'pairs' },
  ORPOTrainer: { module: 'trl.experimental.orpo', config: 'ORPOConfig', rows: 'pairs' },
} as const satisfies Readonly<Record<string, TrlTrainer>>;

interface TrlTrainer {
  /** What Python imports the trainer and its config class from. */
  readonly module: string;
  readonly config: string;
  /** Whether it reads pairs, or single answers with a label. */
  readonly rows: 'pairs' | 'unpaired';
}

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
  | { readonly kind: 'unknown_trainer'; readonly reason: string };

export function trlTarget({ trl }: MethodDefinition, hyper: Hyperparameters): TrlTarget | NoTrlTarget {
  if ('none' in trl) return { kind: 'no_counterpart', reason: trl.none };
  const { trainer, note = '' } = trl;
  if (!isKnown(trainer)) return { kind: 'unknown_trainer', reason: trainer };
  const settings = trl.arguments?.(hyper) ?? { loss_type: trl.loss_type, ...hyper };
  if (settings.loss_type === null) return { kind: 'other_settings_only', reason: note };
  return { ...TRL_TRAINERS[trainer], trainer, arguments: settings, note };
}

function isKnown(trainer: string): trainer is keyof typeof TRL_TRAINERS {
  return Object.hasOwn(TRL_TRAINERS, trainer);
}
