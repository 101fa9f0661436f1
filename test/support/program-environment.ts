import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import type { DirectConnections } from '../../shared/cli/direct/direct-service';
import { directService } from '../../shared/cli/direct/direct-service';
import { NO_PROFILES } from '../../shared/cli/profile/profiles';
import type { ProgramEnvironment } from '../../shared/cli/program';
import { aPolicy } from './builders';
import { aTerminal } from './terminal';

const unexpected = (what: string) => (): never => {
  throw new Error(`${what} must not be used.`);
};

/** What a command line runs in: nothing of the outside world but what the test gives. Without `reach`, it uses queue and ledger. */
export function programEnvironment(
  given: Partial<ProgramEnvironment & DirectConnections>,
): ProgramEnvironment {
  const environment = {
    terminal: aTerminal(),
    connect: unexpected('The queue'),
    connectQuarantine: unexpected('The quarantine'),
    connectApprovals: unexpected('The requests for approval'),
    connectPreview: unexpected('The tenant'),
    connectTenants: unexpected('The connected tenants'),
    sealDesk: {
      open: unexpected('The seal'),
      publicKeys: unexpected('A key'),
      stream: unexpected('A file of events'),
    },
    connectSwitch: unexpected('The emergency switch'),
    checkUp: unexpected('A check'),
    readFile: (file: string) => Promise.reject(new Error(`There is no file ${file}.`)),
    formats: () => [],
    policy: () => aPolicy(),
    decompress: zlibDecompress,
    newId: () => 'id',
    now: () => new Date('2026-11-23T10:00:00.000Z'),
    requestedBy: 'analyst',
    profiles: { read: () => Promise.resolve(NO_PROFILES), write: unexpected('The file of profiles') },
    azure: unexpected('Azure'),
    ended: new AbortController().signal,
    ...given,
  };
  return {
    reach: ({ subscription = 'cli' }) => Promise.resolve(directService(environment, subscription)),
    ...environment,
  };
}
