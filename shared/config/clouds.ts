/** What Microsoft does not offer in every cloud, as health reports it. */
const features = {
  confirmCompromised: 'confirming a compromise (Entra ID Protection)',
  identityAccounts: 'actions on accounts (Defender for Identity)',
  riskyAgents: 'risks of agents (Entra ID Protection)',
  incidents: 'incidents and alerts (Defender XDR)',
  continuousAccessEvaluation: 'Continuous Access Evaluation',
  continuousAccessEvaluationBeyondExchange: 'Continuous Access Evaluation beyond Exchange Online',
} as const;

export type Feature = keyof typeof features;

/** The hosts of a cloud of Microsoft, and what it lacks. The facts are in docs/clouds.md. */
export interface Cloud {
  readonly name: CloudName;
  /** Root of Microsoft Graph; the audience of its tokens. */
  readonly graphEndpoint: string;
  /** Root of the authority that issues tokens. */
  readonly authorityHost: string;
  /** Audience of a token that is exchanged for one of another application (workload identity federation). */
  readonly tokenExchangeAudience: string;
  /** Behind the name of the tenant, the host of its SharePoint admin center. */
  readonly sharePointAdminSuffix: string;
  /** Behind the name of a Service Bus namespace, its host. */
  readonly serviceBusSuffix: string;
  /** Root of Azure Resource Manager; the audience of its tokens. */
  readonly resourceManager: string;
  /** What is not tried there. */
  readonly lacks: readonly Feature[];
}

const usGovernment = {
  authorityHost: 'https://login.microsoftonline.us',
  tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
  serviceBusSuffix: '.servicebus.usgovcloudapi.net',
  resourceManager: 'https://management.usgovcloudapi.net',
  lacks: ['identityAccounts', 'riskyAgents', 'continuousAccessEvaluationBeyondExchange'],
} as const;

/** The clouds that `CLOUD` can name. */
const table = {
  global: {
    graphEndpoint: 'https://graph.microsoft.com',
    authorityHost: 'https://login.microsoftonline.com',
    tokenExchangeAudience: 'api://AzureADTokenExchange',
    sharePointAdminSuffix: '-admin.sharepoint.com',
    serviceBusSuffix: '.servicebus.windows.net',
    resourceManager: 'https://management.azure.com',
    lacks: [],
  },
  usGov: {
    ...usGovernment,
    graphEndpoint: 'https://graph.microsoft.us',
    sharePointAdminSuffix: '-admin.sharepoint.us',
  },
  usGovDod: {
    ...usGovernment,
    graphEndpoint: 'https://dod-graph.microsoft.us',
    sharePointAdminSuffix: '-admin.sharepoint-mil.us',
  },
  china: {
    graphEndpoint: 'https://microsoftgraph.chinacloudapi.cn',
    authorityHost: 'https://login.partner.microsoftonline.cn',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    sharePointAdminSuffix: '-admin.sharepoint.cn',
    serviceBusSuffix: '.servicebus.chinacloudapi.cn',
    resourceManager: 'https://management.chinacloudapi.cn',
    lacks: [
      'confirmCompromised',
      'identityAccounts',
      'riskyAgents',
      'incidents',
      'continuousAccessEvaluation',
    ],
  },
} as const satisfies Readonly<Record<string, Omit<Cloud, 'name'>>>;

export type CloudName = keyof typeof table;

export const cloudNames = ['global', 'usGov', 'usGovDod', 'china'] as const satisfies readonly CloudName[];

/** The cloud with this name. */
export function cloudNamed(name: CloudName): Cloud {
  return { name, ...table[name] };
}

/** What a feature is, for a person. */
export function featureText(feature: Feature): string {
  return features[feature];
}
