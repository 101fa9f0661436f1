import type { RequestRule } from './request-rules';

/** The tenant's switch (`REVOCATION_ENABLED`). */
export const revocationEnabled: RequestRule = {
  name: 'revocation-enabled',
  objection: ({ policy }) =>
    policy.revocationEnabled
      ? undefined
      : { status: 'notEnabled', detail: 'Revocation is switched off for this tenant.' },
};
