import type { RequestRule } from './request-rules';

/** Nobody can confirm yet, so a request that asks for it must not go on without. */
export const confirmationAvailable: RequestRule = {
  name: 'confirmation-available',
  objection: ({ request }) =>
    request.confirm
      ? {
          status: 'rejected',
          detail:
            'confirm: confirmations are not available yet, and a request that asks for one is not carried out without.',
        }
      : undefined,
};
