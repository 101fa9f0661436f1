import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import type { ProgramEnvironment } from '../../shared/cli/program';
import { aPolicy } from './builders';
import { aTerminal } from './terminal';

const unexpected = (what: string) => (): never => {
  throw new Error(`${what} must not be used.`);
};

/** What a command line runs in: nothing of the outside world but what the test gives. */
export function programEnvironment(given: Partial<ProgramEnvironment>): ProgramEnvironment {
  return {
    terminal: aTerminal(),
    connect: unexpected('The queue'),
    connectQuarantine: unexpected('The quarantine'),
    connectApprovals: unexpected('The requests for approval'),
    connectPreview: unexpected('The tenant'),
    connectTenants: unexpected('The connected tenants'),
    connectSwitch: unexpected('The emergency switch'),
    checkUp: unexpected('A check'),
    readFile: (file) => Promise.reject(new Error(`There is no file ${file}.`)),
    formats: () => [],
    policy: () => aPolicy(),
    decompress: zlibDecompress,
    newId: () => 'id',
    now: () => new Date('2026-11-23T10:00:00.000Z'),
    requestedBy: 'analyst',
    ...given,
  };
}
