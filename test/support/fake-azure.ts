/** What Azure has, as far as the checks before a deployment ask. */
export interface FakeAzure {
  subscription: string;
  signedOut?: boolean;
  permissions: readonly object[];
  locations: readonly string[];
  resources: readonly { name: string; resourceGroup: string; tags: Readonly<Record<string, string>> }[];
  settings: Readonly<Record<string, string>>;
  /** Absent: there is no namespace yet. */
  tierOfServiceBus?: string;
}

type Options = Readonly<Record<string, string | undefined>>;

/** What a person may do wrong: the Azure CLI prints it and ends. */
export class AzError extends Error {}

const answers: Readonly<Record<string, (azure: FakeAzure, options: Options) => unknown>> = {
  rest: ({ permissions }, options) => {
    const { '--url': url = '', '--method': method } = only(options, '--method', '--url');
    const path = '/providers/Microsoft.Authorization/permissions?api-version=2022-04-01';
    if (method !== 'get' || !url.endsWith(path)) throw new Error(`az rest: ${url}`);
    return { value: permissions };
  },
  'functionapp list-flexconsumption-locations': ({ locations }, options) => {
    only(options, '--subscription');
    return locations.map((name) => ({ name }));
  },
  'resource list': ({ resources, tierOfServiceBus }, options) => {
    if (options['--query'] === "[?type=='Microsoft.ServiceBus/namespaces'].sku.name")
      return tierOfServiceBus ?? '';
    const [tag = '', value] = (only(options, '--subscription', '--tag')['--tag'] ?? '').split('=');
    return resources.filter(({ tags }) => tags[tag] === value);
  },
  'functionapp config appsettings list': ({ resources, settings }, options) => {
    only(options, '--subscription', '--name', '--resource-group');
    const app = resources.find(({ name }) => name === options['--name']);
    if (!app || app.resourceGroup !== options['--resource-group'])
      throw new AzError('(ResourceNotFound) The Resource was not found.');
    return Object.entries(settings).map(([name, value]) => ({ name, value, slotSetting: false }));
  },
};

function only(options: Options, ...names: readonly string[]): Options {
  const unknown = Object.keys(options).find((name) => ![...names, '--output'].includes(name));
  if (unknown !== undefined) throw new Error(`unknown option ${unknown}`);
  const missing = names.find((name) => options[name] === undefined);
  if (missing !== undefined) throw new AzError(`the following arguments are required: ${missing}`);
  return options;
}

/**
 * What the Azure CLI prints.
 *
 * @throws on a command or an option that the checks do not need, and an AzError as the Azure CLI would fail
 */
export function azAnswer(azure: FakeAzure, words: readonly string[]): string {
  const firstOption = words.findIndex((word) => word.startsWith('--'));
  const command = words.slice(0, firstOption).join(' ');
  const options: Record<string, string | undefined> = {};
  for (let n = firstOption; n < words.length; n += 2) options[words[n] ?? ''] = words[n + 1];
  const answer = answers[command];
  if (!answer) throw new Error(`az ${command} is not a command that the checks call`);
  const format = options['--query'] === undefined ? 'json' : 'tsv';
  if (options['--output'] !== format)
    throw new Error(`az ${command}: --output is ${String(options['--output'])}`);
  if (azure.signedOut) throw new AzError("Please run 'az login' to setup account.");
  const url = /^\/subscriptions\/([^/]+)/.exec(options['--url'] ?? '');
  const subscription = options['--subscription'] ?? url?.[1];
  if (subscription !== azure.subscription)
    throw new AzError(`The subscription of '${String(subscription)}' doesn't exist.`);
  const value = answer(azure, options);
  return format === 'tsv' ? String(value) : JSON.stringify(value);
}
