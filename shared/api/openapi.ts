import * as z from 'zod';
import type { ProblemCode } from './answer';
import { problems } from './answer';
import type { Endpoint, EndpointName } from './endpoints';
import { endpoints } from './endpoints';
import { queries } from './queries';
import { roles } from './roles';
import type { SchemaName } from './schemas';
import { schemas } from './schemas';

/** What the description says of an operation beside its row in the table of endpoints. */
interface Described {
  readonly body?: SchemaName;
  readonly answer?: SchemaName;
  readonly status?: 200 | 202;
  /** The answer with 202 to a call that is not decisive yet. */
  readonly voted?: SchemaName;
  readonly query?: readonly (keyof typeof queries)[];
  readonly problems?: readonly ProblemCode[];
  /** The answer also comes with the status 503, where problems come as well. */
  readonly mayFail?: true;
}

const ofBody = ['invalid', 'crossOrigin', 'lengthRequired', 'tooLarge', 'unsupportedType'] as const;

const described: Readonly<Record<EndpointName, Described>> = {
  createRequest: { body: 'NewRequest', answer: 'Accepted', status: 202, problems: ofBody },
  readRequest: { answer: 'Request', query: ['top', 'after', 'format'], problems: ['invalid', 'notFound'] },
  readHistory: {
    answer: 'History',
    query: ['tenant', 'top', 'after', 'format'],
    problems: ['invalid', 'notFound'],
  },
  listOutcomes: {
    answer: 'Outcomes',
    query: ['status', 'user', 'tenant', 'requestId', 'since', 'top', 'after', 'format'],
    problems: ['invalid', 'notFound'],
  },
  previewMessage: { answer: 'Preview', query: ['receivedBy', 'asNew'], problems: ofBody },
  listApprovals: { answer: 'Approvals', query: ['tenant', 'top', 'after'], problems: ['invalid'] },
  decideApproval: {
    body: 'Decision',
    answer: 'Decided',
    voted: 'Voted',
    problems: [...ofBody, 'stale', 'notAllowed', 'notFound', 'decided', 'changed'],
  },
  decideApprovals: { body: 'Decisions', answer: 'ManyDecided', problems: ofBody },
  listContainments: {
    answer: 'Containments',
    query: ['user', 'tenant', 'requestId', 'state', 'top', 'after'],
    problems: ['invalid', 'notFound'],
  },
  restoreContained: {
    body: 'Restoring',
    answer: 'Restores',
    voted: 'Restores',
    problems: [...ofBody, 'stale', 'notAllowed', 'notFound', 'decided', 'changed', 'notPossible'],
  },
  giveUpContained: {
    body: 'GivingUp',
    answer: 'GivenUp',
    problems: [...ofBody, 'stale', 'notAllowed', 'notFound', 'notPossible'],
  },
  readStatus: { answer: 'Status' },
  stopRevocations: { body: 'Stopping', answer: 'Switched', problems: [...ofBody, 'stale', 'changed'] },
  resumeRevocations: { body: 'Resumption', answer: 'Switched', problems: [...ofBody, 'stale', 'changed'] },
  listQuarantine: { answer: 'Quarantine', query: ['top', 'after'], problems: ['invalid'] },
  readOriginal: { answer: 'Original', problems: ['notFound'] },
  settleOriginal: {
    body: 'Settling',
    answer: 'Settled',
    problems: [...ofBody, 'stale', 'notFound', 'notPossible'],
  },
  healthDetails: { answer: 'HealthDetails', query: ['tenant'], mayFail: true },
  openApi: {},
};

const table: Readonly<Record<string, Endpoint>> = endpoints;

/** The description of the API (OpenAPI 3.1). */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'session-revoker',
      version: '1',
      description: 'Requests, outcomes and approvals of session-revoker. See docs/api.md.',
    },
    servers: [{ url: '/api' }],
    security: [{ entraId: [] }],
    paths: pathsOf(),
    components: {
      schemas: schemaComponents(),
      responses: Object.fromEntries(
        Object.entries(problems).map(([code, { title }]) => [code, problemResponse(title)]),
      ),
      securitySchemes: {
        entraId: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `An access token (version 2.0) of Entra ID for this app, with app roles: ${Object.values(roles).join(', ')}.`,
        },
      },
    },
  };
}

function pathsOf(): object {
  const paths = new Map<string, Record<string, object>>();
  for (const [name, more] of Object.entries(described)) {
    const endpoint: Endpoint | undefined = table[name];
    if (!endpoint) continue;
    const path = `/${endpoint.route}`;
    paths.set(path, { ...paths.get(path), [endpoint.method.toLowerCase()]: operation(name, endpoint, more) });
  }
  return Object.fromEntries(paths);
}

function operation(operationId: string, { route, allowed, summary }: Endpoint, more: Described): object {
  const { body, answer, status = 200, query = [] } = more;
  const steps = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const parameters = [
    ...steps.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...query.map((name) => ({ name, in: 'query', ...queries[name] })),
  ];
  return {
    operationId,
    summary,
    ...(allowed
      ? { 'x-roles': allowed.roles.map((role) => roles[role]), 'x-callers': allowed.callers }
      : { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(operationId === 'previewMessage' && { requestBody: { required: true, content: json({}) } }),
    ...(body && { requestBody: { required: true, content: json(reference(body)) } }),
    responses: {
      [status]: { description: summary, content: json(answerOf(more)) },
      ...(more.voted && {
        202: { description: 'It counts; more must approve', content: json(reference(more.voted)) },
      }),
      ...problemResponses(allowed ? [...(more.problems ?? []), ...OF_ALL] : []),
      ...(more.mayFail && answer && { 503: failing(answer) }),
    },
  };
}

/** Where a caller chooses the form of outcomes, both forms. */
function answerOf({ answer, query = [] }: Described): object {
  if (!answer) return {};
  return query.includes('format')
    ? { anyOf: [reference(answer), reference('OutcomesAsOcsf')] }
    : reference(answer);
}

const OF_ALL = ['unproven', 'noRole', 'rateLimited', 'unavailable'] as const;

/** Several problems may have one status. */
function problemResponses(codes: readonly ProblemCode[]): object {
  const byStatus = new Map<string, object>();
  for (const code of codes) {
    const status = String(problems[code].status);
    const shared = byStatus.has(status);
    byStatus.set(status, shared ? problemResponse('See type.') : { $ref: `#/components/responses/${code}` });
  }
  return Object.fromEntries([...byStatus].sort(([one], [other]) => one.localeCompare(other)));
}

function failing(answer: SchemaName): object {
  const problem = { 'application/problem+json': { schema: reference('Problem') } };
  return { description: 'See its content.', content: { ...json(reference(answer)), ...problem } };
}

function problemResponse(description: string): object {
  return { description, content: { 'application/problem+json': { schema: reference('Problem') } } };
}

function json(schema: object): object {
  return { 'application/json': { schema } };
}

function reference(name: SchemaName): object {
  return { $ref: `#/components/schemas/${name}` };
}

/** Schemas that are part of others are referred to. */
function schemaComponents(): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: all } = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(all).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [name, schema]),
  );
}
