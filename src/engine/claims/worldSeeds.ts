/** Seeds of as many exact worlds, different ones for every seed of a claim. */
export function worldSeeds(seed: number, worlds: number): number[] {
  return Array.from({ length: worlds }, (_, i) => seed * worlds + i);
}
