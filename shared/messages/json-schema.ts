import * as z from 'zod';
import { evictionSchema } from './eviction-schema';
import { remediationSchema } from './ocsf/remediation-schema';
import { methodEventSchema } from './method-schema';
import { reminderSchema } from './reminder-schema';
import { resultSchema } from './result-schema';
import { serviceEventSchema } from './service-schema';

/** The result message's contract as JSON Schema (draft 2020-12), for consumers in any language. */
export function resultJsonSchema(): unknown {
  return z.toJSONSchema(resultSchema, { target: 'draft-2020-12' });
}

/** The contract of the event of a change of the service as JSON Schema (draft 2020-12). */
export function serviceJsonSchema(): unknown {
  return z.toJSONSchema(serviceEventSchema, { target: 'draft-2020-12' });
}

/** The contract of the event that announces a request for approval once more as JSON Schema (draft 2020-12). */
export function reminderJsonSchema(): unknown {
  return z.toJSONSchema(reminderSchema, { target: 'draft-2020-12' });
}

/** The contract of the event that says whether a revocation held as JSON Schema (draft 2020-12). */
export function evictionJsonSchema(): unknown {
  return z.toJSONSchema(evictionSchema, { target: 'draft-2020-12' });
}

/** The contract of a method's event as JSON Schema (draft 2020-12). */
export function methodJsonSchema(): unknown {
  return z.toJSONSchema(methodEventSchema, { target: 'draft-2020-12' });
}

/** The contract of an outcome as an event of OCSF 1.8.0 as JSON Schema (draft 2020-12). */
export function remediationJsonSchema(): unknown {
  return z.toJSONSchema(remediationSchema, { target: 'draft-2020-12' });
}
