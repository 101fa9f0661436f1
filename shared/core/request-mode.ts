import { effectOf } from './deciding-rule';
import type { Mode } from './mode';
import { stricterMode } from './mode';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';
import type { SourcedRequest } from './source-rule';

/** The mode of a request: the strictest of what it asks for, what policy lets its event do, and the app's own mode. */
export function modeOf(
  request: SourcedRequest & Pick<RevocationRequest, 'mode'>,
  policy: Pick<Policy, 'mode' | 'sources'>,
): Mode {
  const previews = effectOf(request, policy.sources) === 'whatIf';
  return stricterMode(stricterMode(request.mode, policy.mode), previews ? 'whatIf' : 'revoke');
}
