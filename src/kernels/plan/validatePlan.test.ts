import { describe, expect, it } from 'vitest';
import { type AttentionShape, causalAttention, packedWidth } from '../causalAttention/causalAttention.ts';
import { embedding } from '../embedding/embedding.ts';
import { layoutParameters } from './layoutParameters.ts';
import { PlanBuilder } from './PlanBuilder.ts';
import type { Launch, Plan, Value } from './types.ts';
import { validatePlan } from './validatePlan.ts';

const layout = layoutParameters([{ name: 'table', shape: [7, 4], decay: true }]);

function planOf(launches: readonly Launch[]): Plan {
  return { layout, launches, inputs: new Map(), outputs: new Map(), states: [] };
}

function value(name: string, shape: readonly number[], overrides: Partial<Value> = {}): Value {
  return { id: 1, name, shape, dataType: 'float32', storage: 'temporary', offset: 0, ...overrides };
}

describe('validatePlan', () => {
  it.each([
    { what: 'rank', dOut: [4], reason: 'rank 1' },
    { what: 'size', dOut: [6, 4], reason: '6 on axis 0, expected 5' },
  ])('names the launch and the shapes when the $what is wrong', ({ dOut, reason }) => {
    const plan = new PlanBuilder(layout);
    const ids = plan.input('ids', [5], 'int32');
    plan.launch('embeddingGrad', [ids, plan.input('dOut', dOut)], [plan.temporary('out', [7, 4])]);
    expect(() => plan.build()).toThrow(`embeddingGrad(ids:i32[5], dOut:f32[${dOut.join(',')}])`);
    expect(() => plan.build()).toThrow(reason);
  });

  it('refuses another data type', () => {
    const plan = new PlanBuilder(layout);
    embedding(plan, plan.input('ids', [5]), plan.parameter('table'));
    expect(() => plan.build()).toThrow(/ids is float32, expected int32/);
  });

  it('refuses attributes that are missing, and heads that do not divide', () => {
    const build = (shape: AttentionShape, columns = packedWidth(shape)): Plan => {
      const plan = new PlanBuilder(layout);
      causalAttention(plan, plan.input('qkv', [6, columns]), plan.input('segments', [6, 2], 'int32'), shape);
      return plan.build();
    };
    expect(() => build({ heads: 4, kvHeads: 2, headSize: 2 })).not.toThrow();
    expect(() => build({ heads: 4, kvHeads: 3, headSize: 2 })).toThrow(/kvHeads must divide heads/);
    expect(() => build({ heads: 4, kvHeads: 2, headSize: 2 }, 15)).toThrow(/rows of 15 columns/);
    expect(() => build({ heads: Number.NaN, kvHeads: 2, headSize: 2 }, 16)).toThrow(/heads/);
  });

  it('refuses values read before they are written, ranges beyond the layout, and outputs that kernels cannot write', () => {
    const ids = value('ids', [5], { id: 2, dataType: 'int32', storage: 'input' });
    const inputs = new Map([['ids', ids]]);
    const table = value('table', [7, 4], { id: 3, storage: 'parameter' });
    const out = value('out', [5, 4], { id: 4 });
    const launch: Launch = {
      kernel: 'embedding',
      phase: 'forward',
      inputs: [ids, table],
      outputs: [out],
      attributes: {},
    };
    expect(() => validatePlan({ ...planOf([launch]), inputs })).not.toThrow();
    expect(() => validatePlan(planOf([launch]))).toThrow(/not an input of this plan/);
    const rows = (offset: number) => ({ ...launch, inputs: [{ ...ids, offset }, table] });
    const longer = new Map([['ids', { ...ids, shape: [69] }]]);
    expect(() => validatePlan({ ...planOf([rows(64)]), inputs: longer })).not.toThrow();
    for (const offset of [1, 128]) {
      expect(() => validatePlan({ ...planOf([rows(offset)]), inputs: longer })).toThrow(/not an input of this plan/);
    }
    const early: Launch = { ...launch, kernel: 'add', inputs: [out, out], outputs: [value('sum', [5, 4])] };
    expect(() => validatePlan({ ...planOf([early]), inputs })).toThrow(/read before it is written/);
    const beyond: Launch = { ...launch, inputs: [ids, { ...table, offset: 64 }] };
    expect(() => validatePlan({ ...planOf([beyond]), inputs })).toThrow(/beyond the layout/);
    const intoGradient: Launch = { ...launch, outputs: [value('out', [5, 4], { storage: 'gradient' })] };
    expect(() => validatePlan({ ...planOf([intoGradient]), inputs })).toThrow(/does not accumulate/);
    expect(() => validatePlan({ ...planOf([]), outputs: new Map([['y', out]]) })).toThrow(/never written/);
  });
});
