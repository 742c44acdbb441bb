import { JUDGE_IDS, type JudgeId } from '../judges/judgeIds.ts';

/**
 * An experiment: everything that decides a run's outcome, as one frozen value.
 *
 * A link, a preset, a saved run and a headless run all hold exactly this. Nothing in it depends on the device. Names are
 * TRL's (`DPOConfig`, `TrainingArguments`) where TRL has one; they are also the link's keys.
 */
export interface Experiment {
  /** Link format version whose frozen defaults apply. */
  readonly version: 1;
  /** Bundled model id. */
  readonly model: string;
  /** Bundled preference set id, or 'own' for rows the person brought. */
  readonly data: string;
  /** SHA-256 (hex) of own rows in canonical JSON Lines; empty unless `data` is 'own'. */
  readonly data_hash: string;
  /** World knobs of a bundled set; null keeps the set's own rows. Otherwise rows are generated anew from its seed. */
  readonly kappa: number | null;
  readonly epsilon: number | null;
  readonly sharpness: number | null;
  /** Seed that rows are generated from; null keeps the set's own. */
  readonly data_seed: number | null;
  /** The set's world's own knobs, by name; link keys `world_NAME`. Empty for a world without any, and for own rows. */
  readonly world_knobs: Readonly<Record<string, number>>;
  /** Who says during the run which of two answers is better: what training is after, and what the person would want. */
  readonly judge: JudgeId;
  readonly gold_judge: JudgeId;
  /** Of the training judge: share of comparisons in which it errs, and what length is worth to it (standard deviations). */
  readonly judge_epsilon: number;
  readonly judge_kappa: number;
  /** Whether the training judge is asked in both orders. */
  readonly judge_symmetrised: 'off' | 'on';
  /** Of the reward model, where a judge is one: training steps, TRL's margin and centring, members of an ensemble. */
  readonly rm_steps: number;
  readonly rm_margin: number;
  readonly rm_center_rewards_coefficient: number;
  readonly rm_members: number;
  /** Weight of comparing prompts (MAPL's intra-sample term, arXiv 2505.12845) beside comparing answers; 0: none. */
  readonly rm_intra_weight: number;
  /** Method id (TRL's `loss_type` where one exists). */
  readonly loss: string;
  /** The text of an objective of one's own; empty unless `loss` is 'custom'. Only ever parsed. */
  readonly objective: string;
  /** Every hyperparameter of the method, by TRL's name. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Ids of other objectives that train beside this one, by commas: same batches, same first weights. '' for none. */
  readonly race: string;
  /** Ids of the objectives that a survey runs one after the other, by commas. '' for none. Of no run by itself. */
  readonly bench: string;
  /** Settings that a sweep runs over, e.g. 'beta:0.01:1:5'; '' for none. Excludes `bench`. Of no run by itself. */
  readonly sweep: string;
  /** Seeds of a survey or sweep, by commas; '' for the experiment's own. Of no run by itself. */
  readonly seeds: string;
  /**
   * An exact world that the page shows instead, as `readGame` reads it; '' for none. It has its own settings, seed included:
   * runs of a model take nothing from it.
   */
  readonly game: string;
  readonly learning_rate: number;
  readonly lr_scheduler_type: 'constant_with_warmup' | 'linear' | 'cosine';
  readonly warmup_steps: number;
  readonly max_steps: number;
  /** Pairs (or rows) a micro-batch. */
  readonly per_device_train_batch_size: number;
  readonly gradient_accumulation_steps: number;
  /** 0 switches clipping off. */
  readonly max_grad_norm: number;
  readonly weight_decay: number;
  readonly adam_beta1: number;
  readonly adam_beta2: number;
  /** Prompt + completion tokens; longer rows keep the end of the prompt, then the start of the completion. */
  readonly max_length: number;
  readonly seed: number;
  /** Steps between evaluations. */
  readonly eval_steps: number;
  /** Held-out pairs scored at an evaluation. */
  readonly eval_pairs: number;
  /** Held-out prompts answered by policy and reference at an evaluation. */
  readonly eval_prompts: number;
  readonly temperature: number;
  readonly top_p: number;
  readonly max_completion_length: number;
}

type ScalarKey = Exclude<keyof Experiment, 'version' | 'hyperparameters' | 'world_knobs'>;

/** A top-level setting, for validation, the link and the form. */
export type SettingSchema =
  | {
      readonly key: ScalarKey;
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly integer: boolean;
      readonly scale: 'linear' | 'log';
      readonly step: number;
      readonly live?: boolean;
      readonly nullable?: boolean;
    }
  | { readonly key: ScalarKey; readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly key: ScalarKey; readonly kind: 'id' }
  | { readonly key: ScalarKey; readonly kind: 'hash' }
  | { readonly key: ScalarKey; readonly kind: 'race' }
  /** Which runs a survey is made of; read together, by `readSurvey`. */
  | { readonly key: 'bench' | 'sweep' | 'seeds'; readonly kind: 'survey' }
  | { readonly key: ScalarKey; readonly kind: 'game' }
  /** Read by its own parser; a text that this refuses, one that is too long included, is kept as it is, to be mended. */
  | { readonly key: ScalarKey; readonly kind: 'text' };

