/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that so many percent of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle, least and greatest value in words: what the machine's noise makes of one figure. */
export function spreadOf(values: readonly number[], digits: number): string {
  const [middle, least, greatest] = [median(values), Math.min(...values), Math.max(...values)];
  return `${middle.toFixed(digits)} (${least.toFixed(digits)} to ${greatest.toFixed(digits)})`;
}

/** The geometric mean of ratios, and the bounds within which it lies with 95 % (normal, of the logarithms): what many noisy pairs say together. */
export function meanRatio(ratios: readonly number[]): string {
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const margin = 1.96 * Math.sqrt(variance / logs.length);
  const [middle, least, greatest] = [mean, mean - margin, mean + margin].map((log) =>
    Math.exp(log).toFixed(3),
  );
  return `${middle ?? ''} (${least ?? ''} to ${greatest ?? ''})`;
}
