import type { Hyperparameters, MethodDefinition } from './types.ts';

/**
 * The method with the sides that these settings ask for among its `needs`; itself where nothing depends on settings. What is
 * switched off costs a run neither passes nor relations that its rows may lack.
 */
export function withSettledNeeds(method: MethodDefinition, hyper: Hyperparameters): MethodDefinition {
  const { sidesWhere, ...needs } = method.needs;
  if (sidesWhere === undefined) return method;
  const asked = Object.entries(sidesWhere).flatMap(([name, sides]) => ((hyper[name] ?? 0) === 0 ? [] : sides));
  return { ...method, needs: { ...needs, sides: [...(needs.sides ?? []), ...asked] } };
}
