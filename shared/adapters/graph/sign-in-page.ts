import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { SignIn, SignInFailure, SignInLogName } from '../../core/sign-in';
import type { SignInsNotRead } from '../../ports/sign-in-log';
import type { GraphAnswer } from './graph-answer';

const text = z.string().nullish();
const time = z.string().transform((written, context) => {
  const at = Date.parse(written);
  if (!Number.isNaN(at)) return at;
  context.addIssue('is not a time');
  return z.NEVER;
});

/** What is read of a sign-in ("signIn resource type"). */
const row = z.object({
  id: z.string(),
  createdDateTime: time,
  userId: z.string(),
  appDisplayName: text,
  clientAppUsed: text,
  ipAddress: text,
  location: z.object({ city: text, countryOrRegion: text }).nullish(),
  deviceDetail: z.object({ displayName: text, operatingSystem: text, browser: text }).nullish(),
  status: z.object({ errorCode: z.number().nullish() }).nullish(),
});

type Row = z.infer<typeof row>;

const page = z.object({ value: z.array(row), '@odata.nextLink': text });

/** What is read of users ("signInActivity resource type"). */
export const usersPage = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      signInActivity: z
        .object({ lastSuccessfulSignInDateTime: time.nullish(), lastSuccessfulSignInRequestId: text })
        .nullish(),
    }),
  ),
});

export interface RowsOfPage {
  readonly kind: 'rows';
  readonly value: readonly Row[];
  readonly next?: string;
}

export function pageOf(answer: GraphAnswer): RowsOfPage | SignInsNotRead {
  const read = page.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  if (!read.success) return failureOf(answer);
  const { value, '@odata.nextLink': next } = read.data;
  return compact({ kind: 'rows' as const, value, next: next ?? undefined });
}

export function signInOf(
  { id, createdDateTime: at, userId, appDisplayName, clientAppUsed, ...from }: Row,
  seenIn: SignInLogName,
): SignIn {
  const { ipAddress, location, deviceDetail: device } = from;
  const named = [device?.displayName, device?.operatingSystem, device?.browser].filter((part) =>
    Boolean(part),
  );
  return compact({
    id,
    userId: userId.toLowerCase(),
    at,
    seenIn,
    application: present(appDisplayName),
    client: present(clientAppUsed),
    ipAddress: present(ipAddress),
    city: present(location?.city),
    country: present(location?.countryOrRegion),
    device: present(named.join(', ')),
  });
}

/** The last success of a user; the directory has none of one who has never signed in. */
export function lastSuccess({
  id,
  signInActivity: activity,
}: z.infer<typeof usersPage>['value'][number]): readonly SignIn[] {
  const { lastSuccessfulSignInDateTime: at, lastSuccessfulSignInRequestId: requestId } = activity ?? {};
  if (at === undefined || at === null) return [];
  return [{ id: requestId ?? '', userId: id.toLowerCase(), at, seenIn: 'activity' }];
}

/** Why sign-ins were not read. A tenant without a license is refused by a code of its own. */
export function failureOf(answer: GraphAnswer): SignInsNotRead {
  if (answer.kind !== 'failed') return { kind: 'failed', reason: 'notRead' };
  const { kind, detail } = answer.failure;
  const isUnlicensed = kind === 'forbidden' && isCodeOfLicense(detail.values['status']);
  const reason = isUnlicensed ? 'noLicense' : REASONS[kind];
  return { kind: 'failed', reason: reason ?? 'notRead' };
}

/** The failures that are reported as such. */
const REASONS: Readonly<Partial<Record<BackendFailure['kind'], SignInFailure>>> = {
  forbidden: 'notPermitted',
  consentMissing: 'notPermitted',
  throttled: 'throttled',
};

function isCodeOfLicense(status: unknown): boolean {
  return typeof status === 'string' && status.includes('NonPremiumTenant');
}

function present(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}
