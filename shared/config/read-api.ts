import * as z from 'zod';
import { GUID } from '../core/guid';
import type { ApiConfig } from './config';
import type { Environment } from './environment';
import type { Read } from './read';
import { problemsOfVariables, valid } from './read';
import { isRoot } from './read-storage';

const variables = z.object({
  API_AUDIENCE: z
    .string()
    .regex(GUID, 'is not the application id of a registration (a GUID)')
    .transform((id) => id.toLowerCase())
    .optional(),
  API_CONSOLE_CLIENT_ID: z
    .string()
    .regex(GUID, 'is not the application id of a registration (a GUID)')
    .transform((id) => id.toLowerCase())
    .optional(),
  API_AUTHORITY: z.string().refine(isRoot, 'is not an https URL of a host').optional(),
  TENANT_ID: z.string().optional(),
});

/**
 * Reads for whom the API is; undefined: there is none.
 *
 * @param authorityHost the authority of the cloud
 */
export function readApi(settings: Environment, authorityHost: string): Read<ApiConfig | undefined> {
  const read = variables.safeParse(settings);
  if (!read.success) return { kind: 'invalid', problems: problemsOfVariables(read.error) };
  const {
    API_AUDIENCE: audience,
    API_CONSOLE_CLIENT_ID: clientId,
    API_AUTHORITY,
    TENANT_ID: tenantId = '',
  } = read.data;
  if (audience === undefined) {
    return clientId === undefined
      ? valid(undefined)
      : {
          kind: 'invalid',
          problems: ['API_CONSOLE_CLIENT_ID: needs API_AUDIENCE: the console calls the API'],
        };
  }
  if (!GUID.test(tenantId)) {
    return {
      kind: 'invalid',
      problems: ['TENANT_ID: must be a GUID where API_AUDIENCE is set: tokens name their tenant so'],
    };
  }
  const authority = new URL(API_AUTHORITY ?? authorityHost).origin;
  const protocol = authority === new URL(authorityHost).origin ? 'entra' : 'openId';
  return valid({
    audience,
    authority,
    tenantId: tenantId.toLowerCase(),
    ...(clientId !== undefined && { console: { clientId, protocol } }),
  });
}
