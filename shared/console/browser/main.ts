import './no-code-at-run-time';
import { consoleSettingsSchema } from '../../api/console-settings';
import type { Language } from '../strings';
import { languageOf, stringsOf } from '../strings';
import { openSession } from './session';
import { drawNotice, showConsole } from './show-console';

/** The page: signs in, asks the API, and draws what it knows. */
async function start(language: Language): Promise<void> {
  document.documentElement.lang = language;
  const response = await fetch('/api/console/settings.json', { credentials: 'omit' });
  const settings = consoleSettingsSchema.parse(await response.json());
  showConsole(language, await openSession(settings));
}

const language = languageOf(navigator.languages);
start(language).catch(() => drawNotice(language, stringsOf(language).signInFailed));
