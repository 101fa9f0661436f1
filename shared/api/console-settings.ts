import * as z from 'zod';

/** What the console must know to sign people in; it is public. */
export const consoleSettingsSchema = z.strictObject({
  clientId: z.string().describe('The application by which people sign in'),
  authority: z.string().describe('The authority of the home tenant'),
  protocol: z.enum(['entra', 'openId']),
  scope: z.string().describe('What the token is asked for'),
});

export type ConsoleSettings = z.output<typeof consoleSettingsSchema>;

interface Registered {
  readonly audience: string;
  readonly authority: string;
  readonly tenantId: string;
}

/** An authority that is not that of the cloud is found by the discovery document at its issuer. */
export function consoleSettings(
  { audience, authority, tenantId }: Registered,
  { clientId, protocol }: Pick<ConsoleSettings, 'clientId' | 'protocol'>,
): ConsoleSettings {
  const tenant = `${authority}/${tenantId}`;
  return {
    clientId,
    authority: protocol === 'entra' ? tenant : `${tenant}/v2.0`,
    protocol,
    scope: `${audience}/access`,
  };
}
