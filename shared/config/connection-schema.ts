import * as z from 'zod';
import { compact } from '../core/compact';
import type { Connection, TighterPolicy } from '../core/connection';
import { GUID } from '../core/guid';
import { duration } from './duration';
import {
  approvalFields,
  approvers,
  brakeLimits,
  groupId,
  protectedAccounts,
  restoreFalsePositives,
  role,
  severityBelow,
  writeBack,
} from './policy-schema-fields';
import { list, text, unknownKeys } from './policy-schema-parts';
import { isSecureUrl } from './read-storage';

const MAX_SENDERS = 50;

const guid = text.regex(GUID, { error: 'is not a GUID' }).transform((id) => id.toLowerCase());

/** As `receivedBy` names senders; a kind (`webhook`) names all of that kind. */
const sender = text.regex(/^(?:queue|webhook|entra|issuer)(?::.+)?$/i, {
  error: 'is not the name of a sender: queue, webhook:NAME, entra:APP_ID or issuer:ISS',
});

const policy = z
  .strictObject(
    {
      mode: z.enum(['revoke', 'whatIf'], { error: 'must be revoke or whatIf' }).optional(),
      protected: protectedAccounts.optional(),
      brake: brakeLimits.optional(),
      confirmation: z
        .strictObject(
          {
            always: z.boolean({ error: 'must be true or false' }).optional(),
            groups: list(groupId),
            roles: list(role),
            severityBelow,
            expiresAfter: duration('P30D').optional(),
            approvers,
          },
          unknownKeys,
        )
        .optional(),
      approvals: z.strictObject(approvalFields, unknownKeys).optional(),
      maxRequestAge: duration('P30D').optional(),
      restoreFalsePositives: restoreFalsePositives.optional(),
      writeBack: writeBack.optional(),
    },
    unknownKeys,
  )
  .transform(({ confirmation, approvals, maxRequestAge, brake, ...rest }): TighterPolicy => {
    const { expiresAfter, ...others } = confirmation ?? {};
    const { maxAuthAge, authenticationContext: context, ...votes } = approvals ?? {};
    return compact({
      ...rest,
      brake: brake && { users: brake.users, windowMs: brake.window, repeats: brake.repeats },
      confirmation: confirmation && compact({ ...others, expiresAfterMs: expiresAfter }),
      approvals:
        approvals &&
        compact({
          ...votes,
          maxAuthAgeMs: maxAuthAge,
          authenticationContexts: context === undefined ? undefined : [context],
        }),
      maxRequestAgeMs: maxRequestAge,
    });
  })
  .describe('What is stricter in this tenant; it cannot loosen REVOCATION_POLICY');

/** A connection to a tenant, as `TENANTS` and the table of tenants hold it. */
export const connectionSchema = z
  .strictObject(
    {
      tenantId: guid.describe('The id of the tenant'),
      name: text.optional().describe('For people'),
      sharePointAdminUrl: z
        .string({ error: 'must be text' })
        .refine((url) => isSecureUrl(url) && URL.parse(url)?.pathname === '/', {
          error: 'is not the https URL of a host',
        })
        .transform((url) => new URL(url).origin)
        .optional()
        .describe('The origin of the SharePoint admin host of the tenant'),
      applications: z
        .strictObject({ graph: guid.optional(), sharePoint: guid.optional() }, unknownKeys)
        .transform((ids) => compact(ids))
        .optional()
        .describe(
          'Applications to which the tenant has given consent, where they are not TENANT_APPLICATION_ID',
        ),
      policy: policy.prefault({}),
      sources: z
        .array(sender, { error: 'must be a list of senders' })
        .min(1, { error: 'must name at least one sender: nobody else may speak for the tenant' })
        .max(MAX_SENDERS)
        .describe('The senders that may speak for the tenant'),
      disconnected: z
        .boolean({ error: 'must be true or false' })
        .optional()
        .describe('Nobody is signed out there any more, and its senders speak for no other tenant'),
    },
    unknownKeys,
  )
  .transform((fields): Connection => compact(fields));

/** The contract of connections as JSON Schema (draft 2020-12), for editors. */
export function connectionsJsonSchema(): unknown {
  return z.toJSONSchema(z.array(connectionSchema), { target: 'draft-2020-12', io: 'input' });
}
