import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvocationContext } from '@azure/functions';
import { incomingMessage } from '../../functions/incoming-message';
import type { ProgrammingModel } from '../../functions/written-message-id';
import { keepWrittenMessageId } from '../../functions/written-message-id';
import { fallbackRequestId } from '../../shared/core/ids';

/** Parses the text of metadata as JSON where it can, as the library does. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function aModel(): ProgrammingModel {
  return {
    getInvocationModel: ({ request }) => ({
      getArguments: () =>
        Promise.resolve({
          context: new InvocationContext({
            triggerMetadata: Object.fromEntries(
              Object.entries(request.triggerMetadata ?? {}).map(([name, { string }]) => [
                name.replace(/^./, (first) => first.toLowerCase()),
                parsed(string ?? ''),
              ]),
            ),
          }),
        }),
    }),
  };
}

/** The request id of a message without an id in its body. */
async function idOf(written: string, sequenceNumber = '1', keeps = true): Promise<string> {
  const model = aModel();
  if (keeps) keepWrittenMessageId(model);
  const triggerMetadata = { MessageId: { string: written }, SequenceNumber: { string: sequenceNumber } };
  const { context } = await model.getInvocationModel({ request: { triggerMetadata } }).getArguments();
  const { body, history } = incomingMessage(Buffer.from('{}'), context as InvocationContext, 'open');
  return fallbackRequestId(body, history);
}

const SPELLINGS = ['1e5', '100000', '"q"', 'q', '12345678901234567890', 'true', 'null', ' 12 ', '12', '1.0'];
const MORE = ['[1]', '{"a":1}', '{"a": 1}', 'Ä', '\u0000', '00012', '-0', '0'];
const anId = fc.oneof(fc.constantFrom(...SPELLINGS, ...MORE), fc.json(), fc.string({ minLength: 1 }));

describe('the messageId of a message', () => {
  it.each([...SPELLINGS, ...MORE])('is the request’s id as the sender wrote it: %j', async (written) =>
    expect(await idOf(written)).toBe(written),
  );
  it('is another id for every other way to write it', async () =>
    fc.assert(
      fc.asyncProperty(anId, anId, async (one, other) => {
        fc.pre(one !== other);
        expect(await idOf(one)).not.toBe(await idOf(other));
      }),
    ));
});

describe('the id of a message whose worker does not pass the written id', () => {
  it('says that it is derived where the worker has parsed it, and differs for every message', async () => {
    const ids = await Promise.all(
      ['1e5', '100000', 'true', '[1]'].map((written, n) => idOf(written, String(n), false)),
    );
    for (const id of ids) expect(id).toMatch(/^message-[\da-f]{64}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('is the written id where that is no JSON, as it is of most senders', async () =>
    expect(await idOf('incident-7', '1', false)).toBe('incident-7'));
});
