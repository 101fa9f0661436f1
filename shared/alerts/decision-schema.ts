import * as z from 'zod';
import { TARGETS, decisionFields } from './approval-message';

const {
  shape: { confirmation, confirmations, request, brake, asOf, by },
} = decisionFields;

/** A decision by a person; `expire` is for the app alone. */
const decisionOfPerson = z
  .strictObject({
    confirmation: confirmation.describe('The id of one request for approval'),
    confirmations: confirmations.describe('The ids of many'),
    request: request.describe('All that wait of the revocation request with this id'),
    brake: brake.describe('All that the brake holds'),
    asOf: asOf.describe('When the person saw the list, RFC 3339; absent: when the decision was sent'),
    decision: z.enum(['approve', 'decline']),
    by: by.unwrap().describe('Who decides: a user of the tenant, by any name or id'),
  })
  .describe('A decision on requests for approval, as a message of the request queue');

/** The contract of a decision as JSON Schema (draft 2020-12). */
export function decisionJsonSchema(): unknown {
  const schema = z.toJSONSchema(decisionOfPerson, { target: 'draft-2020-12', io: 'input' });
  const oneOf = (names: readonly string[]) => ({ oneOf: names.map((name) => ({ required: [name] })) });
  return { ...schema, ...oneOf(TARGETS), dependentSchemas: { asOf: oneOf(['request', 'brake']) } };
}
