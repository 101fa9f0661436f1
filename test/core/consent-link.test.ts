import { expect, it } from '@jest/globals';
import { consentLink } from '../../shared/core/consent-link';

it('the link by which an administrator gives consent names the cloud, the tenant and the application', () =>
  expect(consentLink('https://login.microsoftonline.us', 'a tenant', 'id&x')).toBe(
    'https://login.microsoftonline.us/a%20tenant/adminconsent?client_id=id%26x',
  ));
