import * as z from 'zod';
import { compact } from '../core/compact';
import type { ServiceBusConfig, ServiceBusConnection } from './config';
import type { Environment } from './environment';
import { oneOf, withoutBlanks } from './environment';
import type { Read } from './read';
import { ONCE, problemsOf, problemsOfVariables, valid } from './read';

const entityName = z.string().regex(/^[A-Za-z0-9][\w./-]{0,259}$/, 'is not the name of a Service Bus entity');

/** A name, or an empty value for an environment that does without the entity. */
function optionalEntity(name: string) {
  return z.union([z.literal(''), entityName]).default(name);
}

const settingsOfServiceBus = z.object({
  ServiceBusConnection: z
    .string()
    .regex(/(?:^|;)\s*Endpoint=sb:\/\//i, 'is not a Service Bus connection string (Endpoint=sb://…)')
    .optional(),
  ServiceBusConnection__fullyQualifiedNamespace: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/, 'is not a host name (NAME.servicebus.SUFFIX)')
    .optional(),
  REVOCATION_QUEUE: entityName.default('revocation-requests'),
  INTAKE_QUEUE: optionalEntity('revocation-intake'),
  WAITS_QUEUE: optionalEntity('revocation-waits'),
  URGENT_QUEUE: optionalEntity('revocation-urgent'),
  RESULTS_TOPIC: entityName.default('revocation-results'),
  OCSF_TOPIC: entityName.optional(),
  REJECTED_QUEUE: entityName.default('revocation-rejected'),
});

/** The trust in a message goes by its queue, so no two queues may be one. What is read from a topic is not published on it. */
const serviceBusVariables = settingsOfServiceBus.superRefine((read, context) => {
  const names = [
    'REVOCATION_QUEUE',
    'INTAKE_QUEUE',
    'WAITS_QUEUE',
    'URGENT_QUEUE',
    'REJECTED_QUEUE',
  ] as const;
  for (const [n, name] of names.entries()) {
    const isSame = (one: (typeof names)[number]): boolean =>
      read[one] !== '' && read[one].toLowerCase() === read[name].toLowerCase();
    const other = names.slice(0, n).find(isSame);
    if (other === undefined) continue;
    const message = `is the same queue as ${other}: name another one, or leave the setting empty to do without it`;
    context.addIssue({ code: 'custom', path: [name], message });
  }
  if (read.OCSF_TOPIC?.toLowerCase() === read.RESULTS_TOPIC.toLowerCase()) {
    const message = 'is the same topic as RESULTS_TOPIC: name another one';
    context.addIssue({ code: 'custom', path: ['OCSF_TOPIC'], message });
  }
});

/** Reads the configuration of Service Bus and nothing else: all that sending from the CLI needs. */
export function readServiceBusConfig(environment: Environment): Read<ServiceBusConfig> {
  const settings = withoutBlanks(environment);
  const variables = serviceBusVariables.safeParse(settings, ONCE);
  const connection = readConnection(settings);
  if (variables.success && connection.kind === 'valid') {
    return valid(serviceBusConfig(variables.data, connection.value));
  }
  return {
    kind: 'invalid',
    problems: [...problemsOf([connection]), ...problemsOfVariables(variables.error)],
  };
}

function serviceBusConfig(
  read: z.output<typeof serviceBusVariables>,
  connection: ServiceBusConnection,
): ServiceBusConfig {
  const { REVOCATION_QUEUE: requestQueue, RESULTS_TOPIC: resultsTopic, REJECTED_QUEUE: rejectedQueue } = read;
  return {
    connection,
    entities: compact({
      requestQueue,
      intakeQueue: read.INTAKE_QUEUE || undefined,
      waitsQueue: read.WAITS_QUEUE || undefined,
      urgentQueue: read.URGENT_QUEUE || undefined,
      resultsTopic,
      ocsfTopic: read.OCSF_TOPIC,
      rejectedQueue,
    }),
  };
}

function readConnection(settings: Environment): Read<ServiceBusConnection> {
  const setting = oneOf(settings, 'ServiceBusConnection', 'ServiceBusConnection__fullyQualifiedNamespace');
  if (setting.kind === 'invalid') return setting;
  const { form, value } = setting.value;
  return form === 'string'
    ? valid({ kind: 'connectionString', connectionString: value })
    : valid({ kind: 'identity', fullyQualifiedNamespace: value });
}
