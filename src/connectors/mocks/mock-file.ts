/**
 * The mock configuration as a file that may change while the server runs.
 *
 * 1. It is read again when an execution is started with a test case and the file has changed since.
 * 2. A file that became unusable refuses new executions; those that run keep what was last usable.
 */
import { readFileSync, statSync } from 'node:fs';
import { type MockConfig, MockConfigFault, parseMockConfig } from './mock-config.ts';

export interface MockSource {
  /** As the file is now. @throws {MockConfigFault} */
  fresh(): MockConfig;
  /** As it last was usable. */
  latest(): MockConfig;
}

/** @throws {MockConfigFault} if the file cannot be used at the start. */
export function createMockFile(path: string): MockSource {
  let stamp = '';
  let config: MockConfig | undefined;
  const fresh = (): MockConfig => {
    const now = stampOf(path);
    if (config && now === stamp) return config;
    config = read(path);
    stamp = now;
    return config;
  };
  fresh();
  return { fresh, latest: () => config as MockConfig };
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function read(path: string): MockConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    return parseMockConfig(text);
  } catch (error) {
    if (!(error instanceof MockConfigFault)) throw error;
    throw new MockConfigFault(`The mock configuration ${path} cannot be used: ${error.message}`);
  }
}

function unreadable(path: string, error: unknown): MockConfigFault {
  return new MockConfigFault(`The mock configuration ${path} cannot be read: ${(error as Error).message}`);
}
