import type { SwitchChangeId } from './ids';

export const switchStates = ['stopped', 'running'] as const;
export type SwitchState = (typeof switchStates)[number];

/** What an operator sets the emergency switch to. */
export interface SwitchSetting {
  readonly state: SwitchState;
  /** Who sets it. Not proven. */
  readonly by: string;
  readonly reason: string;
}

/** The last change of the emergency switch. */
export interface SwitchChange extends SwitchSetting {
  /** Different for every change. */
  readonly id: SwitchChangeId;
  /** When it was written, by the store's clock. RFC 3339 UTC. */
  readonly at: string;
}

/** Longer texts of a change, in characters, are cut: they are repeated in every outcome of a stop. */
export const MAX_REASON_LENGTH = 500;
export const MAX_BY_LENGTH = 200;

/** A text of a change on one line, cut to a length; `unknown` where there is none. */
export function switchText(text: unknown, maxLength: number): string {
  if (typeof text !== 'string') return 'unknown';
  const cut = text.slice(0, maxLength).toWellFormed();
  const line = cut.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? 'unknown' : line;
}
