/** Prints each step of a start with the seconds that have passed since the first. */
export function progress(write: (line: string) => void, nowMs: () => number): (step: string) => void {
  const startedMs = nowMs();
  return (step) => write(`${String(Math.round((nowMs() - startedMs) / 1000)).padStart(3)} s  ${step}`);
}
