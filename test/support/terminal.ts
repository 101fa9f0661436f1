import type { Terminal } from '../../shared/cli/terminal';

/** A terminal that records its output, and answers as it is set to give. */
export function aTerminal(
  setting: {
    readonly interactive?: boolean;
    readonly answer?: boolean;
    readonly width?: number;
    readonly coloured?: boolean;
  } = {},
): Terminal & {
  readonly seen: {
    readonly out: string[];
    readonly error: string[];
    readonly asked: string[];
    readonly raw: Uint8Array[];
  };
} {
  const seen = { out: [] as string[], error: [] as string[], asked: [] as string[], raw: [] as Uint8Array[] };
  return {
    seen,
    interactive: setting.interactive ?? false,
    width: setting.width,
    coloured: setting.coloured ?? false,
    isRead: () => true,
    out: (line) => void seen.out.push(line),
    record: (line) => void seen.out.push(line),
    error: (line) => void seen.error.push(line),
    progress: () => () => undefined,
    flushed: () => Promise.resolve(),
    raw: (bytes) => void seen.raw.push(bytes),
    confirm: (question) => {
      seen.asked.push(question);
      return Promise.resolve(setting.answer ?? false);
    },
  };
}
