import * as z from 'zod';
import { isLinkLine } from './link-line';

const event = z.object({ id: z.string().min(1), type: z.string().min(1) });

/** The id of an event; undefined: the bytes are not a CloudEvent. */
export function idOfEvent(body: Uint8Array): string | undefined {
  try {
    return event.safeParse(JSON.parse(decoder.decode(body))).data?.id;
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder();
const LINE_BREAK = 0x0a;

/** The id of an event that can be a line of a segment, as all of the app can; undefined: it cannot. */
export function idOfSealable(body: Uint8Array): string | undefined {
  return body.includes(LINE_BREAK) || isLinkLine(body) ? undefined : idOfEvent(body);
}

/** An event in a form of its own for each content: what a tool has written again compares equal. */
export function canonicalEvent(event: Uint8Array): string {
  return canonical(JSON.parse(decoder.decode(event)));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
