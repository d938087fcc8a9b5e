/** Finds the official SDK client of a service among the packages of the project or of Stepwell itself. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineError } from '../../runtime/engine-error.ts';

/** What a client package exports: `S3Client`, `PutObjectCommand`, `PutObject$`, … */
export type SdkPackage = Readonly<Record<string, unknown>>;

/**
 * `service` is its name without spaces and hyphens (`bedrockruntime`), as in `aws-sdk:bedrockruntime:…`.
 * @throws {EngineError} `OptionInvalid` if no package of it is installed, or one that is too old.
 */
export function findSdkClient(service: string, folders: readonly string[]): SdkPackage {
  for (const folder of folders) {
    const name = findPackage(service, folder);
    if (name === undefined) continue;
    const found = createRequire(join(folder, 'package.json'))(name) as SdkPackage;
    if (Object.keys(found).some((key) => key.endsWith('$'))) return found;
    throw new EngineError('OptionInvalid', `${name} is too old for --remote ${service}: npm install ${name}@latest`);
  }
  throw new EngineError(
    'OptionInvalid',
    `--remote ${service} needs the AWS SDK's client for that service (npm install @aws-sdk/client-…) in ${folders[0]}; service names are those of aws-sdk integrations, such as bedrockruntime`,
  );
}

/** In `node_modules` of the folder or of any above it, as Node looks for packages. */
function findPackage(service: string, folder: string): string | undefined {
  const clients = join(folder, 'node_modules', '@aws-sdk');
  const names = existsSync(clients) ? readdirSync(clients) : [];
  const found = names.find((name) => name.startsWith('client-') && name.slice(7).replaceAll('-', '') === service);
  if (found !== undefined) return `@aws-sdk/${found}`;
  const above = dirname(folder);
  return above === folder ? undefined : findPackage(service, above);
}
