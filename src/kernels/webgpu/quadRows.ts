import {
  type Binding,
  type Dispatch,
  FOLDED_GROUP,
  foldedWorkgroups,
  program,
  type Uniform,
  u32,
  unroll,
} from './program.ts';

const LANES = 64;

/** WGSL text for each of a quad's four rows. */
export const eachOfQuad = (line: (i: number) => string): string => unroll(4, line);

/** Adds a lane's number to those of its quad: the same sum in all four. */
export const addOverQuad = (name: string): string => `${name} += quadSwapX(${name}); ${name} += quadSwapY(${name});`;

/**
 * For CPU drivers: the four lanes of a quad walk four rows together, with no barrier. Each lane brings one row, so it does not matter which lanes
 * the device calls a quad. The body sees `row0`…`row3`, which may lie beyond `u.rows`, where to read of each (`source0`…`source3`), and its
 * place in the `quad`.
 */
export function quadRows(options: {
  readonly label: string;
  readonly bindings: readonly Binding[];
  readonly uniforms: readonly Uniform[];
  readonly rows: number;
  readonly declarations: string;
  readonly body: string;
}): Dispatch {
  return program({
    ...options,
    label: `${options.label} quads`,
    enables: ['subgroups'],
    uniforms: [u32('rows', options.rows), ...options.uniforms],
    groupSize: [LANES, 1, 1],
    workgroups: foldedWorkgroups(Math.ceil(options.rows / LANES)),
    body: `
  ${FOLDED_GROUP}
  let quad = subgroupLane & 3u;
  let brought = flatGroup * ${LANES}u + lane;
  ${eachOfQuad((i) => `let row${i} = quadBroadcast(brought, ${i}u); let source${i} = min(row${i}, u.rows - 1u);`)}
${options.body}`,
  });
}
