import { join } from 'node:path';

/** The command line in one file with all of its packages, as people install it; `npm test` makes it. */
export const bundledCli = join(__dirname, '../../bin/session-revoker.js');
