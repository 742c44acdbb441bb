import { describe, expect, it } from 'vitest';
import { laneVariant } from './laneVariants.ts';
import { canRun, exactVariants, fixedTable, withVariants } from './matmulVariants.ts';

const device = (subgroupMinSize: number | undefined, ...features: string[]) => ({
  features: new Set(features),
  adapterInfo: subgroupMinSize === undefined ? {} : { subgroupMinSize },
});
const eight = device(8, 'subgroups');
const four = device(4, 'subgroups');

describe('variants of a device', () => {
  it('shares over eight lanes only where every subgroup has them', () => {
    expect(canRun('subgroups8lanes', eight)).toBe(true);
    expect(canRun('subgroups8lanes', device(32, 'subgroups'))).toBe(true);
    expect(canRun('subgroups8lanes', four)).toBe(false);
    expect(canRun('subgroups8lanes', device(undefined, 'subgroups'))).toBe(false);
    expect(canRun('subgroups8lanes', device(8))).toBe(false);
    expect(exactVariants(four)).toEqual(['registers4x4', 'shared64', 'subgroups8x4']);
  });

  it('a CPU driver gets the widest sharing that it can run', () => {
    expect(fixedTable(true, eight)).toMatchObject({ 'NT large': 'subgroups8lanes', 'TN small': 'subgroups8lanes' });
    expect(fixedTable(true, four)).toMatchObject({ 'NT large': 'subgroups8x4', 'NN thin': 'registers4x4' });
    expect(fixedTable(true, device(undefined))['NT large']).toBe('registers4x4');
    expect([true, false].map((software) => laneVariant(software, four.features))).toEqual(['quads', 'apart']);
    expect(laneVariant(true, new Set())).toBe('apart');
  });

  it('a real GPU keeps tiles, whatever its subgroups are', () => {
    expect(new Set(Object.values(fixedTable(false, eight)))).toEqual(new Set(['shared64']));
  });

  it('a remembered variant that the device cannot run changes nothing', () => {
    const remembered = { 'matmul NT large': 'subgroups8lanes' };
    expect(withVariants(fixedTable(true, four), remembered, four)['NT large']).toBe('subgroups8x4');
    expect(withVariants(fixedTable(false, eight), remembered, eight)['NT large']).toBe('subgroups8lanes');
  });
});
