/** Prints each step of a start with the seconds that have passed since the process began. */
export function progress(write: (line: string) => void): (step: string) => void {
  return (step) => write(`${String(Math.round(performance.now() / 1000)).padStart(3)} s  ${step}`);
}
