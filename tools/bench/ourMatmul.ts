import { type Backend, layoutParameters, matmul, PlanBuilder } from '../../src/kernels/index.ts';
import type { OpenedCase, Unit } from './types.ts';

interface Product {
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Large enough that a rate is the kernel's own; squares, and the shapes of a step at eight times its batch. */
const PRODUCTS: Readonly<Record<string, Product>> = {
  'nn-512': { rows: 512, cols: 512, inner: 512, transposeA: false, transposeB: false },
  'nt-512': { rows: 512, cols: 512, inner: 512, transposeA: false, transposeB: true },
  'tn-512': { rows: 512, cols: 512, inner: 512, transposeA: true, transposeB: false },
  'nn-1024': { rows: 1024, cols: 1024, inner: 1024, transposeA: false, transposeB: false },
  'nt-tall': { rows: 4096, cols: 384, inner: 128, transposeA: false, transposeB: true },
};

const noise = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898));

/** One of our products as a unit. `synchronise` waits for the device without reading the product back. */
async function productUnit(backend: Backend, product: Product, synchronise: () => Promise<unknown>): Promise<Unit> {
  const { rows, cols, inner, transposeA, transposeB } = product;
  const layout = layoutParameters([]);
  const plan = new PlanBuilder(layout);
  const a = plan.input('a', transposeA ? [inner, rows] : [rows, inner]);
  const b = plan.input('b', transposeB ? [cols, inner] : [inner, cols]);
  plan.output('product', matmul(plan, a, b, { transposeA, transposeB }));
  const executor = await backend.prepare(plan.build(), backend.createStore(layout, { trainable: false }));
  executor.write('a', noise(rows * inner));
  executor.write('b', noise(cols * inner));
  return {
    flops: 2 * rows * cols * inner,
    async run() {
      executor.run('forward');
      await synchronise();
      return {};
    },
  };
}

/** All products on a backend. */
export async function productUnits(
  backend: Backend,
  synchronise: () => Promise<unknown>,
  suffix = '',
): Promise<OpenedCase> {
  const units: Record<string, Unit> = {};
  for (const [name, product] of Object.entries(PRODUCTS))
    units[name + suffix] = await productUnit(backend, product, synchronise);
  return { units };
}
