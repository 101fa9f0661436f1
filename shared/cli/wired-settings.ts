import type { Format } from '../alerts/format';
import { appFolder } from '../config/app-folder';
import type { Cloud } from '../config/clouds';
import type { Config } from '../config/config';
import type { Environment } from '../config/environment';
import { namesOfFormats, readAlertFormats } from '../config/read-alert-formats';
import type { Read } from '../config/read';
import { readCloud } from '../config/read-cloud';
import { configurationProblems, readAppConfig } from '../config/read-environment';
import type { PolicyText } from '../config/read-policy';
import { readPolicy } from '../config/read-policy';
import { readWebhookConfig } from '../config/webhook-config';

// The part of the composition root for settings. Each throws with all problems when a setting is not valid.

/** What was read of the settings. @throws Error with all problems, if there are some */
export function validOf<T>(read: Read<T>): T {
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  return read.value;
}

/** The alert formats that an operator has added. */
export function formatsOf(environment: Environment): readonly Format[] {
  return validOf(readAlertFormats(environment['ALERT_FORMATS'], appFolder(__dirname)));
}

/** The policy that is set here; without one, the defaults. Webhook senders demand signatures for their formats. */
export function policyOf(environment: Environment): PolicyText {
  const added = readAlertFormats(environment['ALERT_FORMATS'], appFolder(__dirname));
  const text = environment['REVOCATION_POLICY'];
  const names = namesOfFormats(added);
  const policy = validOf(readPolicy(text?.trim() === '' ? undefined : text, names));
  const { provenFormats } = validOf(readWebhookConfig(environment, names));
  return { ...policy, provenFormats };
}

/** All settings of the app. */
export function configOf(environment: Environment): Config {
  return validOf(readAppConfig(environment, appFolder(__dirname)));
}

/** The cloud of Microsoft. */
export function cloudOf(environment: Environment): Cloud {
  return validOf(readCloud(environment));
}