/** In the order of the link and the form. */
export const SETTINGS: readonly SettingSchema[] = [
  { key: 'model', kind: 'id' },
  { key: 'data', kind: 'id' },
  { key: 'data_hash', kind: 'hash' },
  { key: 'kappa', kind: 'number', min: 0, max: 3, integer: false, scale: 'linear', step: 0.1, nullable: true },
  { key: 'epsilon', kind: 'number', min: 0, max: 0.45, integer: false, scale: 'linear', step: 0.01, nullable: true },
  { key: 'sharpness', kind: 'number', min: 0.2, max: 20, integer: false, scale: 'log', step: 0.05, nullable: true },
  {
    key: 'data_seed',
    kind: 'number',
    min: 0,
    max: 4294967295,
    integer: true,
    scale: 'linear',
    step: 1,
    nullable: true,
  },
  { key: 'judge', kind: 'choice', options: JUDGE_IDS },
  { key: 'gold_judge', kind: 'choice', options: JUDGE_IDS },
  { key: 'judge_epsilon', kind: 'number', min: 0, max: 0.45, integer: false, scale: 'linear', step: 0.01 },
  { key: 'judge_kappa', kind: 'number', min: 0, max: 3, integer: false, scale: 'linear', step: 0.1 },
  { key: 'judge_symmetrised', kind: 'choice', options: ['off', 'on'] },
  { key: 'rm_steps', kind: 'number', min: 1, max: 1000, integer: true, scale: 'log', step: 1 },
  { key: 'rm_margin', kind: 'number', min: 0, max: 2, integer: false, scale: 'linear', step: 0.1 },
  { key: 'rm_center_rewards_coefficient', kind: 'number', min: 0, max: 1, integer: false, scale: 'linear', step: 0.01 },
  { key: 'rm_members', kind: 'number', min: 1, max: 5, integer: true, scale: 'linear', step: 1 },
  { key: 'rm_intra_weight', kind: 'number', min: 0, max: 2, integer: false, scale: 'linear', step: 0.05 },
  { key: 'loss', kind: 'id' },
  { key: 'objective', kind: 'text' },
  { key: 'race', kind: 'race' },
  { key: 'bench', kind: 'survey' },
  { key: 'sweep', kind: 'survey' },
  { key: 'seeds', kind: 'survey' },
  { key: 'game', kind: 'game' },
  { key: 'learning_rate', kind: 'number', min: 1e-6, max: 1e-1, integer: false, scale: 'log', step: 0.05, live: true },
  { key: 'lr_scheduler_type', kind: 'choice', options: ['constant_with_warmup', 'linear', 'cosine'] },
  { key: 'warmup_steps', kind: 'number', min: 0, max: 1000, integer: true, scale: 'linear', step: 1 },
  { key: 'max_steps', kind: 'number', min: 1, max: 10000, integer: true, scale: 'log', step: 1 },
  { key: 'per_device_train_batch_size', kind: 'number', min: 1, max: 64, integer: true, scale: 'linear', step: 1 },
  { key: 'gradient_accumulation_steps', kind: 'number', min: 1, max: 32, integer: true, scale: 'linear', step: 1 },
  { key: 'max_grad_norm', kind: 'number', min: 0, max: 100, integer: false, scale: 'linear', step: 0.1 },
  { key: 'weight_decay', kind: 'number', min: 0, max: 1, integer: false, scale: 'linear', step: 0.01 },
  { key: 'adam_beta1', kind: 'number', min: 0, max: 0.9999, integer: false, scale: 'linear', step: 0.01 },
  { key: 'adam_beta2', kind: 'number', min: 0, max: 0.99999, integer: false, scale: 'linear', step: 0.001 },
  { key: 'max_length', kind: 'number', min: 8, max: 256, integer: true, scale: 'linear', step: 8 },
  { key: 'seed', kind: 'number', min: 0, max: 4294967295, integer: true, scale: 'linear', step: 1 },
  { key: 'eval_steps', kind: 'number', min: 1, max: 1000, integer: true, scale: 'linear', step: 1 },
  { key: 'eval_pairs', kind: 'number', min: 4, max: 400, integer: true, scale: 'linear', step: 4 },
  { key: 'eval_prompts', kind: 'number', min: 0, max: 200, integer: true, scale: 'linear', step: 4 },
  { key: 'temperature', kind: 'number', min: 0, max: 2, integer: false, scale: 'linear', step: 0.05 },
  { key: 'top_p', kind: 'number', min: 0.05, max: 1, integer: false, scale: 'linear', step: 0.05 },
  { key: 'max_completion_length', kind: 'number', min: 1, max: 200, integer: true, scale: 'linear', step: 1 },
];
