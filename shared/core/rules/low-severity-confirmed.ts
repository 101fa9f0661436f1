import { isBelow } from '../severity';
import type { HoldRule } from './hold-rules';

/** A weak suspicion is a question for a person; so is one that does not say how strong it is. */
export const lowSeverityConfirmed: HoldRule = {
  name: 'low-severity-confirmed',
  hold: ({ request: { alert }, policy: { confirmation } }) => {
    const { severityBelow } = confirmation;
    if (severityBelow === undefined || !isBelow(alert?.severity, severityBelow)) return undefined;
    const severity = alert?.severity ?? 'unknown';
    return {
      status: 'awaitingConfirmation',
      detail: `Policy asks for a confirmation of what is below ${severityBelow}; the severity is ${severity}.`,
    };
  },
};
