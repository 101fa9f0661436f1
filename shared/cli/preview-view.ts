import type { Status } from '../core/outcome';
import type { Result } from '../messages/result-schema';
import { toneOfStatus } from './output/status-tone';
import type { View } from './output/view';

/** What the app would answer to a message of a file. */
export interface Previewed {
  readonly file: string;
  readonly data: Result['data'];
  readonly wouldBe: Status;
}

/** Previews; with their tenants, where one of them is not of the home tenant. */
export function previewView(home: string): View<Previewed> {
  return {
    data: ({ file, data }) => ({ file, ...data }),
    none: 'The files hold no message.',
    columns: [
      { heading: 'File', text: ({ file }) => file, yields: 1 },
      {
        heading: 'Tenant',
        text: ({ data }) => data.tenantId,
        when: (previewed) => previewed.some(({ data }) => (data.tenantId ?? home) !== home),
      },
      { heading: 'User', text: ({ data: { user } }) => user?.userPrincipalName ?? user?.reference },
      {
        heading: 'Would be',
        text: ({ wouldBe }) => wouldBe,
        tone: ({ wouldBe }) => toneOfStatus(wouldBe),
      },
      { heading: 'Event', text: ({ data }) => data.event, when: haveEvents, yields: 3 },
      { heading: 'Rule', text: ({ data }) => data.sourceRule, when: haveEvents, yields: 2 },
      { heading: 'Reason', text: ({ data }) => data.detail ?? data.alert?.title, yields: 4 },
    ],
  };
}

function haveEvents(previewed: readonly Previewed[]): boolean {
  return previewed.some(({ data }) => (data.event ?? data.sourceRule) !== undefined);
}
