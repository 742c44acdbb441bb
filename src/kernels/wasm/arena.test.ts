import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeInArena, type Tenant } from './arena.ts';

const tenant = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.nat(20), fc.nat(8))
  .map(([bytes, first, length]): Tenant => ({ bytes, first, last: first + length }));

it('keeps apart what lives at the same time', () => {
  fc.assert(
    fc.property(fc.array(tenant, { maxLength: 40 }), (tenants) => {
      const { offsets, bytes } = placeInArena(tenants);
      tenants.forEach((a, i) => {
        expect(offsets[i]! % 16).toBe(0);
        expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(bytes);
        tenants.slice(0, i).forEach((b, j) => {
          if (a.last < b.first || b.last < a.first) return;
          expect(offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!).toBe(true);
        });
      });
    }),
  );
});

it('lets what never meets share, so that a chain needs two links', () => {
  const chain = Array.from({ length: 10 }, (_, index) => ({ bytes: 64, first: index, last: index + 1 }));
  expect(placeInArena(chain).bytes).toBe(128);
});
