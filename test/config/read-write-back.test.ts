import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../shared/config/read-policy';
import { connectionSchema } from '../../shared/config/connection-schema';
import { readWriteBack } from '../../shared/config/read-write-back';
import { tightenPolicy } from '../../shared/core/tighten-policy';
import { OTHER_TENANT_ID, aPolicy } from '../support/builders';

const CONSOLE_URL = 'https://func.example/api/console';

describe('write-back', () => {
  it.each([
    [{}, undefined],
    [{ WRITE_BACK: 'false', CONSOLE_URL }, undefined],
    [{ WRITE_BACK: 'true' }, {}],
    [{ WRITE_BACK: 'true', CONSOLE_URL }, { consoleUrl: CONSOLE_URL }],
  ])('is as the settings say: %j', (settings, value) =>
    expect(readWriteBack(settings)).toEqual({ kind: 'valid', value }),
  );
  it('is not a guess', () =>
    expect(readWriteBack({ WRITE_BACK: 'yes' })).toEqual({
      kind: 'invalid',
      problems: ['WRITE_BACK: must be true or false'],
    }));
  it.each([
    ['{"writeBack":["defenderXdr","sentinel"]}', ['defenderXdr', 'sentinel']],
    ['{}', undefined],
  ])('is to the systems of the policy: %s', (text, writeBack) => {
    const read = readPolicy(text, []);
    expect(read.kind === 'valid' ? read.value.writeBack : read).toEqual(writeBack);
  });
  it.each([
    ['{"writeBack":["jira"]}', 'REVOCATION_POLICY.writeBack[0]: must be one of defenderXdr, sentinel'],
    ['{"writeBack":["sentinel","sentinel"]}', 'REVOCATION_POLICY.writeBack: names a system twice'],
  ])('is to no other: %s', (text, problem) =>
    expect(readPolicy(text, [])).toEqual({ kind: 'invalid', problems: [problem] }),
  );
  it.each([
    [undefined, undefined],
    [['sentinel'], ['sentinel']],
  ])('of a connected tenant is its own, whatever the home tenant wants: %j', (own, expected) => {
    const policy = own === undefined ? {} : { writeBack: own };
    const connection = connectionSchema.parse({ tenantId: OTHER_TENANT_ID, sources: ['queue'], policy });
    const home = aPolicy({ writeBack: ['defenderXdr'] });
    expect(tightenPolicy(home, connection).writeBack).toEqual(expected);
  });
});

describe('restoring false positives', () => {
  it.each([
    ['{"restoreFalsePositives":["defenderXdr","sentinel"]}', ['defenderXdr', 'sentinel']],
    ['{}', undefined],
  ])('is off unless policy names systems: %s', (text, expected) => {
    const read = readPolicy(text, []);
    expect(read.kind === 'valid' ? read.value.restoreFalsePositives : read).toEqual(expected);
  });
  it('names no other system', () =>
    expect(readPolicy('{"restoreFalsePositives":["jira"]}', [])).toEqual({
      kind: 'invalid',
      problems: ['REVOCATION_POLICY.restoreFalsePositives[0]: must be one of defenderXdr, sentinel'],
    }));
  it.each([
    [undefined, undefined],
    [['sentinel'], ['sentinel']],
  ])('of a connected tenant is its own, whatever the home tenant wants: %j', (own, expected) => {
    const policy = own === undefined ? {} : { restoreFalsePositives: own };
    const connection = connectionSchema.parse({ tenantId: OTHER_TENANT_ID, sources: ['queue'], policy });
    const home = aPolicy({ restoreFalsePositives: ['defenderXdr'] });
    expect(tightenPolicy(home, connection).restoreFalsePositives).toEqual(expected);
  });
});
