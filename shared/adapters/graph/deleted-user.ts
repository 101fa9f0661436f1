import * as z from 'zod';
import { objectIdOfSid } from '../../core/cloud-sid';
import type { UserReference } from '../../core/user-reference';
import type { GraphClient } from './graph-client';
import { present } from './graph-user';
import { filterLiteral } from './user-path';

const text = z.string().nullish();
const deletedUsers = z.object({
  value: z.array(z.object({ id: z.string(), userPrincipalName: text, mail: text, deletedDateTime: text })),
});

/**
 * When the user whom a reference names was deleted ("List deleted items (directory objects)"). A deleted user is kept for
 * 30 days, under a user principal name that begins with the object id. Undefined when that is not known: an answer that
 * does not come changes nothing for a user who is not found.
 */
export async function deletedAt(graph: GraphClient, reference: UserReference): Promise<string | undefined> {
  const id =
    reference.kind === 'id'
      ? reference.id
      : reference.kind === 'sid'
        ? objectIdOfSid(reference.sid)
        : undefined;
  const name = reference.kind === 'userPrincipalName' ? reference.userPrincipalName : undefined;
  const filter = filterOf(id, name);
  if (filter === undefined) return undefined;
  const answer = await graph({
    method: 'GET',
    path: `/directory/deletedItems/microsoft.graph.user?$filter=${filter}&$count=true&$select=id,userPrincipalName,mail,deletedDateTime`,
    permission: 'User.Read.All',
    headers: { ConsistencyLevel: 'eventual' },
  });
  const found = deletedUsers.safeParse(answer.kind === 'ok' ? answer.body : undefined).data?.value ?? [];
  const times = found
    .filter((user) => isSame(user.id, id) || isNamed(user, name))
    .flatMap(({ deletedDateTime }) => present(deletedDateTime) ?? []);
  return times.toSorted().at(-1);
}

function filterOf(id: string | undefined, name: string | undefined): string | undefined {
  if (id !== undefined) return `id%20eq%20${filterLiteral(id)}`;
  if (name === undefined) return undefined;
  const literal = filterLiteral(name);
  return `endsWith(userPrincipalName,${literal})%20or%20mail%20eq%20${literal}`;
}

function isNamed(
  {
    id,
    userPrincipalName,
    mail,
  }: { id: string; userPrincipalName?: string | null | undefined; mail?: string | null | undefined },
  name: string | undefined,
): boolean {
  return isSame(userPrincipalName, `${id.replaceAll('-', '')}${name ?? ''}`) || isSame(mail, name);
}

function isSame(one: string | null | undefined, other: string | undefined): boolean {
  return other !== undefined && one?.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}
