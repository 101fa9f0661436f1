import * as z from 'zod';
import { compact } from '../../core/compact';
import type { ContainedItem } from '../../core/containment';
import type { GraphClient } from '../graph/graph-client';
import { userPath } from '../graph/user-path';
import { presentTime } from './added-since';
import type { List, OnBehalf } from './graph-lists';
import { itemId, readList } from './graph-lists';
import { maskedMail, maskedPhone, shortText } from './masked';
import type { MethodType } from './method-types';
import { methodType, methodTypeName, registeredAs } from './method-types';

export const METHODS_PERMISSION = 'UserAuthenticationMethod.ReadWrite.All';

const text = z.string().nullish();
const graphMethod = z.object({
  '@odata.type': text,
  id: itemId,
  createdDateTime: text,
  displayName: text,
  model: text,
  phoneNumber: text,
  phoneType: text,
  emailAddress: text,
});
type GraphMethod = z.infer<typeof graphMethod>;

/** An authentication method of a user. */
export interface AuthenticationMethod {
  readonly item: ContainedItem;
  /** Without the namespace. */
  readonly typeName: string;
  /** Absent: a type that this version does not know. */
  readonly type?: MethodType;
  /** How the audit log writes that it was registered; absent: its entries may be about another method. */
  readonly registeredAs?: RegExp;
}

/** Lists the authentication methods of a user ("List methods"). Phone numbers and addresses do not leave this function whole. */
export async function authenticationMethods(
  graph: GraphClient,
  userId: string,
  onBehalf: OnBehalf & { readonly priority?: 'low' },
): Promise<List<AuthenticationMethod>> {
  const read = await readList(graph, {
    path: `${userPath(userId)}/authentication/methods`,
    permission: METHODS_PERMISSION,
    item: graphMethod,
    what: 'authentication methods',
    ...onBehalf,
  });
  return read.kind === 'failed' ? read : { kind: 'read', items: read.items.map(method) };
}

function method(read: GraphMethod): AuthenticationMethod {
  const { id, createdDateTime, phoneType } = read;
  const typeName = methodTypeName(read['@odata.type']);
  const type = methodType(typeName);
  return compact({
    item: compact({
      kind: 'authenticationMethod' as const,
      id,
      name: shortText(nameOf(read, typeName)),
      addedAt: presentTime(createdDateTime),
    }),
    typeName,
    type,
    registeredAs: registeredAs(typeName, phoneType),
  });
}

/** `mobile phone …07`, `Pixel 8 (microsoftAuthenticator)`. */
function nameOf(read: GraphMethod, typeName: string): string {
  const short = typeName.replace(/AuthenticationMethod$/, '');
  if (read.phoneNumber) return `${read.phoneType ?? 'other'} phone ${maskedPhone(read.phoneNumber)}`;
  if (read.emailAddress) return `email ${maskedMail(read.emailAddress)}`;
  const own = read.displayName ?? read.model;
  return own ? `${own} (${short})` : short;
}
