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
  /** The calls of the first method. */
  attempts: z.int().optional(),
});

const sampleFile = z.union([
  z.strictObject({ about: z.string(), body: z.unknown(), expect: z.array(expectation) }),
  z.strictObject({ about: z.string(), text: z.string(), expect: z.array(expectation) }),
]);

/** A message to send, and its expected outcomes. */
export interface Sample {
  readonly number: string;
  readonly about: string;
  readonly messageId: string;
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
      return {
        number: name.slice(0, 2),
        about: file.about,
        messageId: `sample-${name.slice(0, 2)}-${randomUUID()}`,
        body: Buffer.from('text' in file ? file.text : JSON.stringify(file.body)),
        expect: file.expect,
      };
    });
}

/** The difference between an outcome and the expectation of its sample; undefined when there is none. */
export function difference(sample: Sample, { data }: Result): string | undefined {
  const expected = sample.expect.find(({ user }) => user === data.user?.reference);
  if (!expected) return `an outcome for ${data.user?.reference ?? 'the whole message'} was not expected`;
  const attempts = data.methods[0]?.attempts ?? 0;
  if (data.status !== expected.status) return `expected ${expected.status}`;
  if (data.predicted !== expected.predicted) return `expected the prediction ${String(expected.predicted)}`;
  if (expected.attempts !== undefined && attempts !== expected.attempts) {
    return `expected ${String(expected.attempts)} attempts, there were ${String(attempts)}`;
  }
  return undefined;
}
