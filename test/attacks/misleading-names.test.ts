import { describe, expect, it } from '@jest/globals';
import { removalMethods } from '../../shared/adapters/containment/removal-methods';
import { SINCE, aCall, aDevice, aMethod, anAppRole, aTarget } from '../support/account-items';
import { answeredGraph } from '../support/answered-graph';

/** Turns the direction of writing, is invisible, ends a line, or steers a terminal. */
const MISLEADING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('the name that an intruder gives a device, a key or an app', () => {
  it.each(['\u202emoc.osotnoc@yreva', 'DESK\u200bTOP\u2066-1', 'a\u2028b', '\u001b[2Jx', '\u{e0041}tag'])(
    'shows a person who decides on it what it is: %j',
    async (displayName) => {
      const graph = answeredGraph();
      graph.directory.items.devices.push(aDevice('device', { displayName }));
      graph.directory.items.appRoles.push(anAppRole('role', { resourceDisplayName: displayName }));
      const kept = aMethod('phone', 'phone', {
        createdDateTime: SINCE,
        phoneNumber: '+33 6 12 34 56 07',
        phoneType: 'mobile',
      });
      graph.directory.items.methods.push(
        kept,
        aMethod('fido2', 'key', { createdDateTime: SINCE, displayName }),
      );
      const methods = removalMethods(graph.client, graph.clock);
      const steps = ['disableDevices', 'removeConsents', 'removeAuthenticationMethods'] as const;
      for (const step of steps) {
        const { changed, kept: left } = await methods[step].contain(aTarget(), aCall());
        const names = [...changed, ...left].map(({ item }) => item.name ?? '');
        expect(names.length).toBeGreaterThan(0);
        for (const name of names) expect(name).not.toMatch(MISLEADING);
        expect(JSON.stringify([changed, left])).not.toContain('12 34');
      }
    },
  );
});
