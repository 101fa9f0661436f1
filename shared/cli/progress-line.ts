import { cutTo } from './output/display-width';

/** Calls a task each second until it is cancelled. */
export type EachSecond = (task: () => void) => () => void;

/** One line of the terminal that says what goes on, and leaves no trace. */
export interface ProgressLine {
  /** Says from the first second on what goes on, and for how long. Returns what ends it. */
  show(text: string): () => void;
  /** Makes room for other lines. The next second draws it again. */
  erase(): void;
  /** Makes room for a question until it is answered. */
  pause(): void;
  resume(): void;
}

interface Place {
  readonly write: (text: string) => void;
  readonly width: () => number;
  readonly eachSecond?: EachSecond;
}

const ERASE = '\r\u001b[K';

/** A line for a person; absent a place, nothing is shown. */
export function progressLine(place: Place | undefined): ProgressLine {
  const state = { isDrawn: false, isPaused: false };
  const erase = (): void => {
    if (state.isDrawn) place?.write(ERASE);
    state.isDrawn = false;
  };
  return {
    erase,
    pause: () => {
      erase();
      state.isPaused = true;
    },
    resume: () => (state.isPaused = false),
    show: (text) => {
      if (!place) return () => undefined;
      const { write, width, eachSecond = eachSecondOfTime } = place;
      let seconds = 0;
      const cancel = eachSecond(() => {
        seconds++;
        if (state.isPaused) return;
        // A line as wide as the terminal would begin a second one.
        write(`${ERASE}${cutTo(`${text} … ${String(seconds)} s`, width() - 1)}`);
        state.isDrawn = true;
      });
      return () => {
        cancel();
        erase();
      };
    },
  };
}

function eachSecondOfTime(task: () => void): () => void {
  const timer = setInterval(task, 1000).unref();
  return () => clearInterval(timer);
}
