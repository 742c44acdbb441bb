/** A kernel variant and where it is in use. */
export interface VariantUse {
  readonly variant: string;
  /** By kernel; its shape classes where a kernel tells them apart. */
  readonly kernels: readonly { readonly kernel: string; readonly classes: readonly string[] }[];
}

/**
 * {'matmul NN small': 'a', 'matmul NT small': 'a', kernels: 'b'} read the other way round: what runs, and where. A dozen
 * entries have a few values only. The kernel is the first word of a key, the rest its class.
 */
export function groupVariants(variants: Readonly<Record<string, string>>): VariantUse[] {
  const uses = new Map<string, Map<string, string[]>>();
  for (const [key, variant] of Object.entries(variants)) {
    const [kernel = key, ...rest] = key.split(' ');
    const kernels = uses.get(variant) ?? new Map<string, string[]>();
    const classes = kernels.get(kernel) ?? [];
    if (rest.length > 0) classes.push(rest.join(' '));
    kernels.set(kernel, classes);
    uses.set(variant, kernels);
  }
  return [...uses].map(([variant, kernels]) => ({
    variant,
    kernels: [...kernels].map(([kernel, classes]) => ({ kernel, classes })),
  }));
}
