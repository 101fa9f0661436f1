import { describe, expect, it } from '@jest/globals';
import type { GraphClient } from '../../shared/adapters/graph/graph-client';
import { cloudNamed } from '../../shared/config/clouds';
import type { IncidentSystem } from '../../shared/core/incident';
import { detail } from '../../shared/core/detail';
import { incidentChecks } from '../../shared/health/incidents-check';

const record = { attempts: 1, requestIds: [] };
const answering: GraphClient = () => Promise.resolve({ kind: 'ok', body: {}, record });
const refusing: GraphClient = ({ permission }) =>
  Promise.resolve({
    kind: 'failed',
    failure: { kind: 'forbidden', detail: detail('graphForbidden', { status: '403', permission }) },
    record,
  });
const run = async (
  isOn: boolean,
  writeBack: readonly IncidentSystem[],
  graph = answering,
  {
    cloud = 'global',
    restoreFalsePositives = [],
  }: {
    readonly cloud?: 'global' | 'china';
    readonly restoreFalsePositives?: readonly IncidentSystem[];
  } = {},
) => {
  const policy = { writeBack, restoreFalsePositives };
  const [check] = incidentChecks(isOn ? { writeBack: {} } : {}, policy, graph, cloudNamed(cloud));
  return check?.run();
};

describe('the check of incidents', () => {
  it('is not there where nobody wants it', async () => expect(await run(false, [])).toBeUndefined());
  it.each([
    ['is well where the app may read them', run(true, ['defenderXdr']), 'ok'],
    ['names the permission that is missing', run(true, ['defenderXdr'], refusing), 'failed'],
    ['warns where policy wants it and the app has not', run(false, ['defenderXdr']), 'warning'],
    ['warns in a cloud without them', run(true, ['defenderXdr'], answering, { cloud: 'china' }), 'warning'],
    [
      'asks where false positives are restored, also if nothing is written',
      run(false, [], refusing, { restoreFalsePositives: ['defenderXdr'] }),
      'failed',
    ],
    [
      'asks for false positives first where what is written is switched off',
      run(false, ['defenderXdr'], refusing, { restoreFalsePositives: ['defenderXdr'] }),
      'failed',
    ],
    ['calls nobody for Microsoft Sentinel', run(true, ['sentinel'], refusing), 'ok'],
  ])('%s', async (_what, result, status) => expect(await result).toMatchObject({ status }));
  it('says which permission', async () =>
    expect(await run(true, ['defenderXdr'], refusing)).toMatchObject({
      remedy: expect.stringContaining('SecurityIncident.ReadWrite.All'),
    }));
  it('names the right to read where nothing is written', async () =>
    expect(await run(true, ['sentinel'], refusing, { restoreFalsePositives: ['defenderXdr'] })).toMatchObject(
      {
        remedy: expect.stringContaining('Grant SecurityIncident.Read.All '),
      },
    ));
});
