/** Σ of x·weights over each sequence's tokens. N, T. */
export function maskedSum(x: usize, weights: usize, sum: usize, sequences: i32, tokens: i32): void {
  for (let sequence = 0; sequence < sequences; sequence++) {
    let total: f64 = 0;
    for (let token = 0; token < tokens; token++) {
      total += <f64>load<f32>(x) * <f64>load<f32>(weights);
      x += 4;
      weights += 4;
    }
    store<f32>(sum, <f32>total);
    sum += 4;
  }
}

/** dx = weights · the sequence's dSum. N, T. */
export function maskedSumGrad(weights: usize, dSum: usize, dx: usize, sequences: i32, tokens: i32): void {
  for (let sequence = 0; sequence < sequences; sequence++) {
    const d = load<f32>(dSum);
    for (let token = 0; token < tokens; token++) {
      store<f32>(dx, load<f32>(weights) * d);
      weights += 4;
      dx += 4;
    }
    dSum += 4;
  }
}
