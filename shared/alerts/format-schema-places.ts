import * as z from 'zod';
import { anObject, list, notes, path, paths, text, texts } from './format-schema-parts';
import { isMeaning, meanings } from './meanings';

// The part of the grammar that says where accounts are.

// The type is text, as it is in a JSON module.
const meaning = z
  .string({ error: 'must be text' })
  .refine((name): boolean => isMeaning(name), { error: `must be one of ${meanings.join(', ')}` })
  .meta({ id: 'meaning', enum: [...meanings] });
const operators = ['exists', 'is', 'isNot', 'startsWith', 'contains', 'means', 'meansNot', 'sameAs'] as const;

function operatorFields() {
  return {
    path: paths.describe('One path, or several of which each will do'),
    exists: z.boolean({ error: 'must be true or false' }).optional().describe('Whether there is a value'),
    is: texts
      .optional()
      .describe('A text is this, or one of these, in any case, with or without _ and spaces'),
    isNot: texts.optional().describe('No text is this, or one of these; so it is when there is no text'),
    startsWith: texts.optional().describe('A text starts with this, or with one of these'),
    contains: texts.optional().describe('A text contains this, or one of these'),
    means: meaning.optional().describe('A text has this meaning, in any spelling that products use'),
    meansNot: z
      .union([meaning, list(meaning)])
      .optional()
      .describe('No text has this meaning, or one of these; so it is when there is no text'),
    sameAs: path.optional().describe('A text is the same as the one at this path'),
    ...notes,
  };
}

/** A condition that has one of the operators. */
function withOne<Shape extends z.ZodRawShape>(id: string, shape: Shape, names: readonly string[]) {
  return z
    .strictObject(shape, anObject)
    .refine((given) => Object.keys(given).filter((name) => names.includes(name)).length === 1, {
      error: `must have exactly one of ${names.join(', ')}`,
    })
    .meta({
      id,
      oneOf: names.map((name) => ({ type: 'object', properties: { [name]: {} }, required: [name] })),
    });
}

/** The schema of one condition. */
export function conditionSchema() {
  const fields = operatorFields();
  const every = list(withOne('itemCondition', fields, operators))
    .optional()
    .describe('Each item at the path meets one of these conditions, and there is at least one item');
  return withOne('condition', { ...fields, every }, [...operators, 'every']);
}

/** Lists of conditions, with what they are of. */
export function conditionsSchema(condition: ReturnType<typeof conditionSchema>) {
  const conditions = list(condition);
  return {
    conditions,
    all: (what: string) => conditions.optional().describe(`${what} All of these conditions are met`),
    any: (what: string) => conditions.optional().describe(`${what} One of these conditions is met`),
  };
}

export type Conditions = ReturnType<typeof conditionsSchema>;

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
        tenant: paths.optional().describe('The home tenant of the account'),
      },
      anObject,
    )
    .refine((given) => Object.keys(given).length > 0, { error: 'must have at least one path' })
    .meta({
      id: 'names',
      description: 'From an account on, the paths of its names; the most reliable name that is valid counts',
    });
}

function mailSchema() {
  return z
    .strictObject(
      {
        titles: paths
          .optional()
          .describe('The titles, which say whether a message was delivered or reported, or a mailbox acts'),
        alertTitles: paths
          .optional()
          .describe('The titles of the alerts of an incident; where there are any, they count alone'),
        products: paths.optional().describe('The products that raised the alert'),
        evidence: paths.optional().describe('The evidence, of which some items are mails and mailboxes'),
        messages: paths.optional().describe('Of an item: fields that mails and clusters of mails have'),
        recipients: paths.optional().describe('Of an item of the evidence: who received the mail'),
        senders: paths.optional().describe('Of an item: who sent the mail; the first that is there counts'),
        directions: paths.optional().describe('Of an item: Inbound for a mail from outside'),
        mailboxes: paths.optional().describe('Of an item: the address of a mailbox, and its other names'),
        actors: paths.optional().describe('The accounts of processes and sessions, which did something else'),
      },
      anObject,
    )
    .meta({
      id: 'mail',
      description:
        'Where mails are; who only received or reported one is skipped, and a sender is not. Paths start at each place',
    });
}

/** The schema of a place. */
export function placeSchema({ all, any }: Conditions) {
  return z
    .strictObject(
      {
        use: text.optional().describe('The name of a definition whose keys count where this has none'),
        when: all('Of the alert as a whole.'),
        in: paths
          .optional()
          .describe('Where the places are that hold accounts, such as the alerts of an incident'),
        skipPlacesWhen: any('Of a place.'),
        firstSeenAt: paths
          .optional()
          .describe(
            'From each place on: when activity of its users was first seen; the earliest counts, in place of that of the alert',
          ),
        at: paths.optional().describe('Where the accounts are, from each place on; absent: the place itself'),
        onlyWhen: all('Of an account. Everything else is not an account.'),
        skipAccountsWhen: any('Of an account. It is skipped, which the report mentions.'),
        localWhen: any('Of an account. It is a local account of one machine.'),
        names: namesSchema().optional(),
        mail: mailSchema().optional(),
        compromisedWhen: any('Of an account. The alert calls it compromised, though it received a mail.'),
        ...notes,
      },
      anObject,
    )
    .meta({
      id: 'place',
      description: 'Where an alert names the accounts that it is about; nobody else is signed out',
    });
}

export type Condition = z.infer<ReturnType<typeof conditionSchema>>;
export type Place = z.infer<ReturnType<typeof placeSchema>>;
export type MailPaths = z.infer<ReturnType<typeof mailSchema>>;
/** The names of an account; its home tenant is not one. */
export type NameKind = Exclude<keyof z.infer<ReturnType<typeof namesSchema>>, 'tenant'>;
