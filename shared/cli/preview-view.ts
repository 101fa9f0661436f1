import { foreseenSteps } from './foreseen-steps';
import { toneOfStatus } from './output/status-tone';
import type { View } from './output/view';
import type { OutcomeRecord } from './records';

/** What the app would answer to a message of a file. */
export interface Previewed {
  readonly file: string;
  readonly outcome: OutcomeRecord;
  readonly wouldBe: string;
}

/** Previews; with their tenants, where one of them is not of the home tenant. */
export function previewView(home: string | undefined): View<Previewed> {
  return {
    data: ({ file, outcome: { id: _id, ...data } }) => ({ file, ...data }),
    none: 'The files hold no message.',
    columns: [
      { heading: 'File', text: ({ file }) => file, yields: 1 },
      {
        heading: 'Tenant',
        text: ({ outcome }) => outcome.tenantId,
        when: (previewed) => haveOtherTenants(previewed, home),
      },
      { heading: 'User', text: ({ outcome: { user } }) => user?.userPrincipalName ?? user?.reference },
      {
        heading: 'Would be',
        text: ({ wouldBe }) => wouldBe,
        tone: ({ wouldBe }) => toneOfStatus(wouldBe),
      },
      {
        heading: 'Would change',
        text: ({ outcome }) => foreseenSteps(outcome, false),
        when: haveSteps(false),
        yields: 5,
      },
      {
        heading: 'Final',
        text: ({ outcome }) => foreseenSteps(outcome, true),
        when: haveSteps(true),
        yields: 1,
      },
      { heading: 'Event', text: ({ outcome }) => outcome.event, when: haveEvents, yields: 3 },
      { heading: 'Rule', text: ({ outcome }) => outcome.sourceRule, when: haveEvents, yields: 2 },
      { heading: 'Reason', text: ({ outcome }) => outcome.detail ?? outcome.alert?.title, yields: 4 },
    ],
  };
}

/** Where the home tenant is not known, it is that of a single one. */
function haveOtherTenants(previewed: readonly Previewed[], home: string | undefined): boolean {
  const named = new Set(previewed.flatMap(({ outcome }) => outcome.tenantId ?? []));
  return home === undefined ? named.size > 1 : [...named].some((tenant) => tenant !== home);
}

function haveSteps(isFinal: boolean): (previewed: readonly Previewed[]) => boolean {
  return (previewed) => previewed.some(({ outcome }) => foreseenSteps(outcome, isFinal) !== undefined);
}

function haveEvents(previewed: readonly Previewed[]): boolean {
  return previewed.some(({ outcome }) => (outcome.event ?? outcome.sourceRule) !== undefined);
}
