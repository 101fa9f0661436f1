import { describe, expect, it } from '@jest/globals';
import { detail, details, textDetail, writeDetail } from '../../shared/core/detail';

describe('a detail', () => {
  it('is written with its values', () =>
    expect(writeDetail(detail('limitReached', { users: 25, minutes: 60 }))).toBe(
      '25 users were signed out within 60 min, which is as many as policy allows.',
    ));
  it('is written within another', () =>
    expect(writeDetail(detail('lookupFailed', { failure: detail('graphThrottling') }))).toBe(
      'The user could not be looked up: Microsoft Graph is throttling.',
    ));
  it('is written in the language of the given sentences, within another as well', () => {
    const upper = Object.fromEntries(
      Object.entries(details).map(([code, sentence]) => [code, sentence.replace(/^[^{]+/, 'X ')]),
    ) as typeof details;
    expect(writeDetail(detail('lookupFailed', { failure: detail('graphThrottling') }), upper)).toBe('X X ');
  });
  it('never takes a value for a placeholder', () =>
    expect(writeDetail(textDetail('{text} {other} $& $1'))).toBe('{text} {other} $& $1'));
});
