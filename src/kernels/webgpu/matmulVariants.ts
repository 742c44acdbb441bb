/** Which version of matmul runs for which kind of product. Names are kept by runs and links of a browser: never reuse one. */
export const MATMUL_VARIANTS = [
  'registers4x4',
  'shared64',
  'subgroups8x4',
  'subgroups8x4half',
  'subgroups8lanes',
] as const;
export type MatmulVariant = (typeof MATMUL_VARIANTS)[number];

const MATMUL_FORMS = ['NN', 'NT', 'TN'] as const;
export type MatmulForm = (typeof MATMUL_FORMS)[number];

/** thin: fewer rows than the tallest register block (decoding a few answers). large: enough work to fill any device. */
const MATMUL_SIZES = ['thin', 'small', 'large'] as const;
export type MatmulClass = `${MatmulForm} ${(typeof MATMUL_SIZES)[number]}`;

export type MatmulTable = Readonly<Record<MatmulClass, MatmulVariant>>;

const MATMUL_CLASSES: readonly MatmulClass[] = MATMUL_FORMS.flatMap((form) =>
  MATMUL_SIZES.map((size): MatmulClass => `${form} ${size}`),
);

const TALLEST_BLOCK = 8;
const LARGE_MULTIPLY_ADDS = 2 ** 22;

export function matmulClass(product: {
  readonly form: MatmulForm;
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
}): MatmulClass {
  const { form, rows, cols, inner } = product;
  if (rows < TALLEST_BLOCK) return `${form} thin`;
  return `${form} ${rows * cols * inner < LARGE_MULTIPLY_ADDS ? 'small' : 'large'}`;
}

/** The same variant for every class. */
export function everywhere(variant: MatmulVariant): MatmulTable {
  return Object.fromEntries(MATMUL_CLASSES.map((name) => [name, variant])) as Record<MatmulClass, MatmulVariant>;
}

/** What of a GPUDevice decides. */
export interface MatmulDevice {
  readonly features: Pick<ReadonlySet<string>, 'has'>;
  readonly adapterInfo: { readonly subgroupMinSize?: number };
}

export function canRun(variant: MatmulVariant, { features, adapterInfo }: MatmulDevice): boolean {
  if (variant === 'subgroups8lanes') return features.has('subgroups') && (adapterInfo.subgroupMinSize ?? 0) >= 8;
  if (variant === 'subgroups8x4') return features.has('subgroups');
  if (variant === 'subgroups8x4half') return features.has('subgroups') && features.has('shader-f16');
  return true;
}

/** What a measurement may choose: all that gives single precision. */
export function exactVariants(device: MatmulDevice): MatmulVariant[] {
  return MATMUL_VARIANTS.filter((variant) => variant !== 'subgroups8x4half' && canRun(variant, device));
}

/**
 * The table used unless somebody measures. Software: the fastest on SwiftShader and lavapipe (docs/performance.md). Real GPU:
 * tiles in workgroup memory.
 */
export function fixedTable(software: boolean, device: MatmulDevice): MatmulTable {
  if (!software) return everywhere('shared64');
  const block =
    (['subgroups8lanes', 'subgroups8x4'] as const).find((variant) => canRun(variant, device)) ?? 'registers4x4';
  return { ...everywhere(block), 'NN thin': 'registers4x4', 'NT thin': 'registers4x4', 'TN thin': 'registers4x4' };
}

/** As `Backend.variants` reports it: {'matmul NT large': 'subgroups8x4', …}. */
export function tableToVariants(table: MatmulTable): Record<string, string> {
  return Object.fromEntries(MATMUL_CLASSES.map((name) => [`matmul ${name}`, table[name]]));
}

/** A remembered choice over `table`: names that mean nothing here, or that the device cannot run, change nothing. */
export function withVariants(
  table: MatmulTable,
  variants: Readonly<Record<string, string>>,
  device: MatmulDevice,
): MatmulTable {
  const chosen = { ...table };
  for (const name of MATMUL_CLASSES) {
    const variant = MATMUL_VARIANTS.find((known) => known === variants[`matmul ${name}`]);
    if (variant && canRun(variant, device)) chosen[name] = variant;
  }
  return chosen;
}
