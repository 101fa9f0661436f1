import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import { encodeSegment, filterLiteral, userPath } from '../graph/user-path';
import type { GraphAnswer } from '../graph/graph-answer';
import type { StepCalls } from './step-calls';
import { failureOf } from './step-calls';
import { itemId } from './graph-lists';

export const READ_ACCOUNTS_PERMISSION = 'SecurityIdentitiesAccount.Read.All';
export const ACCOUNTS_PATH = '/security/identities/identityAccounts';

/** The providers whose accounts are changed here, by the names that Graph takes. Entra's are changed by Graph itself. */
const providers = { activedirectory: 'activeDirectory', okta: 'okta' } as const;

export type AccountProvider = (typeof providers)[keyof typeof providers];

/** An account of a user in another identity provider, and what can be done to it now. */
export interface ListedAccount {
  readonly identityId: string;
  readonly accountId: string;
  readonly provider: AccountProvider;
  /** In lower case: the documentation writes them in several ways. */
  readonly actions: readonly string[];
}

export type ListedAccounts =
  | { readonly kind: 'listed'; readonly accounts: readonly ListedAccount[] }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

const sids = z.object({
  securityIdentifier: z.string().nullish(),
  onPremisesSecurityIdentifier: z.string().nullish(),
});
const account = z.object({
  identifier: z.string(),
  identityProvider: z.string().nullish(),
  // The examples of the documentation have this name.
  provider: z.string().nullish(),
  actions: z.array(z.string()).nullish(),
});
const identity = z.object({
  id: itemId,
  onPremisesSecurityIdentifier: z.string().nullish(),
  cloudSecurityIdentifier: z.string().nullish(),
  accounts: z.array(account).nullish(),
});
type Identity = z.infer<typeof identity>;
const page = z.object({ value: z.array(identity), '@odata.nextLink': z.string().nullish() });

/** Lists the accounts of a user in Active Directory and Okta ("List identityAccounts objects"). */
export async function listAccounts(calls: StepCalls, userId: string): Promise<ListedAccounts> {
  const read = await calls.graph({
    method: 'GET',
    path: `${userPath(userId)}?$select=id,securityIdentifier,onPremisesSecurityIdentifier`,
    permission: 'User.Read.All',
  });
  if (read.kind !== 'ok') return { kind: 'failed', failure: failureOf(read) };
  const user = sids.safeParse(read.body).data;
  const [name, sid] = user?.onPremisesSecurityIdentifier
    ? (['onPremisesSecurityIdentifier', user.onPremisesSecurityIdentifier] as const)
    : (['cloudSecurityIdentifier', user?.securityIdentifier ?? ''] as const);
  if (sid === '') return notDone('identityNoSid');
  const answer = await calls.graph({
    method: 'GET',
    path: `${ACCOUNTS_PATH}?$filter=${name}%20eq%20${filterLiteral(sid)}`,
    permission: READ_ACCOUNTS_PERMISSION,
  });
  if (answer.kind !== 'ok') return { kind: 'failed', failure: withDefender(answer) };
  const parsed = page.safeParse(answer.body);
  // A list that the filter has not narrowed would name other people.
  const ofUser = parsed.data?.value.every((one) => one[name]?.toLowerCase() === sid.toLowerCase());
  if (!parsed.success || !ofUser || parsed.data['@odata.nextLink']) return notDone('identityNotListed');
  return { kind: 'listed', accounts: parsed.data.value.flatMap(accountsOf) };
}

/** Reads one identity again, as far as one of its accounts is concerned; undefined: it is not there. */
export async function readAccount(
  calls: StepCalls,
  { identityId, accountId }: Pick<ListedAccount, 'identityId' | 'accountId'>,
): Promise<ListedAccounts> {
  const answer = await calls.graph({
    method: 'GET',
    path: `${ACCOUNTS_PATH}/${encodeSegment(identityId)}`,
    permission: READ_ACCOUNTS_PERMISSION,
  });
  if (answer.kind === 'notFound') return { kind: 'listed', accounts: [] };
  if (answer.kind !== 'ok') return { kind: 'failed', failure: withDefender(answer) };
  const parsed = identity.safeParse(answer.body);
  if (!parsed.success) return notDone('identityNotListed');
  return {
    kind: 'listed',
    accounts: accountsOf(parsed.data).filter((one) => one.accountId === accountId),
  };
}

function accountsOf({ id: identityId, accounts }: Identity): readonly ListedAccount[] {
  return (accounts ?? []).flatMap(({ identifier: accountId, identityProvider, provider: named, actions }) => {
    const provider = providerNamed(identityProvider ?? named ?? '');
    if (!provider) return [];
    return {
      identityId,
      accountId,
      provider,
      actions: (actions ?? []).map((action) => action.toLowerCase()),
    };
  });
}

function providerNamed(name: string): AccountProvider | undefined {
  return Object.entries(providers).find(([known]) => known === name.toLowerCase())?.[1];
}

/** Graph does not say whether a permission or the product is missing. */
function withDefender(answer: Exclude<GraphAnswer, { readonly kind: 'ok' }>): BackendFailure {
  const second = detail('identityNeedsDefender');
  if (answer.kind === 'notFound') return { kind: 'notEnabled', detail: second };
  const { failure } = answer;
  if (failure.kind !== 'forbidden' && failure.kind !== 'badRequest') return failure;
  return { ...failure, detail: detail('twoSentences', { first: failure.detail, second }) };
}

function notDone(code: 'identityNoSid' | 'identityNotListed'): ListedAccounts {
  return { kind: 'failed', failure: { kind: 'notDone', detail: detail(code) } };
}
