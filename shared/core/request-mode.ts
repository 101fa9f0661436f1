import type { Mode } from './mode';
import { stricterMode } from './mode';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';

/** The mode of a request: the strictest of what it asks for, what policy lets its source do, and the app's own mode. */
export function modeOf(
  { mode, format }: Pick<RevocationRequest, 'mode' | 'format'>,
  policy: Pick<Policy, 'mode' | 'sources'>,
): Mode {
  const { revoke, whatIf } = policy.sources;
  const mayRevoke = (revoke?.includes(format) ?? true) && !whatIf.includes(format);
  return stricterMode(stricterMode(mode, policy.mode), mayRevoke ? 'revoke' : 'whatIf');
}
