import type { Format } from '../alerts/format';
import { appFolder } from '../config/app-folder';
import type { Cloud } from '../config/clouds';
import type { Config } from '../config/config';
import type { Environment } from '../config/environment';
import { namesOfFormats, readAlertFormats } from '../config/read-alert-formats';
import { readCloud } from '../config/read-cloud';
import { configurationProblems, readAppConfig } from '../config/read-environment';
import type { PolicyText } from '../config/read-policy';
import { readPolicy } from '../config/read-policy';
import { readWebhookConfig } from '../config/webhook-config';

// The part of the composition root for settings. Each throws with all problems when a setting is not valid.

/** The alert formats that an operator has added. */
export function formatsOf(environment: Environment): readonly Format[] {
  const read = readAlertFormats(environment['ALERT_FORMATS'], appFolder(__dirname));
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  return read.value;
}

/** The policy that is set here; without one, the defaults. Webhook senders demand signatures for their formats. */
export function policyOf(environment: Environment): PolicyText {
  const added = readAlertFormats(environment['ALERT_FORMATS'], appFolder(__dirname));
  const text = environment['REVOCATION_POLICY'];
  const names = namesOfFormats(added);
  const read = readPolicy(text?.trim() === '' ? undefined : text, names);
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  const webhook = readWebhookConfig(environment, names);
  if (webhook.kind === 'invalid') throw new Error(configurationProblems(webhook.problems));
  return { ...read.value, provenFormats: webhook.value.provenFormats };
}

/** All settings of the app. */
export function configOf(environment: Environment): Config {
  const read = readAppConfig(environment, appFolder(__dirname));
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  return read.value;
}

/** The cloud of Microsoft. */
export function cloudOf(environment: Environment): Cloud {
  const read = readCloud(environment);
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  return read.value;
}
