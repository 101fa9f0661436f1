import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { program } from '../../shared/cli/program';
import type { ReceivedBy } from '../../shared/core/received-by';
import type { BrokerProperties } from '../../shared/messages/message-history';
import { propertiesOf, readHistory } from '../../shared/messages/message-history';
import type { OriginalMessage } from '../../shared/ports/request-queue';
import { aMessage } from '../support/app';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import {
  approve,
  confirmationOf,
  confirmedRequest,
  conversationWithTwins,
} from '../support/conversation-with-twins';
import { programEnvironment } from '../support/program-environment';

/** Replays all of the quarantine as an operator does, and delivers it as the request queue does. */
async function replayAll(app: ConversationWithTwins): Promise<void> {
  const { quarantine, requestQueue, clock, dependencies } = app;
  const before = requestQueue.scheduled.length;
  await program(
    programEnvironment({
      connectQuarantine: () => Promise.resolve({ quarantine, requestQueue, close: () => Promise.resolve() }),
      now: () => clock.now(),
    }),
    ['quarantine', 'replay', '--all', '--no-confirm'],
  );
  for (const { original } of requestQueue.scheduled.slice(before)) {
    await processMessage(dependencies, arrivingAgain(original));
  }
}

function arrivingAgain({ body, properties, history, contentType }: OriginalMessage) {
  const broker: BrokerProperties = { messageId: 'copy', enqueuedAt: '2026-11-23T10:10:00.000Z' };
  const written = { ...properties, ...propertiesOf(history) };
  return aMessage(Buffer.from(body), {
    properties: written,
    history: readHistory(broker, written, 'open'),
    ...(contentType !== undefined && { contentType }),
  });
}

const from = (receivedBy: ReceivedBy) => ({
  history: { origin: { messageId: 'm', enqueuedAt: '2026-11-23T10:00:00.000Z' }, attempts: 0, receivedBy },
});

describe('an operator who replays the quarantine raises no trust', () => {
  it('a decision that came by the webhook is rejected again', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, confirmedRequest);
    await app.send(approve(confirmation), from('webhook:siem'));
    await replayAll(app);
    expect(app.statuses().slice(1)).toEqual(['rejected', 'rejected']);
    expect(app.tenant.revoked).toEqual([]);
  });
  it.each<[ReceivedBy]>([['webhook:siem'], ['queue'], ['unproven:webhook:siem']])(
    'and takes none away: what %s sent is replayed as such',
    async (receivedBy) => {
      const app = conversationWithTwins();
      await app.send({ user: 'avery@contoso.com', whatlf: true }, from(receivedBy));
      await replayAll(app);
      expect(app.published().map(({ data }) => data.receivedBy)).toEqual([receivedBy, receivedBy]);
    },
  );
});
