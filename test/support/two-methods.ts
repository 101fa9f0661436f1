import type { Dependencies } from '../../shared/app/dependencies';
import type { Policy } from '../../shared/core/policy';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { MethodEvent } from '../../shared/messages/method-schema';
import { methodEventSchema } from '../../shared/messages/method-schema';
import type { Result } from '../../shared/messages/result-schema';
import { resultSchema } from '../../shared/messages/result-schema';
import type { ResultMessage } from '../../shared/messages/result-message';
import type { Revoker } from '../../shared/ports/revoker';
import { inMemorySharePoint } from '../twins/in-memory-sharepoint';
import { appOfTwins } from './app';

type Revoke = Revoker['revoke'];

/** The app of twins with SharePoint beside Graph, or alone. */
export function appWithSharePoint(
  state: number | Revoke,
  policy: Partial<Policy> = { methods: ['graph', 'sharePoint'] },
) {
  const side = appOfTwins({ methods: ['graph', 'sharePoint'], ...policy });
  const states = Object.fromEntries(
    ['avery@contoso.com', 'blake@contoso.com'].map((name) => [name, typeof state === 'number' ? state : 4]),
  );
  const { revoker, called } = inMemorySharePoint(states, side.clock);
  const sharePoint = typeof state === 'number' ? revoker : { ...revoker, revoke: state };
  const { graph } = side.dependencies.revokers;
  const dependencies: Dependencies = { ...side.dependencies, revokers: { graph, sharePoint } };
  return { ...side, dependencies, called, ...publishedBy(side.resultsTopic) };
}

/** The same app, whose SharePoint answers again. */
export function answering(dependencies: Dependencies, revoke: Revoke): Dependencies {
  const { revokers } = dependencies;
  return { ...dependencies, revokers: { ...revokers, sharePoint: { pausedForMs: () => 0, revoke } } };
}

/** A call that never ends, unless it is given up. */
export const hanging: Revoke = (_user, { signal }) =>
  new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(failing('unavailable')));
  });

export function failing(
  kind: 'throttled' | 'unavailable' | 'forbidden' | 'notDone',
  more: { readonly retryAfterMs?: number } = {},
): RevocationAnswer {
  const failure = { kind, detail: { code: 'sharePointFailed', values: {} }, ...more } as const;
  return { kind: 'failed', failure, attempts: 1, requestIds: [] };
}

/** The outcomes and the events of methods on the topic, each once, and whether all copies of each were equal. */
export function publishedBy(topic: { readonly published: readonly ResultMessage[] }) {
  const texts = () => topic.published.map(({ body }) => Buffer.from(body).toString('utf8'));
  const ofType = (type: string): readonly unknown[] =>
    [...new Set(texts())].map((text): unknown => JSON.parse(text)).filter((event) => typeOf(event) === type);
  return {
    outcomes: (): readonly Result[] =>
      ofType('io.github.session-revoker.outcome.v1').map((event) => resultSchema.parse(event)),
    methodEvents: (): readonly MethodEvent[] =>
      ofType('io.github.session-revoker.method.v1').map((event) => methodEventSchema.parse(event)),
  };
}

function typeOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined;
}
