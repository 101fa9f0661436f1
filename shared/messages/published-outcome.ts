import * as z from 'zod';

const method = z.looseObject({ name: z.string() });
// Loose: a later version may have recorded it, with fields of its own.
const outcome = z.object({ id: z.string(), data: z.looseObject({ methods: z.array(method) }) });
const methodEvent = z.object({ data: z.looseObject({ method }) });

/** A published outcome as other programs read it: the data of its event, and its id. */
export type PublishedOutcome = { readonly id: string } & Readonly<
  z.output<typeof outcome>['data'] & Record<string, unknown>
>;

/** The outcome in the body of a result message, with what its methods have answered since. */
export function publishedOutcome(
  body: Uint8Array,
  lateMethods: readonly Uint8Array[] = [],
): PublishedOutcome {
  const { id, data } = outcome.parse(jsonOf(body));
  const late = new Map(
    lateMethods.map((bytes) => methodEvent.parse(jsonOf(bytes)).data.method).map((one) => [one.name, one]),
  );
  return { id, ...data, methods: data.methods.map((one) => late.get(one.name) ?? one) };
}

function jsonOf(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}
