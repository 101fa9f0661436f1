import type { Dependencies } from '../../shared/app/dependencies';
import type { ProvenAnswer, ProvenDecision } from '../../shared/app/decide-proven';
import { decideProven } from '../../shared/app/decide-proven';
import type { Policy } from '../../shared/core/policy';
import { approvalDigest } from '../../shared/core/approval-digest';
import type { Caller } from '../../shared/core/caller';
import type { ConversationWithTwins } from './conversation-with-twins';
import { conversationWithTwins } from './conversation-with-twins';
import { NOW, TENANT_ID, aPolicy } from './builders';
import { members } from './app';

/** The object id of a member of the tenant of twins. */
export function idOf(name: string): string {
  const found = members.find(({ userPrincipalName }) => userPrincipalName === `${name}@contoso.com`);
  if (!found) throw new Error(`There is no ${name} among the members.`);
  return found.id;
}

/** A person whom a token has proven, who has just signed in; changed as the test wants. */
export function aCaller(name: string, changes: Partial<Caller> = {}): Caller {
  return {
    kind: 'person',
    tenantId: TENANT_ID,
    objectId: idOf(name),
    applicationId: 'b2c9d8e7-0f1a-4b2c-8d3e-4f5a6b7c8d90',
    userPrincipalName: `${name}@contoso.com`,
    roles: ['Revocation.Approve'],
    signedInAt: NOW,
    authenticationContexts: [],
    ...changes,
  };
}

/** The app with twins, in which decisions need proof unless the changes say otherwise. */
export function provingApp(
  approvals: Partial<Policy['approvals']> = {},
  policy: Partial<Policy> = {},
): ConversationWithTwins {
  const all = { ...aPolicy().approvals, proof: 'required' as const, ...approvals };
  return conversationWithTwins({ ...policy, approvals: all });
}

/** The digest of what a pending request for approval shows now. */
export async function shownDigest({ ledger, policy }: Dependencies, id: string): Promise<string> {
  const approval = await ledger.approvals.find(id);
  return approval ? approvalDigest(approval.request, policy) : '';
}

/** Decides in the name of a member who has just signed in, on what is shown; changed as the test wants. */
export async function decideAs(
  { dependencies, clock }: Pick<ConversationWithTwins, 'dependencies' | 'clock'>,
  name: string,
  approvalId: string,
  changes: Partial<ProvenDecision> = {},
): Promise<ProvenAnswer> {
  return decideProven(dependencies, {
    approvalId,
    decision: 'approve',
    digest: await shownDigest(dependencies, approvalId),
    caller: aCaller(name, { signedInAt: clock.now() }),
    ...changes,
  });
}

/** Has the app receive what it has sent to itself so far and what is due; some of it for a second time. */
export async function deliverOwn(app: ConversationWithTwins): Promise<void> {
  const { requestQueue, clock } = app;
  const due = requestQueue.sent.filter(({ at }) => at === undefined || at <= clock.now());
  for (const { id: messageId, body } of due) {
    const origin = { messageId, enqueuedAt: clock.now().toISOString() };
    await app.send(Buffer.from(body), { history: { origin, attempts: 0, receivedBy: 'queue' } });
  }
}
