/** Risk that is over, or was none ("riskState values"). */
export const NO_RISK = ['none', 'confirmedSafe', 'remediated', 'dismissed', 'unknownFutureValue'];

export const riskUser = { id: ['userId'], userPrincipalName: ['userPrincipalName'] };
