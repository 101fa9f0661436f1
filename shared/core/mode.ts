import type { Policy } from './policy';
import type { RevocationRequest } from './request';

/** `whatIf` reads and decides as `revoke` does, and changes nothing. */
export type Mode = 'revoke' | 'whatIf';

/** The stricter of two modes: whoever asks for a preview gets one. */
export function stricterMode(one: Mode, other: Mode): Mode {
  return one === 'whatIf' || other === 'whatIf' ? 'whatIf' : 'revoke';
}

/** What may be done with a request: the strictest of what it asks for, its source may, and the app may. */
export function modeOf(
  { mode, format }: Pick<RevocationRequest, 'mode' | 'format'>,
  policy: Pick<Policy, 'mode' | 'sources'>,
): Mode {
  const { revoke, whatIf } = policy.sources;
  const mayRevoke = (revoke?.includes(format) ?? true) && !whatIf.includes(format);
  return stricterMode(stricterMode(mode, policy.mode), mayRevoke ? 'revoke' : 'whatIf');
}
