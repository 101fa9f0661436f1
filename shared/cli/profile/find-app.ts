import * as z from 'zod';
import type { Profile } from './profiles';
import { isAudience } from './profiles';

/** Asks Azure Resource Manager in the name of the person who is signed in. */
export type AskAzure = (method: 'GET' | 'POST', path: string) => Promise<unknown>;

export interface WhereApp {
  readonly resourceGroup: string;
  /** Absent: in each subscription that the person sees. */
  readonly subscription?: string | undefined;
  /** Absent: `API_AUDIENCE` of the app, which a Contributor can read. */
  readonly audience?: string | undefined;
}

const subscriptions = z.looseObject({ value: z.array(z.looseObject({ subscriptionId: z.string() })) });
const sites = z.looseObject({
  value: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      kind: z.string().default(''),
      properties: z.looseObject({ defaultHostName: z.string() }),
    }),
  ),
});
const settings = z.looseObject({ properties: z.record(z.string(), z.string()) });

const SITES = 'api-version=2024-04-01';

/** Finds the function app of a resource group, and what its tokens are for. @throws Error with the remedy */
export async function findApp(azure: AskAzure, where: WhereApp): Promise<Omit<Profile, 'tenant'>> {
  const { resourceGroup, audience } = where;
  const found = [];
  for (const id of await subscriptionsOf(azure, where)) {
    const path = `/subscriptions/${id}/resourceGroups/${encodeURIComponent(resourceGroup)}/providers/Microsoft.Web/sites?${SITES}`;
    const { value } = sites.parse(await azure('GET', path));
    found.push(...value.filter(({ kind }) => kind.includes('functionapp')));
  }
  const [app, ...others] = found;
  if (!app)
    throw new Error(
      `The resource group ${resourceGroup} has no function app that you see. Pass --url instead.`,
    );
  if (others.length > 0)
    throw new Error(
      `The resource group ${resourceGroup} has several function apps: ${found.map(({ name }) => name).join(', ')}. Pass --url.`,
    );
  const url = `https://${app.properties.defaultHostName}`;
  return { url, audience: audience ?? (await audienceOf(azure, app.id, url)) };
}

async function subscriptionsOf(azure: AskAzure, { subscription }: WhereApp): Promise<readonly string[]> {
  if (subscription !== undefined) return [subscription];
  const { value } = subscriptions.parse(await azure('GET', '/subscriptions?api-version=2022-12-01'));
  return value.map(({ subscriptionId }) => subscriptionId);
}

async function audienceOf(azure: AskAzure, id: string, url: string): Promise<string> {
  const { API_AUDIENCE: audience = '' } = await settingsOf(azure, id, url);
  if (isAudience(audience)) return audience;
  throw new Error(
    `${url} has no API: its setting API_AUDIENCE is not set to the id of a registration (docs/api.md, "Register it").`,
  );
}

async function settingsOf(
  azure: AskAzure,
  id: string,
  url: string,
): Promise<Readonly<Record<string, string>>> {
  try {
    return settings.parse(await azure('POST', `${id}/config/appsettings/list?${SITES}`)).properties;
  } catch (error) {
    throw new Error(
      `You may not read the settings of ${url}, which takes the role Website Contributor. Pass --audience with its API_AUDIENCE.`,
      { cause: error },
    );
  }
}
