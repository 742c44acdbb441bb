import { methodById } from '../../src/engine/methods/index.ts';
import type { Hyperparameters, MethodDefinition } from '../../src/engine/methods/types.ts';
import { toNumber } from './fields.ts';
import { type GoldenCase, type Json, Unknown } from './types.ts';

/** A case's loss in our methods' terms. */
export interface ExpressedLoss {
  readonly method: MethodDefinition;
  readonly hyper: Hyperparameters;
  /** What our logged reward of a completion of so many tokens is multiplied by to follow the reference's convention. */
  readonly rewardScale: (length: number) => number;
  /** The reference leaves out the likelihood term that the method adds over prompt and completion (ORPO). */
  readonly withoutFullNll: boolean;
}

/** @throws Unknown where no method of ours is that loss, or a setting has no counterpart */
export function expressLoss(golden: GoldenCase): ExpressedLoss {
  const settings = new Settings(golden.hyperparameters);
  const beta = () => settings.number('beta');
  const averagedByDefinition = settings.choice('logp_reduction') === 'mean';
  const lossTypes = settings.list('loss_types');
  const lossType = settings.choice('loss_type');
  const halos = String(golden.source.repo ?? '').includes('HALOs');

  const express = (id: string, hyper: Hyperparameters, options: Partial<ExpressedLoss> = {}): ExpressedLoss => {
    const method = methodById(id);
    if (!method) throw new Unknown(`no method '${id}'`);
    settings.refuseRest();
    return { method, hyper, rewardScale: () => 1, withoutFullNll: false, ...options };
  };
  const only = (type: string) => {
    if (lossTypes !== undefined && (lossTypes.length !== 1 || lossTypes[0] !== type)) {
      throw new Unknown(`loss_types ${JSON.stringify(lossTypes)} of '${golden.loss}'`);
    }
  };

  switch (golden.loss) {
    case 'sigmoid':
    case 'dpo':
    case 'cdpo':
    case 'ld_sigmoid':
    case 'ld_dpo': {
      only('sigmoid');
      const smoothing = settings.optional('label_smoothing') || settings.optional('epsilon');
      const alpha = settings.has('ld_alpha') ? settings.number('ld_alpha') : undefined;
      if (alpha !== undefined && smoothing !== 0) throw new Unknown('LD-DPO with label smoothing');
      if (alpha !== undefined) return express('ld_dpo', { beta: beta(), ld_alpha: alpha });
      return smoothing === 0
        ? express('sigmoid', { beta: beta() })
        : express('cdpo', { beta: beta(), label_smoothing: smoothing });
    }
    case 'robust':
    case 'rdpo_robust':
      only('robust');
      return express('robust', { beta: beta(), label_smoothing: settings.optional('label_smoothing') });
    case 'hinge':
      only('hinge');
      settings.optionalZero('label_smoothing');
      return express('hinge', { beta: beta() });
    case 'ipo': {
      only('ipo');
      // TRL up to 0.23 names the reduction, and then logs rewards by it.
      if (!golden.hyperparameters.logp_reduction) return express('ipo', { beta: beta(), ipo_average: 1 });
      return averagedByDefinition
        ? express('ipo', { beta: beta(), ipo_average: 1 }, { rewardScale: perToken })
        : express('ipo', { beta: beta(), ipo_average: 0 });
    }
    case 'ipo_sum':
      settings.optional('ipo');
      return express('ipo', { beta: beta(), ipo_average: 0 });
    case 'ipo_avg': {
      const tau = settings.number('tau');
      return express('ipo', { beta: tau, ipo_average: 1 }, { rewardScale: (length) => perToken(length) / tau });
    }
    case 'simpo':
    case 'simpo_official': {
      if (lossType !== undefined && lossType !== (golden.loss === 'simpo' ? 'simpo' : 'sigmoid')) {
        throw new Unknown(`SimPO with loss_type '${lossType}'`);
      }
      const gamma = settings.has('gamma_beta_ratio')
        ? settings.number('gamma_beta_ratio') * beta()
        : settings.number('simpo_gamma');
      const smoothing = settings.optional('label_smoothing');
      return express(
        'simpo',
        { beta: beta(), simpo_gamma: gamma, cpo_alpha: 0, label_smoothing: smoothing },
        halos ? { rewardScale: () => 1 / beta() } : {},
      );
    }
    case 'cpo':
      if (lossType !== 'simpo') throw new Unknown(`CPO with loss_type '${lossType}'`);
      return express('simpo', {
        beta: beta(),
        simpo_gamma: settings.number('simpo_gamma'),
        cpo_alpha: settings.optional('cpo_alpha'),
        label_smoothing: settings.optional('label_smoothing'),
      });
    case 'rpo':
      return express('rpo', { beta: beta(), rpo_alpha: settings.number('rpo_alpha') });
    case 'kto':
      return express(
        'kto',
        {
          beta: beta(),
          desirable_weight: settings.optional('desirable_weight', 1),
          undesirable_weight: settings.optional('undesirable_weight', 1),
        },
        halos ? { rewardScale: () => 1 / beta() } : {},
      );
    case 'orpo':
      return express('orpo', { beta: beta() });
    case 'orpo_or':
      return express('orpo', { beta: beta() }, { withoutFullNll: true });
    case 'sft':
      only('sft');
      return express('sft', { beta: beta() });
    default:
      throw new Unknown(`loss '${golden.loss}'`);
  }
}

function perToken(length: number): number {
  return 1 / Math.max(length, 1);
}

/** Hyperparameters that note what was read, so that nothing is passed over in silence. */
class Settings {
  private readonly read = new Set<string>();
  private readonly values: Readonly<Record<string, Json>>;

  constructor(values: Readonly<Record<string, Json>>) {
    this.values = values;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  number(name: string): number {
    this.read.add(name);
    return toNumber(this.values[name], name);
  }

  optional(name: string, fallback = 0): number {
    this.read.add(name);
    const value = this.values[name];
    return typeof value === 'number' ? value : fallback;
  }

  optionalZero(name: string): void {
    if (this.optional(name) !== 0) throw new Unknown(`${name} ${this.optional(name)}`);
  }

  choice(name: string): string | undefined {
    this.read.add(name);
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  list(name: string): readonly Json[] | undefined {
    this.read.add(name);
    const value = this.values[name];
    return Array.isArray(value) ? (value as readonly Json[]) : undefined;
  }

  /** Settings that are off may stay unread. */
  refuseRest(): void {
    for (const [name, value] of Object.entries(this.values)) {
      const off = value === null || value === false || value === 0;
      if (!this.read.has(name) && !off) throw new Unknown(`setting ${name} ${JSON.stringify(value)}`);
    }
  }
}
