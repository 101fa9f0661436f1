import type { Policy } from '../../shared/core/policy';
import type { Result } from '../../shared/messages/result-schema';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, resultOfBytes, appOfTwins } from './app';

/** The app with twins, the messages it gets, and the outcomes it publishes. */
export function conversationWithTwins(policy: Partial<Policy> = {}) {
  const side = appOfTwins(policy);
  const published = (): Result[] => side.resultsTopic.published.map(({ body }) => resultOfBytes(body));
  let messages = 0;
  return {
    ...side,
    published,
    statuses: (): string[] => side.resultsTopic.published.map(({ subject }) => subject),
    last: () => published().at(-1)?.data,
    /** Sends a message of its own, that comes now. */
    send: (body: unknown, changes = {}) =>
      processMessage(
        side.dependencies,
        aMessage(body, changes, {
          messageId: `message-${String(++messages)}`,
          enqueuedAt: side.clock.now().toISOString(),
        }),
      ),
  };
}

export type ConversationWithTwins = ReturnType<typeof conversationWithTwins>;

/** Sends a request and gives the id of its confirmation. */
export async function confirmationOf(side: ConversationWithTwins, body: unknown): Promise<string> {
  await side.send(body);
  return side.last()?.confirmation?.id ?? '';
}

/** A request that asks for a confirmation itself. */
export const confirmedRequest = {
  id: 'request-1',
  user: 'avery@contoso.com',
  confirm: true,
  requestedBy: 'soc@contoso.com',
};

/** The word of a person that it be carried out. */
export function approve(confirmation: string, by = 'lead@contoso.com') {
  return { confirmation, decision: 'approve', by };
}
