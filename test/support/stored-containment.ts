import { TableClient } from '@azure/data-tables';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import type { LocalStack } from '../../local/local-stack';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { Containment } from '../../shared/core/containment';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { idOf } from './contoso-users';

/** Stores what was done to a made-up member beside signing them out, as the app would have. */
export async function storeContainment(
  { storage }: Pick<LocalStack, 'storage'>,
  user: string,
  containment: Pick<Containment, 'requestId' | 'steps' | 'changes' | 'kept'> &
    Partial<Pick<Containment, 'startedAt' | 'alert'>>,
): Promise<void> {
  const table = TableClient.fromConnectionString(storage.connectionString, 'RevocationLedger', {
    allowInsecureConnection: true,
  });
  const { requestId } = containment;
  await tableLedger(table).containments.begin({
    outcomeId: storedId<OutcomeId>(`contained-${requestId}`),
    tenantId: CONTOSO_TENANT_ID,
    user: {
      reference: { kind: 'userPrincipalName', userPrincipalName: user },
      id: idOf(user),
      userPrincipalName: user,
    },
    startedAt: new Date().toISOString(),
    state: 'open',
    ...containment,
  });
}
