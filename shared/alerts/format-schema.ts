import * as z from 'zod';
import { eventSchema } from './event-schema';
import { MAX_LIST, anObject, notes, paths, text, timeSchema } from './format-schema-parts';
import type { Condition, MailPaths, NameKind, Place } from './format-schema-places';
import { conditionSchema, conditionsSchema, placeSchema } from './format-schema-places';

// The grammar of formats: of the built-in ones and of those that an operator adds. Nothing in it is transformed, so that
// a JSON module of a built-in format has the type of the grammar, which the compiler checks. The larger schemas are made
// on demand: an app without added formats does not wait for them when it starts.

export const MAX_FORMATS = 100;

type EventSchema = ReturnType<typeof eventSchema<ReturnType<typeof conditionSchema>>>;

function alertSchema(event: EventSchema) {
  return z
    .strictObject(
      {
        provider: z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' }).max(128),
        product: paths.optional().describe('Where the alert itself names its product'),
        id: paths.optional().describe('The id of the alert, not of its rule: repeats are recognized by it'),
        title: paths.optional(),
        severity: paths.optional(),
        event: event.optional(),
        url: paths.optional(),
        createdAt: timeSchema().optional(),
        firstSeenAt: paths
          .optional()
          .describe('When the activity was first seen: of all times at these paths, the earliest counts'),
        incidentId: paths
          .optional()
          .describe(
            'The incident of Defender XDR, by its number, or of Microsoft Sentinel, by its resource id',
          ),
        tenant: paths
          .optional()
          .describe('The tenant that the alert is of: its id, or a resource id that contains it'),
      },
      anObject,
    )
    .describe('What the results report about an alert; of several paths the first that has a value counts');
}

const name = z.string({ error: 'must be text' }).regex(/^[a-z][A-Za-z0-9-]{0,63}$/, {
  error: 'must be letters, digits and hyphens, beginning with a lower-case letter',
});

const carriesEvents = z
  .boolean({ error: 'must be true or false' })
  .optional()
  .describe('The alert has fields of the event that it is about: the format of that event does not count');

function definitionSchema(
  condition: ReturnType<typeof conditionSchema>,
  place: ReturnType<typeof placeSchema>,
) {
  const { all, any, conditions } = conditionsSchema(condition);
  return z
    .strictObject(
      {
        name: name.describe('As results, the policy and `explain` show it'),
        replaces: text.optional().describe('The built-in format in whose place this one is put'),
        ...notes,
        match: all('Of a message of this format, and of no other.'),
        matchAny: z
          .array(conditions, { error: 'must be a list of lists of conditions' })
          .min(1, { error: 'must not be empty' })
          .max(MAX_LIST)
          .optional()
          .describe('In place of `match`: lists of conditions, of which one list suffices'),
        carriesEvents,
        alert: alertSchema(eventSchema(condition)),
        ignoreWhen: any('Of an alert. It is closed, benign, or not an alert, and asks for nobody.'),
        rejectWhen: any('Of an alert. It does not say whom it means, and is left to a person.'),
        hosts: paths
          .optional()
          .describe('Where the alert names machines; an account whose domain is one of them is local to it'),
        accounts: z.array(place, { error: 'must be a list of places' }).max(MAX_LIST),
        hook: text
          .optional()
          .describe('Code that finds accounts which no path leads to; of built-in formats only'),
      },
      anObject,
    )
    .refine((given) => (given.match === undefined) !== (given.matchAny === undefined), {
      error: 'must have one of match and matchAny',
    })
    .meta({ id: 'format' });
}

/** The schemas of one format, and of a file of formats. */
export function formatGrammar() {
  const condition = conditionSchema();
  const place = placeSchema(conditionsSchema(condition));
  const formatDefinition = definitionSchema(condition, place);
  const formatFile = z
    .strictObject(
      {
        $schema: z
          .string({ error: 'must be text' })
          .optional()
          .describe('The path of this schema, for editors'),
        definitions: z
          .record(name, place.omit({ use: true }), { error: 'must be an object' })
          .optional()
          .describe('Parts of places that several formats of the file `use`'),
        formats: z
          .array(formatDefinition, { error: 'must be a list of formats' })
          .min(1, { error: 'must not be empty' })
          .max(MAX_FORMATS, { error: `must not have more than ${String(MAX_FORMATS)} formats` }),
      },
      anObject,
    )
    .meta({
      title: 'session-revoker alert formats',
      description:
        'Formats of alerts. ALERT_FORMATS takes a list of such formats, or of the paths of such files.',
    });
  return { formatDefinition, formatFile };
}

export type Grammar = ReturnType<typeof formatGrammar>;

export type { Condition, MailPaths, NameKind, Place };
export type TimePath = Exclude<TimePaths, readonly unknown[]>;
export type TimePaths = z.infer<ReturnType<typeof timeSchema>>;
export type AlertPaths = z.infer<ReturnType<typeof alertSchema>>;
export type FormatDefinition = z.infer<Grammar['formatDefinition']>;
export type Definitions = NonNullable<FormatFile['definitions']>;
export type FormatFile = z.infer<Grammar['formatFile']>;

/** The grammar as JSON Schema (draft 2020-12), for editors. */
export function formatsJsonSchema(): unknown {
  return z.toJSONSchema(formatGrammar().formatFile, { target: 'draft-2020-12', io: 'input' });
}
