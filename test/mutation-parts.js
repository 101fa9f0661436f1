'use strict';

const all = (room) => [`shared/${room}/**/*.ts`];
const core = (...names) => names.map((name) => `shared/core/${name}.ts`);
const messages = (...names) => names.map((name) => `shared/messages/${name}.ts`);
const alerts = (...names) => names.map((name) => `shared/alerts/${name}.ts`);
const graph = (...names) => names.map((name) => `shared/adapters/graph/${name}.ts`);
const ledger = (...names) => names.map((name) => `shared/adapters/ledger/${name}.ts`);
const app = (...names) => names.map((name) => `shared/app/${name}.ts`);

/**
 * The pure rooms, and what is pure elsewhere, in parts, each with the few tests that look at it most: Stryker loads all of them for each mutant. A part
 * takes minutes on two cores: `PART=core npm run mutation`.
 */
const named = new Map([
  [
    'identities',
    {
      files: core('ids', 'one-user', 'request-age', 'request', 'deciding-rule', 'policy'),
      tests: [
        'core/{ids,stored-ids,stored-ids-of-senders,message-ids,outcome-id,one-user,policy,next-step,rules/source-rules}',
        'app/{look-up-user,alert-age,deduplication}',
      ],
    },
  ],
  [
    'rules',
    {
      files: [
        'shared/core/rules/*.ts',
        ...core(
          'shipped-source-rules',
          'source-rule',
          'directory-role',
          'suspicious-name',
          'denial',
          'severity',
        ),
      ],
      tests: ['core/{rules/*,protected-names,tighten-policy,directory-role}'],
    },
  ],
  [
    'tenants',
    {
      files: core(
        'connection',
        'consent-link',
        'tenant-of-request',
        'tighten-policy',
        'looser-fields',
        'received-by',
        'freed-senders',
        'guid',
      ),
      tests: ['core/{tenant-of-request,tighten-policy,looser-fields,received-by,freed-senders,consent-link}'],
    },
  ],
  [
    'lifetimes',
    {
      files: core('token-life', 'token-lifetime-policy'),
      tests: ['core/{token-lifetime-policy,user-outcomes}', 'attacks/longer-tokens'],
    },
  ],
  [
    'approvals',
    {
      files: core('approval', 'approver', 'limit', 'protected-entry', 'reading-step', 'folded-name'),
      tests: ['core/{approval,approver,limit,protected-entry,protected-names,reading-step}'],
    },
  ],
  [
    'outcomes',
    {
      files: core(
        'outcome',
        'user-outcomes',
        'message-outcomes',
        'detail',
        'method-report',
        'method-result',
        'revocation',
        'revocation-method',
        'reason-to-keep',
        'backend-failure',
        'retry-later',
      ),
      tests: [
        'core/{methods-of-outcome,user-outcomes,message-outcomes,detail,reason-to-keep,retry-later}',
        'messages/result-message',
      ],
    },
  ],
  [
    'pace',
    {
      files: graph('rates', 'learned-rate', 'sent-calls', 'pace', 'round-robin', 'retry-delay'),
      tests: ['adapters/graph/{rates,pace,fair-turns,retry-delay}'],
    },
  ],
  [
    'count',
    {
      files: ledger('count-steps', 'store-time', 'tenant-count', 'limit-columns'),
      tests: ['adapters/ledger/{store-time,tenant-count}', 'attacks/brake-window'],
    },
  ],
  [
    'process',
    {
      files: app('urgent-shares', 'permits', 'tenant-in-hand', 'bulkhead', 'broker-time'),
      tests: ['app/{urgent-shares,permits,bulkhead,bulkhead-arrivals,broker-time}'],
    },
  ],
  [
    'tokens',
    {
      files: messages('security-event-token', 'content-encoding'),
      tests: ['messages/{security-event-token,content-encoding}'],
    },
  ],
  [
    'names',
    {
      files: messages('written-name', 'user-reference-schema', 'typed-user', 'field-path'),
      tests: ['messages/{written-name,user-reference-schema,typed-user}', 'alerts/native-request'],
    },
  ],
  [
    'broker',
    {
      files: messages(
        'body-bytes',
        'broker-id',
        'plain-properties',
        'trace-parent',
        'client-principal',
        'message-history',
        'stored-original',
      ),
      tests: [
        'messages/{values-of-the-broker,trace-parent,client-principal,message-history,stored-original}',
      ],
    },
  ],
  [
    'nodes',
    {
      files: alerts('json-node', 'node-scope', 'object-names', 'json-path', 'flat-names'),
      tests: ['alerts/{json-node,node-scope,required-names,condition}'],
    },
  ],
  [
    'index',
    { files: alerts('format-index', 'required-names'), tests: ['alerts/{format-index,required-names}'] },
  ],
  ['mails', { files: alerts('mail-titles', 'mail-roles'), tests: ['alerts/mail-{recipients,evidence}'] }],
  ['meanings', { files: alerts('meanings', 'words'), tests: ['alerts/{quiet-alerts,words}'] }],
  [
    'conditions',
    { files: alerts('condition'), tests: ['alerts/{condition,added-formats,acting-spellings}'] },
  ],
  [
    'accounts',
    {
      files: alerts('account', 'distinct-users', 'separate-accounts'),
      tests: ['alerts/{account,distinct-users,names-of-accounts,separate-accounts}'],
    },
  ],
  [
    'places',
    {
      files: alerts('find-accounts', 'host-names', 'alert-tenant'),
      tests: ['alerts/{find-accounts,alert-tenant,host-names,names-of-accounts}'],
    },
  ],
  [
    'bodies',
    {
      files: alerts(
        'json-document',
        'json-strings',
        'parse-json',
        'open-text',
        'repeated-keys',
        'data-contract',
        'base64',
        'plain-body',
      ),
      tests: ['alerts/{json-document,data-contract,open-text,repeated-keys}'],
    },
  ],
  [
    'requests',
    {
      files: alerts(
        'native-request',
        'approval-message',
        'decision-schema',
        'open-message',
        'read-message',
        'security-event',
      ),
      tests: [
        'alerts/{open-message,native-request,many-users,own-messages,read-message,approval-message,added-formats,unverified-events}',
      ],
    },
  ],
  ['envelopes', { files: all('alerts/envelopes'), tests: ['alerts/{envelope-forms,unwrap}'] }],
  ['unfound', { files: alerts('unfound-paths'), tests: ['cli/formats-check'] }],
  [
    'grammar',
    {
      files: alerts(
        'format-schema',
        'format-schema-parts',
        'format-schema-places',
        'event-schema',
        'schema-problems',
      ),
      tests: ['alerts/format-grammar'],
    },
  ],
  [
    'added',
    {
      files: alerts('added-formats', 'read-source', 'format-conflicts', 'legacy-format', 'legacy-expression'),
      tests: ['alerts/added-formats'],
    },
  ],
  [
    'facts',
    {
      files: alerts('alert-facts', 'alert-time', 'alert-event', 'reportable-text', 'one-or-more'),
      tests: ['alerts/{alert-facts,alert-time,alert-event}'],
    },
  ],
  [
    'events',
    {
      files: alerts('cef', 'leef', 'event-text', 'event-fields'),
      tests: ['alerts/{cef-and-leef,event-envelopes}'],
    },
  ],
]);

