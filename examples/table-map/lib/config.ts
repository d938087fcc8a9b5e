/** `config.json`, checked: what the table is called, and how the Map works through its list. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Config {
  readonly tableName: string;
  /** Key of the item that holds the list. */
  readonly listId: string;
  /** Items at a time; 0 sets no bound. */
  readonly maxConcurrency: number;
  /** How long each item waits before its function is called. */
  readonly waitDurationSeconds: number;
  /** After which the whole execution is ended as TIMED_OUT. */
  readonly timeoutDurationSeconds: number;
}

export function readConfig(folder: string): Config {
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Config;
  for (const name of ['maxConcurrency', 'waitDurationSeconds', 'timeoutDurationSeconds'] as const) {
    const least = name === 'timeoutDurationSeconds' ? 1 : 0;
    if (!Number.isInteger(config[name]) || config[name] < least)
      throw new Error(`config.json: ${name} must be a whole number from ${least}, but is ${config[name]}`);
  }
  return config;
}
