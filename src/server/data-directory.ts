/** Empties a data directory of what Stepwell keeps there, and of nothing else. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const OWN = /^(?:s3|dynamodb|lambda|mail|stepwell\.(?:db|sqlite)(?:-wal|-shm|-journal)?)$/;

export function emptyDataDirectory(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (OWN.test(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
