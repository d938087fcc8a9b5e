/**
 * The Lambda API as a service of the gateway: every operation by its name, over a runner that executes and records that last.
 * Layers, container images, streams as event sources and function URLs are not here.
 */
import { join } from 'node:path';
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import type { FunctionRunner } from '../../functions/function-runner.ts';
import type { ByteStream, Service } from '../../gateway/operation.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type Ids, systemIds } from '../../runtime/ids.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import type { Records } from '../../store/records.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { CodeStore } from './code-store.ts';
import { EVENT_INVOKE_CONFIGS, type EventInvokeConfigs } from './event-invoke-config.ts';
import { createEventSourceMapping } from './event-source-mappings/create-event-source-mapping.ts';
import { deleteEventSourceMapping } from './event-source-mappings/delete-event-source-mapping.ts';
import { getEventSourceMapping } from './event-source-mappings/get-event-source-mapping.ts';
import { listEventSourceMappings } from './event-source-mappings/list-event-source-mappings.ts';
import type { MappingDependencies } from './event-source-mappings/mapping-dependencies.ts';
import type { Mappings } from './event-source-mappings/mapping-record.ts';
import { withMappingTags } from './event-source-mappings/mapping-tags.ts';
import { QueuePollers } from './event-source-mappings/queue-pollers.ts';
import { updateEventSourceMapping } from './event-source-mappings/update-event-source-mapping.ts';
import { FunctionStore } from './function-store.ts';
import type { DeadLetter, InvocationEnd, LambdaDependencies, ReadObject } from './lambda-dependencies.ts';
import { addPermission } from './operations/add-permission.ts';
import { createAlias } from './operations/create-alias.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteAlias } from './operations/delete-alias.ts';
import { deleteFunction } from './operations/delete-function.ts';
import { deleteFunctionConcurrency } from './operations/delete-function-concurrency.ts';
import { deleteFunctionEventInvokeConfig } from './operations/delete-function-event-invoke-config.ts';
import { getAccountSettings } from './operations/get-account-settings.ts';
import { getAlias } from './operations/get-alias.ts';
import { getFunction } from './operations/get-function.ts';
import { getFunctionCodeSigningConfig } from './operations/get-function-code-signing-config.ts';
import { getFunctionConcurrency } from './operations/get-function-concurrency.ts';
import { getFunctionConfiguration } from './operations/get-function-configuration.ts';
import { getFunctionEventInvokeConfig } from './operations/get-function-event-invoke-config.ts';
import { getPolicy } from './operations/get-policy.ts';
import { invoke } from './operations/invoke.ts';
import { listAliases } from './operations/list-aliases.ts';
import { listFunctionEventInvokeConfigs } from './operations/list-function-event-invoke-configs.ts';
import { listFunctions } from './operations/list-functions.ts';
import { listTags } from './operations/list-tags.ts';
import { listVersionsByFunction } from './operations/list-versions-by-function.ts';
import { publishVersion } from './operations/publish-version.ts';
import { putFunctionConcurrency } from './operations/put-function-concurrency.ts';
import { putFunctionEventInvokeConfig } from './operations/put-function-event-invoke-config.ts';
import { removePermission } from './operations/remove-permission.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAlias } from './operations/update-alias.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { updateFunctionEventInvokeConfig } from './operations/update-function-event-invoke-config.ts';

export interface LambdaServiceOptions {
  readonly records: Records;
  readonly runner: FunctionRunner;
  /** Packages are kept in `lambda/code` below it; absent: in a temporary folder, until `stop`. */
  readonly dataDir?: string;
  /** Absent: packages come in the request only. */
  readonly readObject?: ReadObject;
  /** Absent: functions with a DeadLetterConfig are refused. */
  readonly deliverDeadLetter?: (letter: DeadLetter) => Promise<void>;
  /** Tells the destination of an EventInvokeConfig how an asynchronous invocation ended. */
  readonly deliverToDestination?: (end: InvocationEnd) => Promise<void>;
  /** Reaches the queues of event source mappings. Absent: there are none. */
  readonly caller?: AwsCaller;
  /** How long a failed asynchronous invocation waits before each further attempt. Default: AWS's one and two minutes. */
  readonly asyncRetryDelaysMs?: readonly number[];
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
}

