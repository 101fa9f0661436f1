import * as z from 'zod';
import { methodEventSchema } from './method-schema';
import { resultSchema } from './result-schema';

/** The result message's contract as JSON Schema (draft 2020-12), for consumers in any language. */
export function resultJsonSchema(): unknown {
  return z.toJSONSchema(resultSchema, { target: 'draft-2020-12' });
}

/** The contract of a method's event as JSON Schema (draft 2020-12). */
export function methodJsonSchema(): unknown {
  return z.toJSONSchema(methodEventSchema, { target: 'draft-2020-12' });
}
