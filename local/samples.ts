import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { statuses } from '../shared/core/outcome';
import type { Result } from '../shared/messages/result-schema';

const expectation = z.strictObject({
  /** The user as the request names them; absent when the outcome answers the message as a whole. */
  user: z.string().optional(),
  status: z.enum(statuses),
  predicted: z.enum(statuses).optional(),
  /** Of the tenant in which the user was looked up; absent: any. */
  tenantId: z.string().optional(),
});

const sampleFile = z.union([
  z.strictObject({ about: z.string(), body: z.unknown(), expect: z.array(expectation) }),
  z.strictObject({
    about: z.string(),
    /** The webhook sender that posts it; the others are sent to the request queue. */
    sender: z.string(),
    body: z.record(z.string(), z.unknown()),
    expect: z.array(expectation),
  }),
  z.strictObject({ about: z.string(), text: z.string(), expect: z.array(expectation) }),
]);

/** A message to send, and its expected outcomes. */
export interface Sample {
  readonly number: string;
  readonly about: string;
  readonly messageId: string;
  /** The webhook sender that posts it; absent: it is sent to the request queue. */
  readonly sender?: string;
  readonly body: Buffer;
  readonly expect: readonly z.infer<typeof expectation>[];
}

/** The samples of a folder, in the order of their numbers. */
export function readSamples(folder: string): Sample[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const file = sampleFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      const messageId = `sample-${name.slice(0, 2)}-${randomUUID()}`;
      return {
        number: name.slice(0, 2),
        about: file.about,
        messageId,
        ...('sender' in file && { sender: file.sender }),
        body: Buffer.from(bodyOf(file, messageId)),
        expect: file.expect,
      };
    });
}

/** What is posted has no id but that in its body. */
function bodyOf(file: z.infer<typeof sampleFile>, messageId: string): string {
  if ('text' in file) return file.text;
  return JSON.stringify('sender' in file ? { id: messageId, ...file.body } : file.body);
}

/** The difference between an outcome and the expectation of its sample; undefined when there is none. */
export function difference(sample: Sample, { data }: Result): string | undefined {
  const expected = sample.expect.find(({ user }) => user === data.user?.reference);
  if (!expected) return `an outcome for ${data.user?.reference ?? 'the whole message'} was not expected`;
  if (data.status !== expected.status) return `expected ${expected.status}`;
  if (data.predicted !== expected.predicted) return `expected the prediction ${String(expected.predicted)}`;
  if (expected.tenantId !== undefined && data.tenantId !== expected.tenantId)
    return `expected the tenant ${expected.tenantId}`;
  return undefined;
}