export interface LambdaService extends Service {
  /** Takes up asynchronous invocations of an earlier run, and removes packages that nobody needs. */
  start(): Promise<void>;
  /** Stops taking asynchronous invocations up. The runner is its owner's to stop. */
  stop(): Promise<void>;
  /** The package behind the `Location` of GetFunction; `codeId` is the last part of its path, without `.zip`. */
  archive(codeId: string): { readonly bytes: number; read(): ByteStream } | undefined;
}

export function createLambdaService(options: LambdaServiceOptions): LambdaService {
  const { records, runner, clock = systemClock, ids = systemIds, logger = silentLogger } = options;
  const store = new FunctionStore(records);
  const code = new CodeStore(options.dataDir === undefined ? undefined : join(options.dataDir, 'lambda', 'code'));
  const { asyncRetryDelaysMs: retryDelaysMs, deliverDeadLetter, deliverToDestination, readObject, caller } = options;
  const eventInvokeConfigs: EventInvokeConfigs = records.collection(EVENT_INVOKE_CONFIGS);
  const mappings: Mappings = records.collection('lambda.eventSourceMappings');
  const pollers = caller && new QueuePollers({ mappings, caller, clock, logger });
  const asyncInvocations = new AsyncInvocations({
    records,
    store,
    runner,
    code,
    clock,
    ids,
    logger,
    ...(retryDelaysMs === undefined ? {} : { retryDelaysMs }),
    ...(deliverDeadLetter === undefined ? {} : { deliverDeadLetter }),
    ...(deliverToDestination === undefined ? {} : { deliverToDestination }),
    eventInvokeConfigs,
  });
  const hasDeadLetters = deliverDeadLetter !== undefined;
  const dependencies: LambdaDependencies = {
    store,
    code,
    runner,
    asyncInvocations,
    eventInvokeConfigs,
    readObject,
    hasDeadLetters,
    clock,
    ids,
    logger,
  };
  return {
    model: 'lambda',
    operations: {
      ...operations(dependencies),
      ...withMappingTags(mappings, {
        ListTags: listTags(dependencies),
        TagResource: tagResource(dependencies),
        UntagResource: untagResource(dependencies),
      }),
      ...(pollers && mappingOperations({ mappings, store, clock, ids, refresh: (id) => pollers.refresh(id) })),
    },
    async start() {
      await code.prune(store.codeIds());
      asyncInvocations.start();
      pollers?.start();
    },
    async stop() {
      await pollers?.stop();
      asyncInvocations.stop();
      code.close();
    },
    archive: (codeId) => code.archive(codeId),
  };
}

function mappingOperations(dependencies: MappingDependencies): Service['operations'] {
  return {
    CreateEventSourceMapping: createEventSourceMapping(dependencies),
    DeleteEventSourceMapping: deleteEventSourceMapping(dependencies),
    GetEventSourceMapping: getEventSourceMapping(dependencies),
    ListEventSourceMappings: listEventSourceMappings(dependencies),
    UpdateEventSourceMapping: updateEventSourceMapping(dependencies),
  };
}

function operations(dependencies: LambdaDependencies): Service['operations'] {
  return {
    AddPermission: addPermission(dependencies),
    CreateAlias: createAlias(dependencies),
    CreateFunction: createFunction(dependencies),
    DeleteAlias: deleteAlias(dependencies),
    DeleteFunction: deleteFunction(dependencies),
    DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig(dependencies),
    DeleteFunctionConcurrency: deleteFunctionConcurrency(dependencies),
    GetAccountSettings: getAccountSettings(dependencies),
    GetAlias: getAlias(dependencies),
    GetFunction: getFunction(dependencies),
    GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig(dependencies),
    GetFunctionConcurrency: getFunctionConcurrency(dependencies),
    GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(dependencies),
    GetFunctionConfiguration: getFunctionConfiguration(dependencies),
    GetPolicy: getPolicy(dependencies),
    Invoke: invoke(dependencies),
    ListAliases: listAliases(dependencies),
    ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs(dependencies),
    ListFunctions: listFunctions(dependencies),
    ListVersionsByFunction: listVersionsByFunction(dependencies),
    PublishVersion: publishVersion(dependencies),
    PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(dependencies),
    PutFunctionConcurrency: putFunctionConcurrency(dependencies),
    RemovePermission: removePermission(dependencies),
    UpdateAlias: updateAlias(dependencies),
    UpdateFunctionCode: updateFunctionCode(dependencies),
    UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig(dependencies),
    UpdateFunctionConfiguration: updateFunctionConfiguration(dependencies),
  };
}
