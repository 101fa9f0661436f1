import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import type { Profiles } from './profiles';
import { NO_PROFILES, readProfiles } from './profiles';

/** The profiles of the person at this machine. */
export interface ProfileStore {
  /** Throws when the file cannot be read, or is not one of profiles. */
  read(): Promise<Profiles>;
  write(profiles: Profiles): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The file of profiles: in the folder for settings of this person, as the platform has it. */
export function profileFile(environment: Environment, homeFolder: string, platform: string): string {
  const { XDG_CONFIG_HOME, APPDATA } = environment;
  const [named = '', usual] =
    platform === 'win32' ? [APPDATA, 'AppData/Roaming'] : [XDG_CONFIG_HOME, '.config'];
  // Otherwise the file would be one of the folder in which somebody stands, such as a clone.
  const folder = isAbsolute(named) ? named : join(homeFolder, usual);
  return join(folder, 'session-revoker', 'profiles.json');
}

/** Profiles in a file that only this person can read. */
export function profileStore(file: string): ProfileStore {
  return {
    read: async () => {
      const text = await textOf(file);
      if (text === undefined) return NO_PROFILES;
      try {
        return readProfiles(text);
      } catch (error) {
        throw new Error(`${file} is not a file of profiles. Correct or remove it.`, { cause: error });
      }
    },
    write: async (profiles) => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const next = `${file}.${randomUUID()}`;
      await writeFile(next, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      // By one step, so that nobody finds half a file.
      await rename(next, file);
    },
  };
}

const missing = z.object({ code: z.literal('ENOENT') });

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (missing.safeParse(error).success) return undefined;
    throw error;
  }
}
