import { describe, expect, it } from '@jest/globals';
import { inFrench } from '../../shared/messages/sentences/issues-fr';
import { repositoryFiles } from '../support/repository';

/** The files whose only texts are issues of messages. */
const FILES = [
  'alerts/alert-format',
  'alerts/approval-message',
  'alerts/envelopes/unwrap',
  'alerts/json-document',
  'alerts/native-request',
  'alerts/node-scope',
  'alerts/plain-body',
  'alerts/read-message',
  'app/process-decision',
  'app/read-body',
  'app/register-request',
  'core/approver',
  'messages/alert-schema',
  'messages/canonical-fields',
  'messages/field-path',
  'messages/text',
  'messages/user-reference-schema',
];
/** The end of a path that was cut is no issue. */
const OTHERS = ['7…'];

const sources = new Map(repositoryFiles('shared').map(({ path, text }) => [path, text]));

/** The texts of a file, with a value for each expression within them. */
function textsOf(code: string): string[] {
  const withoutComments = code.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*|^import .*$/gm, '');
  const literals = withoutComments.matchAll(/'([^'\n]*)'|`((?:\$\{[^`]*?\}|[^`])*)`/g);
  return [...literals]
    .map(([, plain, template = '']) => plain ?? template.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '7'))
    .map((text) => text.replaceAll('\\\\', '\\'))
    .filter((text) => /\s|…/.test(text) && !OTHERS.includes(text));
}

describe('every issue in the code has a French sentence', () => {
  it.each(FILES)('in %s', (file) => {
    const texts = textsOf(sources.get(`shared/${file}.ts`)?.() ?? '');
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => inFrench(text) === text)).toEqual([]);
  });
});
