import * as z from 'zod';

const text = z.string().min(1);
const time = z.int().nonnegative().describe('Milliseconds since 1970, UTC');
const technique = z.strictObject({ uid: text, name: text });
const countermeasure = z.strictObject({
  d3f_tactic: z.strictObject({ name: text }),
  d3f_technique: technique.exactOptional(),
});

const metadata = z.strictObject({
  version: z.literal('1.8.0').describe('Of OCSF'),
  uid: text.describe("The event's id: the same for every copy, and also the messageId"),
  event_code: text.describe('The type of the CloudEvent that it is made of'),
  correlation_uid: text.describe('The id of the request'),
  tenant_uid: text.exactOptional(),
  profiles: z.tuple([z.literal('host'), z.literal('security_control')]),
  product: z.strictObject({ name: text, vendor_name: text, version: text }),
});

const observable = z.strictObject({
  name: text.describe('The path of the value in this event'),
  type_id: z.union([z.literal(4), z.literal(31)]).describe('4: a user name. 31: the id of a user'),
  value: text,
});

/** What finding the alert is, as the object `finding_info` of OCSF has it. */
const finding = z.strictObject({
  uid: text,
  title: text.exactOptional(),
  src_url: text.exactOptional(),
  created_time: time.exactOptional(),
  first_seen_time: time.exactOptional(),
  product: z.strictObject({ name: text }).exactOptional(),
});
const enrichment = z.strictObject({
  name: z.literal('metadata.correlation_uid'),
  value: text,
  type: z.literal('finding_info'),
  provider: text.exactOptional(),
  src_url: text.exactOptional(),
  data: finding,
});

const user = z.looseObject({
  name: text.describe('The user principal name, or else what the request called the user'),
  uid: text.exactOptional().describe('The object id'),
  type: text.exactOptional(),
});

/**
 * Our events of the class Remediation Activity (7001) of OCSF 1.8.0, https://schema.ocsf.io/1.8.0/classes/remediation_activity,
 * with its profiles host and security_control. A public contract: attributes are only added.
 */
export const remediationSchema = z
  .strictObject({
    category_uid: z.literal(7),
    category_name: z.literal('Remediation'),
    class_uid: z.literal(7001),
    class_name: z.literal('Remediation Activity'),
    activity_id: z.union([z.literal(2), z.literal(3)]),
    activity_name: z.enum(['Evict', 'Restore']),
    type_uid: z.union([z.literal(700_102), z.literal(700_103)]),
    type_name: z.enum(['Remediation Activity: Evict', 'Remediation Activity: Restore']),
    time,
    start_time: time.exactOptional().describe('When the request was received'),
    end_time: time.exactOptional(),
    timezone_offset: z.literal(0),
    severity_id: z.union([0, 1, 2, 3, 4, 5, 99].map((id) => z.literal(id))),
    severity: text,
    status_id: z.union([1, 3, 4, 5, 6, 99].map((id) => z.literal(id))),
    status: text.describe('The name of status_id; with 99 our own word'),
    status_code: text.describe('Our word, as in the CloudEvent'),
    status_detail: text.exactOptional(),
    message: text.exactOptional(),
    command_uid: text.describe(
      'The id of the outcome; the event of a late method has that of the outcome it is about',
    ),
    action_id: z.union([z.literal(1), z.literal(2), z.literal(4)]),
    action: z.enum(['Allowed', 'Denied', 'Modified']),
    disposition_id: z.union([9, 14, 16, 24, 27].map((id) => z.literal(id))),
    disposition: text,
    actor: z.strictObject({ app_name: z.literal('session-revoker') }),
    countermeasures: z.array(countermeasure).min(1),
    remediation: z.strictObject({ desc: text }),
    observables: z.array(observable).min(1).exactOptional(),
    enrichments: z.array(enrichment).min(1).exactOptional(),
    metadata,
    unmapped: z
      .looseObject({ user: user.exactOptional() })
      .describe('The rest of the data of the CloudEvent, under its own names; user as the object of OCSF'),
  })
  .meta({
    title: 'session-revoker remediation activity',
    description: 'An outcome, or what a method answered late, as an event of OCSF 1.8.0.',
  });

export type RemediationEvent = z.infer<typeof remediationSchema>;
