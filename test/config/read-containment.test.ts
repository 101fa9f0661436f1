import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../shared/config/read-policy';

const formats = ['native', 'splunkWebhook'];
const limitsOf = (policy: unknown): unknown => readPolicy(JSON.stringify(policy), formats);

describe('the containment of a policy', () => {
  const containmentOf = (containment: unknown): unknown => limitsOf({ containment });
  it('is a rule for every lockout, or a list of rules', () => {
    const rules = [{ steps: ['disableSignIn'], mayAsk: [], when: {}, lookBackMs: 0 }];
    expect(containmentOf({ steps: ['disableSignIn'] })).toMatchObject({ value: { containment: rules } });
    expect(containmentOf([{ steps: ['disableSignIn'] }])).toMatchObject({ value: { containment: rules } });
  });
  it('has the conditions of its rules, roles by their template ids and formats in lower case', () =>
    expect(
      containmentOf([
        {
          mayAsk: ['removeConsents'],
          lookBack: 'PT1H',
          firstSeenWithin: 'PT0S',
          when: {
            severityAtLeast: 'high',
            receivedBy: ['queue', 'webhook:edr'],
            roles: ['Global Administrator'],
            formats: ['splunkWebhook'],
          },
        },
      ]),
    ).toMatchObject({
      value: {
        containment: [
          {
            steps: [],
            mayAsk: ['removeConsents'],
            lookBackMs: 3_600_000,
            firstSeenWithinMs: 0,
            when: {
              severityAtLeast: 'high',
              receivedBy: ['queue', 'webhook:edr'],
              roles: ['62e90394-69f5-4237-9190-012177145e10'],
              formats: ['splunkwebhook'],
            },
          },
        ],
      },
    }));
  it('demands an approval of the steps of a rule', () => {
    expect(containmentOf({ steps: ['disableSignIn'], confirmation: true })).toMatchObject({
      value: { containment: [{ confirmation: true }] },
    });
    expect(containmentOf({ steps: ['disableSignIn'], confirmation: false })).not.toMatchObject({
      value: { containment: [{ confirmation: expect.anything() }] },
    });
  });
  it('is absent where it has no rule', () =>
    expect(containmentOf([])).not.toMatchObject({ value: { containment: expect.anything() } }));
  it.each([
    [{ steps: ['disable'] }, 'containment.steps[0]: must be one of disableSignIn'],
    [[{ steps: ['disable'] }], 'containment[0].steps[0]: must be one of disableSignIn'],
    [{ steps: ['disableSignIn', 'disableSignIn'] }, 'containment.steps: names a step twice'],
    [{}, 'containment: must name at least one step'],
    [{ steps: ['disableSignIn'], confirmation: 'yes' }, 'containment.confirmation: must be true or false'],
    [[{ steps: ['disableSignIn'], when: { roles: [] } }], 'containment[0].when.roles: must not be empty'],
    [
      { steps: ['disableSignIn'], when: { roles: ['Boss'] } },
      'containment.when.roles[0]: is neither the name',
    ],
    [
      { steps: ['disableSignIn'], when: { receivedBy: ['edr'] } },
      'containment.when.receivedBy[0]: is not the name',
    ],
    [
      [{ steps: ['disableSignIn'], when: { formats: ['x'] } }],
      'containment[0].when.formats[0]: x is not the name',
    ],
    [{ steps: ['disableSignIn'], lookBack: 'PT0S' }, 'containment.lookBack: must be longer than zero'],
    [
      { steps: ['disableSignIn'], firstSeenWithin: 'P31D' },
      'containment.firstSeenWithin: must not be longer',
    ],
    [{ steps: ['disableSignIn'], wen: {} }, 'containment: unknown field: wen'],
    ['disableSignIn', 'containment: must be an object'],
  ])('is invalid as %j', (containment, problem) =>
    expect(containmentOf(containment)).toEqual({
      kind: 'invalid',
      problems: [expect.stringContaining(`REVOCATION_POLICY.${problem}`)],
    }),
  );
});

describe('the steps that a policy wants for a user who has returned', () => {
  const contain = ['disableSignIn', 'disableDevices'];
  const read = (containment?: unknown): unknown =>
    limitsOf({ watch: { onReturn: 'contain', contain }, containment });
  it.each([
    ['gives them', { steps: contain }],
    ['lets a request ask for them', { mayAsk: contain }],
    ['has them for some senders only', { steps: contain, when: { receivedBy: ['webhook:edr'] } }],
    ['names native requests', { steps: contain, when: { formats: ['Native'] } }],
    ['has them after an approval', { steps: contain, confirmation: true }],
    ['has the rest', [{ steps: ['disableSignIn'] }, { mayAsk: ['disableDevices'] }]],
  ])('are known where a rule %s', (_what, containment) =>
    expect(read(containment)).toMatchObject({ value: { watch: { onReturn: 'contain', contain } } }),
  );
  it.each<[string, unknown, readonly number[]]>([
    ['there are no rules', undefined, [0, 1]],
    ['no rule has one of them', { steps: ['disableSignIn'] }, [1]],
    ['a rule is only about other formats', { steps: contain, when: { formats: ['splunkWebhook'] } }, [0, 1]],
  ])('are a problem of the policy where %s', (_what, containment, at) =>
    expect(read(containment)).toEqual({
      kind: 'invalid',
      problems: at.map(
        (n) =>
          `REVOCATION_POLICY.watch.contain[${String(n)}]: no rule of containment gives ${String(contain[n])} to native requests or lets them ask for it: name it in steps or mayAsk of one`,
      ),
    }),
  );
});
