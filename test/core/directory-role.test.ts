import { expect, it } from '@jest/globals';
import { roleName, roleTemplateId } from '../../shared/core/directory-role';

const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

it.each([
  ['Helpdesk Administrator', HELPDESK],
  ['helpdesk administrator', HELPDESK],
  [HELPDESK.toUpperCase(), HELPDESK],
  ['11111111-AAAA-4333-8444-555555555555', '11111111-aaaa-4333-8444-555555555555'],
  ['Helpdesk', undefined],
])('the template id of the role %s is %s', (written, templateId) =>
  expect(roleTemplateId(written)).toBe(templateId),
);

it.each([
  [HELPDESK, 'Helpdesk Administrator'],
  ['11111111-aaaa-4333-8444-555555555555', '11111111-aaaa-4333-8444-555555555555'],
])('the role %s is reported as %s', (templateId, name) => expect(roleName(templateId)).toBe(name));