/** @param {readonly string[]} files */
const without = (files) => files.map((file) => `!${file}`);
const elsewhere = without([...named.values()].flatMap(({ files }) => files));
/** @param {string} room */
const rest = (room) => [...all(room), ...elsewhere.filter((file) => file.startsWith(`!shared/${room}/`))];
const parts = new Map([
  ...named,
  [
    'core',
    {
      files: rest('core'),
      tests: [
        'core/{next-step,emergency-switch,rules/*,intent,user-reference,cloud-sid,earlier-revocation,user-revocation,request-mode,retry-later}',
        'app/{keep-lease,deduplication}',
      ],
    },
  ],
  ['messages', { files: rest('messages'), tests: ['messages/*', 'alerts/native-request'] }],
  ['api', { files: rest('api'), tests: ['api/*', 'attacks/api-callers'] }],
  ['console', { files: ['shared/console/*.ts'], tests: ['console/*'] }],
  ['webhook', { files: rest('webhook'), tests: ['webhook/*', 'functions/receive-alert'] }],
  [
    'formats',
    {
      files: [...rest('alerts'), ...without(alerts('formats/built-in-files'))],
      tests: ['alerts/{alert-format,mail-recipients,format-index,security-event-subjects}'],
    },
  ],
]);

module.exports = { parts };
