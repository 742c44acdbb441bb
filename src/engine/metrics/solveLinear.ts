/**
 * Solves a small linear system by Gauss elimination with row pivots.
 *
 * @param matrix the coefficients and, as the last column, the right-hand side; overwritten. [d][d + 1]
 * @returns the solution, not finite where the matrix is singular. [d]
 */
export function solveLinear(matrix: number[][]): number[] {
  const size = matrix.length;
  for (let pivot = 0; pivot < size; pivot++) {
    let best = pivot;
    for (let i = pivot + 1; i < size; i++) {
      if (Math.abs(matrix[i]?.[pivot] ?? 0) > Math.abs(matrix[best]?.[pivot] ?? 0)) best = i;
    }
    const row = matrix[best] as number[];
    matrix[best] = matrix[pivot] as number[];
    matrix[pivot] = row;
    for (let i = 0; i < size; i++) {
      const other = matrix[i] as number[];
      if (i === pivot || other[pivot] === 0) continue;
      const factor = (other[pivot] as number) / (row[pivot] as number);
      for (let j = pivot; j <= size; j++) other[j] = (other[j] as number) - factor * (row[j] as number);
    }
  }
  return matrix.map((row, i) => (row[size] as number) / (row[i] as number));
}
