/**
 * Sends the calls of tasks to the services that live elsewhere, and all others to those carried along.
 *
 * Deployments, notifications and whatever else the server itself does stay with its own services: only Tasks and the readers and writers of
 * map runs go out.
 */
import { loadServiceModel } from '../../gateway/service-model.ts';
import { EngineError } from '../../runtime/engine-error.ts';
import type { AwsCaller } from '../aws-caller.ts';
import { calledAs, sdkService } from '../sdk-services.ts';
import { findSdkClient } from './find-sdk-client.ts';
import { RemoteService } from './remote-service.ts';

export interface RemoteOptions {
  /** By the service's name in `aws-sdk:` integrations: `aws`, or the address of another endpoint. */
  readonly targets: Readonly<Record<string, string>>;
  /** Where SDK clients are looked for, the first one first. */
  readonly folders: readonly string[];
  /** For AWS itself, unless a task's own region is to be used. */
  readonly region?: string;
}

export interface RemoteCaller extends AwsCaller {
  stop(): void;
}

/** @throws {EngineError} `OptionInvalid` */
export function createRemoteCaller(embedded: AwsCaller, { targets, folders, region }: RemoteOptions): RemoteCaller {
  const byName = new Map<string, RemoteService>();
  const byPrefix = new Map<string, RemoteService[]>();
  for (const [name, target] of Object.entries(targets)) {
    const service = open(name, target, folders, region);
    byName.set(name, service);
    const table = sdkService(name);
    const prefix = table ? calledAs(loadServiceModel(table.model)) : name;
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), service]);
  }
  const find = (service: string, operation: string): RemoteService | undefined =>
    byPrefix.get(service)?.find((remote) => remote.supports(operation));
  return {
    call: (request) => (find(request.service, request.operation) ?? embedded).call(request),
    supports: (service, operation) => find(service, operation) !== undefined || embedded.supports(service, operation),
    isRemote: (service) => byPrefix.has(service),
    remote(name) {
      const service = byName.get(name);
      return service && { prefix: service.prefix, model: service.model };
    },
    stop() {
      for (const service of byName.values()) service.stop();
    },
  };
}

function open(name: string, target: string, folders: readonly string[], region?: string): RemoteService {
  if (!/^[a-z0-9]+$/.test(name)) {
    throw new EngineError(
      'OptionInvalid',
      `--remote: '${name}' is no service; expected a name such as s3 or bedrockruntime`,
    );
  }
  if (target !== 'aws' && !(URL.canParse(target) && /^https?:$/.test(new URL(target).protocol))) {
    throw new EngineError('OptionInvalid', `--remote ${name}: '${target}' is neither aws nor an http or https URL`);
  }
  const table = sdkService(name);
  const client = findSdkClient(table ? packageName(loadServiceModel(table.model).serviceId) : name, folders);
  return new RemoteService({
    name,
    client,
    ...(target !== 'aws' && { endpoint: target }),
    ...(region !== undefined && { region }),
  });
}

/** `Secrets Manager` → `secretsmanager`: the package's name without its hyphens. */
function packageName(serviceId: string): string {
  return serviceId.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
