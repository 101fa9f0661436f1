import { expect, it } from '@jest/globals';
import type { AccessToken } from '@azure/core-auth';
import { sharedTokenRequests } from '../../../shared/adapters/tenants/shared-token-requests';
import { fixedClock } from '../../support/fixed-clock';

const SCOPE = 'https://graph.microsoft.com/.default';
const ACCESS: AccessToken = { token: 'a token', expiresOnTimestamp: 0 };

/** A credential whose requests hang until they are answered. */
function hanging() {
  const clock = fixedClock();
  const answers: ((token: AccessToken) => void)[] = [];
  const getToken = () => new Promise<AccessToken>((resolve) => answers.push(resolve));
  return { clock, answers, credential: sharedTokenRequests({ getToken }, clock) };
}

it('a token request that hangs keeps a tenant from its token for ten seconds, and not for ever', async () => {
  const { clock, credential, answers } = hanging();
  void credential.getToken(SCOPE);
  clock.advance(9_999);
  void credential.getToken(SCOPE);
  expect(answers).toHaveLength(1);
  clock.advance(1);
  const token = credential.getToken(SCOPE);
  expect(answers).toHaveLength(2);
  answers[1]?.(ACCESS);
  expect(await token).toBe(ACCESS);
});

it('an answer that comes late does not end the sharing of the request that followed', async () => {
  const { clock, credential, answers } = hanging();
  const first = credential.getToken(SCOPE);
  clock.advance(10_000);
  void credential.getToken(SCOPE);
  answers[0]?.(ACCESS);
  await first;
  void credential.getToken(SCOPE);
  expect(answers).toHaveLength(2);
});
