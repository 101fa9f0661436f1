import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../shared/config/read-policy';
import { withProof } from '../../shared/config/read-proof';

describe('decisions need proof', () => {
  const API_AUDIENCE = 'b2c9d8e7-0f1a-4b2c-8d3e-4f5a6b7c8d90';
  const proofOf = (approvals: object, audience?: string) => {
    const read = withProof(readPolicy(JSON.stringify({ approvals }), []), audience);
    return read.kind === 'valid' ? read.value.approvals.proof : read.problems;
  };
  it('where the API can give it, unless policy says otherwise', () => {
    expect(proofOf({})).toBe('optional');
    expect(proofOf({}, API_AUDIENCE)).toBe('required');
    expect(proofOf({ proof: 'optional' }, API_AUDIENCE)).toBe('optional');
    expect(proofOf({ proof: 'required' }, API_AUDIENCE)).toBe('required');
  });
  it('and cannot where there is no API: then nobody could decide', () => {
    const problem =
      'REVOCATION_POLICY.approvals.proof: required lets nobody decide without the API, which proves who decides: set API_AUDIENCE';
    expect(proofOf({ proof: 'required' })).toEqual([problem]);
  });
});
