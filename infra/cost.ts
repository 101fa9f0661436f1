/** A list price in US dollars, of a region of the cloud `global`. Prices change: docs/deployment.md says when these were read. */
interface Price {
  readonly usd: number;
  readonly per: string;
  /** Where it was read; blank: it could not be confirmed there. */
  readonly source: string;
}

const INFRACOST = 'infracost, tests of its estimates for Azure';
const PRIVATE_LINK = 'c3x.dev, azurerm_private_endpoint; gigxp.com, Azure Private Link costs';

export const prices = {
  execution: {
    usd: 0.000026,
    per: 'GB-second of Flex Consumption',
    source: 'modal.com, Azure Functions pricing',
  },
  alwaysReady: { usd: 0.000004, per: 'GB-second that an instance is ready', source: '' },
  executions: { usd: 0.4, per: 'million executions', source: '' },
  serviceBusStandard: { usd: 9.81, per: 'month, with 13 million operations', source: INFRACOST },
  serviceBusOperations: { usd: 0.8, per: 'million operations beyond', source: INFRACOST },
  serviceBusPremium: { usd: 677.08, per: 'messaging unit and month', source: INFRACOST },
  queryRule: { usd: 1.5, per: 'query rule and month, every 5 minutes', source: INFRACOST },
  metricSeries: { usd: 0.1, per: 'time series of a metric rule and month', source: INFRACOST },
  webTest: { usd: 0.0006, per: 'call of the web test', source: '' },
  logs: { usd: 2.99, per: 'GB of logs; 5 GB a month are free', source: INFRACOST },
  privateEndpoint: { usd: 0.01, per: 'private endpoint and hour', source: PRIVATE_LINK },
  privateZone: { usd: 0.5, per: 'private DNS zone and month', source: PRIVATE_LINK },
} as const satisfies Readonly<Record<string, Price>>;

const HOURS = 730;
const GB_OF_INSTANCE = 2;
const FREE_GB_SECONDS = 100_000;

/** What is deployed, as far as it costs something by existing. */
export interface Deployed {
  readonly queryRules: number;
  readonly metricSeries: number;
  readonly webTestLocations: number;
  readonly privateEndpoints: number;
  readonly isPrivate: boolean;
}

/** One line of an estimate: US dollars a month. */
export interface CostLine {
  readonly what: string;
  readonly usd: number;
}

/** Timers of the app, by runs an hour and seconds of an instance each (docs/decisions/0024); the others at the least that is billed. */
const TIMERS = [
  { runs: 60, seconds: 1.3 },
  { runs: 12, seconds: 1 },
  { runs: 6, seconds: 1 },
];

/** What a month costs in which nobody is signed out. */
export function idleMonth({
  queryRules,
  metricSeries,
  webTestLocations,
  privateEndpoints,
  isPrivate,
}: Deployed): readonly CostLine[] {
  const webTests = webTestLocations * 12 * HOURS;
  const seconds = TIMERS.reduce((sum, timer) => sum + timer.runs * timer.seconds * HOURS, 0) + webTests;
  const billed = Math.max(0, seconds * GB_OF_INSTANCE - FREE_GB_SECONDS);
  return [
    { what: 'timers and health checks', usd: billed * prices.execution.usd },
    {
      what: 'Service Bus',
      usd: isPrivate ? prices.serviceBusPremium.usd : prices.serviceBusStandard.usd,
    },
    {
      what: 'alert rules',
      usd: queryRules * prices.queryRule.usd + metricSeries * prices.metricSeries.usd,
    },
    { what: 'web test', usd: webTests * prices.webTest.usd },
    {
      what: 'private endpoints and zones',
      usd: isPrivate ? privateEndpoints * (HOURS * prices.privateEndpoint.usd + prices.privateZone.usd) : 0,
    },
  ];
}

/** What 10,000 sign-outs cost beyond that: each has an instance for a second, which is more than where several run side by side. */
export function tenThousandLockouts(isPrivate: boolean): readonly CostLine[] {
  return tenThousandRuns({ operations: isPrivate ? 0 : 6, kilobytes: 10, kept: 'logs' });
}

/**
 * What 10,000 outcomes cost that are notified, or archived: each has an instance for a second, which is more than where
 * several run side by side, and a row of the archive.
 */
export function tenThousandPassedOn(isPrivate: boolean): readonly CostLine[] {
  return tenThousandRuns({ operations: isPrivate ? 0 : 3, kilobytes: 7, kept: 'logs and rows' });
}

/** What one run uses: operations of Service Bus, and kilobytes that are kept. */
interface Run {
  readonly operations: number;
  readonly kilobytes: number;
  readonly kept: string;
}

function tenThousandRuns({ operations, kilobytes, kept }: Run): readonly CostLine[] {
  const runs = 10_000;
  return [
    { what: 'execution', usd: runs * GB_OF_INSTANCE * prices.execution.usd },
    { what: 'executions', usd: (runs / 1e6) * prices.executions.usd },
    { what: 'Service Bus', usd: ((operations * runs) / 1e6) * prices.serviceBusOperations.usd },
    { what: kept, usd: ((runs * kilobytes) / 1e6) * prices.logs.usd },
  ];
}

/** What the timer costs in a month that looks every 30 seconds whether users have returned, at the least that is billed for a run. */
export function watchingMonth(): number {
  return 120 * HOURS * GB_OF_INSTANCE * prices.execution.usd;
}

/** One more instance of one function that is always ready, for a month. */
export function alwaysReadyInstance(): number {
  return GB_OF_INSTANCE * HOURS * 3600 * prices.alwaysReady.usd;
}

/** The app in several zones: two ready instances for each function, or group of functions, that scales alone. */
export function appInZones(scalingAlone: number): number {
  return scalingAlone * 2 * alwaysReadyInstance();
}
