import * as z from 'zod';
import { MAX_LIST, anObject, list, notes, path, paths, text, texts, timeSchema } from './format-schema-parts';

// The grammar of formats: of the built-in ones and of those that an operator adds. Nothing in it is transformed, so that
// a JSON module of a built-in format has the type of the grammar, which the compiler checks. The larger schemas are made
// on demand: an app without added formats does not wait for them when it starts.

export const MAX_FORMATS = 100;
const operators = ['exists', 'is', 'isNot', 'startsWith', 'contains', 'sameAs'] as const;

function conditionSchema() {
  return z
    .strictObject(
      {
        path: paths.describe('One path, or several of which each will do'),
        exists: z.boolean({ error: 'must be true or false' }).optional().describe('Whether there is a value'),
        is: texts.optional().describe('A text is this, or one of these, without regard to case'),
        isNot: texts.optional().describe('No text is this, or one of these; so it is when there is no text'),
        startsWith: texts.optional().describe('A text starts with this, or with one of these'),
        contains: texts.optional().describe('A text contains this, or one of these'),
        sameAs: path.optional().describe('A text is the same as the one at this path'),
        ...notes,
      },
      anObject,
    )
    .refine((given) => operators.filter((operator) => given[operator] !== undefined).length === 1, {
      error: `must have exactly one of ${operators.join(', ')}`,
    })
    .meta({
      id: 'condition',
      oneOf: operators.map((operator) => ({
        type: 'object',
        properties: { [operator]: {} },
        required: [operator],
      })),
    });
}

/** Lists of conditions, with what they are of. */
function conditionsSchema(condition: ReturnType<typeof conditionSchema>) {
  const conditions = list(condition);
  return {
    conditions,
    all: (what: string) => conditions.optional().describe(`${what} All of these conditions are met`),
    any: (what: string) => conditions.optional().describe(`${what} One of these conditions is met`),
  };
}

type Conditions = ReturnType<typeof conditionsSchema>;

function namesSchema() {
  return z
    .strictObject(
      {
        id: paths.optional().describe('The object id in Entra ID'),
        userPrincipalName: paths.optional(),
        sid: paths.optional().describe('The security identifier, cloud or on-premises'),
        name: paths.optional().describe('A user principal name, DOMAIN\\name, or an account name'),
        suffix: paths
          .optional()
          .describe('The part of a user principal name behind the @, if it has a field of its own'),
        domain: paths.optional().describe('The on-premises domain of an account name'),
      },
      anObject,
    )
    .refine((given) => Object.keys(given).length > 0, { error: 'must have at least one path' })
    .meta({
      id: 'names',
      description: 'From an account on, the paths of its names; the most reliable name that is valid counts',
    });
}

function placeSchema({ all, any }: Conditions) {
  return z
    .strictObject(
      {
        use: text.optional().describe('The name of a definition whose keys count where this has none'),
        when: all('Of the alert as a whole.'),
        in: paths
          .optional()
          .describe('Where the places are that hold accounts, such as the alerts of an incident'),
        skipPlacesWhen: any('Of a place.'),
        at: paths.optional().describe('Where the accounts are, from each place on; absent: the place itself'),
        onlyWhen: all('Of an account. Everything else is not an account.'),
        skipAccountsWhen: any('Of an account. It is skipped, which the report mentions.'),
        localWhen: any('Of an account. It is a local account of one machine.'),
        names: namesSchema().optional(),
        ...notes,
      },
      anObject,
    )
    .meta({
      id: 'place',
      description: 'Where an alert names the accounts that it is about; nobody else is signed out',
    });
}

function alertSchema() {
  return z
    .strictObject(
      {
        provider: z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' }).max(128),
        product: paths.optional().describe('Where the alert itself names its product'),
        id: paths.optional().describe('The id of the alert, not of its rule: repeats are recognized by it'),
        title: paths.optional(),
        severity: paths.optional(),
        url: paths.optional(),
        createdAt: timeSchema().optional(),
      },
      anObject,
    )
    .describe('What the results report about an alert; of several paths the first that has a value counts');
}

const name = z.string({ error: 'must be text' }).regex(/^[a-z][A-Za-z0-9-]{0,63}$/, {
  error: 'must be letters, digits and hyphens, beginning with a lower-case letter',
});

function definitionSchema({ all, any, conditions }: Conditions, place: ReturnType<typeof placeSchema>) {
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
        alert: alertSchema(),
        ignoreWhen: any('Of an alert. It is closed, benign, or not an alert, and asks for nobody.'),
        rejectWhen: any('Of an alert. It does not say whom it means, and is left to a person.'),
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
  const conditions = conditionsSchema(conditionSchema());
  const place = placeSchema(conditions);
  const formatDefinition = definitionSchema(conditions, place);
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

export type Condition = z.infer<ReturnType<typeof conditionSchema>>;
export type Place = z.infer<ReturnType<typeof placeSchema>>;
export type NameKind = keyof z.infer<ReturnType<typeof namesSchema>>;
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
