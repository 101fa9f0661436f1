import type { HoldRule } from './hold-rules';

/** The sender asks for it (`confirm`), or policy does so always. */
export const confirmationAskedFor: HoldRule = {
  name: 'confirmation-asked-for',
  hold: ({ request, policy }) => {
    if (request.confirm) {
      return { status: 'awaitingConfirmation', detail: 'The request asks for a confirmation.' };
    }
    return policy.confirmation.always
      ? { status: 'awaitingConfirmation', detail: 'Policy asks for a confirmation of every request.' }
      : undefined;
  },
};
