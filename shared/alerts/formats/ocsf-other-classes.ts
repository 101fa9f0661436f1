import type { AlertShape } from '../alert-format';

/** Everything else that is told in this schema: sign-ins, inventory, older findings. None asks for anybody. */
export const ocsfOtherClasses: AlertShape = {
  name: 'ocsfOtherClasses',
  recognisedBy: [[{ path: 'class_uid' }, { path: 'class_uid', isNone: ['2004'] }, { path: 'category_uid' }]],
  alert: { provider: 'OCSF', product: ['metadata.product.name'], id: ['metadata.uid'], title: ['message'] },
  quiet: [{ path: 'class_uid', isNone: ['2004'] }],
  accounts: [],
};
