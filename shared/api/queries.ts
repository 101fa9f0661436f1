import { MAX_PAGE } from './schemas';

/** What an operation can be asked for in its query, as the description says it. */
export const queries = {
  top: {
    description: 'How many a page has at most',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE },
  },
  after: { description: 'Where a page begins; part of `nextLink`', schema: { type: 'string' } },
  tenant: { description: 'A connected tenant; absent: the home tenant', schema: { type: 'string' } },
  status: { description: 'Statuses of outcomes, divided by commas', schema: { type: 'string' } },
  user: {
    description: 'A user principal name or an object id; also DOMAIN\\name or a SID',
    schema: { type: 'string' },
  },
  requestId: { description: 'The id of a request', schema: { type: 'string' } },
  state: {
    description:
      'open, restoring, restored or givenUp; absent: open and restoring, or all of a user or a request',
    schema: { type: 'string', enum: ['open', 'restoring', 'restored', 'givenUp'] },
  },
  since: {
    description: 'Nothing older is shown; RFC 3339',
    schema: { type: 'string', format: 'date-time' },
  },
  format: {
    description: 'ocsf: each outcome as an event of OCSF 1.8.0; absent: as it was published',
    schema: { type: 'string', enum: ['ocsf'] },
  },
  receivedBy: {
    description: 'The sender by whom the message is judged; absent: the caller',
    schema: { type: 'string' },
  },
  asNew: {
    description: 'Whether an alert counts as raised just now',
    schema: { type: 'string', enum: ['true', 'false'] },
  },
} as const;
