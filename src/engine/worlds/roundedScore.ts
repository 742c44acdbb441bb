/** A gold score to four decimals, as files hold it; never −0, which a file cannot hold. */
export const roundedScore = (score: number): number => Math.round(score * 1e4) / 1e4 + 0;
