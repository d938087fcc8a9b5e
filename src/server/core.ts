/**
 * Everything behind the port, composed: store, engine, functions, services, connectors. It is made and ended as a whole, so that a reset
 * can put a new one in the place of the old one while the port stays open.
 */
import { join } from 'node:path';
import { ActivityQueue } from '../connectors/activity-queue.ts';
import type { AwsCaller } from '../connectors/aws-caller.ts';
import { createConnectors } from '../connectors/connectors.ts';
import { sendHttp } from '../connectors/http-exchange.ts';
import { withMocks } from '../connectors/mocks/with-mocks.ts';
import { createRemoteCaller } from '../connectors/remote/remote-caller.ts';
import type { Stack } from '../deploy/stack.ts';
import { StackOperator } from '../deploy/stack-operator.ts';
import { createEngine, type RunningEngine } from '../engine/create-engine.ts';
import { createFunctionRunner } from '../functions/create-function-runner.ts';
import { createEmbeddedCaller } from '../gateway/embedded-caller.ts';
import type { Service } from '../gateway/operation.ts';
import { fold } from '../interpreter/evolve.ts';
import { scheduledTasks } from '../interpreter/scheduled-tasks.ts';
import { type ThreadWait, waitsOf } from '../interpreter/waits-of.ts';
import { createMapRuns } from '../map-run/create-map-runs.ts';
import { guardMatches } from '../query/bounded-reg-exp.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemIds } from '../runtime/ids.ts';
import { createApiGatewayService } from '../services/apigateway/apigateway-service.ts';
import { RestApiStore } from '../services/apigateway/rest-api-store.ts';
import { createApiGatewayV2Service } from '../services/apigatewayv2/apigatewayv2-service.ts';
import { HttpApiStore } from '../services/apigatewayv2/http-api-store.ts';
import { createCloudFormationService } from '../services/cloudformation/cloudformation-service.ts';
import { createDynamoDbService } from '../services/dynamodb/dynamodb-service.ts';
import { createEventsService } from '../services/events/events-service.ts';
import { ExecuteApi } from '../services/execute-api/execute-api.ts';
import { createIamService } from '../services/iam/iam-service.ts';
import { createKmsService } from '../services/kms/kms-service.ts';
import { cloudWatchSink } from '../services/lambda/cloud-watch-sink.ts';
import { FunctionLogs } from '../services/lambda/function-logs.ts';
import { FunctionMetrics } from '../services/lambda/function-metrics.ts';
import { createLambdaService, type LambdaService } from '../services/lambda/lambda-service.ts';
import { createLogsService } from '../services/logs/logs-service.ts';
import { createMailer } from '../services/mail/create-mailer.ts';
import { Mailbox } from '../services/mail/mailbox.ts';
import { Notifications } from '../services/s3/notifications/notifications.ts';
import { createS3Service } from '../services/s3/s3-service.ts';
import { createSecretsManagerService } from '../services/secretsmanager/secrets-manager-service.ts';
import { createSesServices } from '../services/ses/ses-services.ts';
import { createSnsService, type SnsService } from '../services/sns/sns-service.ts';
import { createSqsService } from '../services/sqs/sqs-service.ts';
import { createSsmService } from '../services/ssm/ssm-service.ts';
import { ACTIVITIES } from '../services/states/activity-record.ts';
import { createMachineSource } from '../services/states/definition.ts';
import { startExecutionLogging } from '../services/states/execution-logging/execution-logging.ts';
import { startExecutionStatusEvents } from '../services/states/execution-status-events.ts';
import { StateMachineStore } from '../services/states/state-machine-store.ts';
import { createStatesService } from '../services/states/states-service.ts';
import { createStsService } from '../services/sts/sts-service.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { functionEnds } from './function-ends.ts';
import { createLateCaller } from './late-caller.ts';
import { isLifted } from './lifted-limits.ts';
import { readObjectOf } from './read-object.ts';
import { stackTools } from './stack-tools.ts';
import type { Settings } from './stepwell-options.ts';
import { withinTime } from './within-time.ts';

export interface Core {
  readonly services: readonly Service[];
  readonly engine: RunningEngine;
  readonly caller: AwsCaller;
  readonly stacks: StackOperator;
  readonly lambda: LambdaService;
  readonly functionLogs: FunctionLogs;
  readonly functionMetrics: FunctionMetrics;
  readonly apis: ExecuteApi;
  readonly sns: SnsService;
  readonly mailbox: Mailbox;
  /** What each thread of an execution waits for; `undefined`: there is no such execution, or it is Express and not in the journal. */
  waits(executionArn: string): Promise<readonly ThreadWait[] | undefined>;
  /** Aborts when the core ends: those who only watch and wait let go. */
  readonly ending: AbortSignal;
  /** Sends away those who only watch and wait, before the port is closed. */
  release(): void;
  /** Resolves when what the store held open has been resumed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `baseUrl` is asked whenever somebody needs an address of this server. */
export function createCore(settings: Settings, baseUrl: () => string): Core {
  const { dataDir, limits, logger, environment } = settings;
  guardMatches(withinTime);
  const folder = (name: string): string | undefined => dataDir && join(dataDir, name);
  const store = dataDir === undefined ? createMemoryStore() : openSqliteStore(dataDir);
  const { records, journal, mapRuns } = store;
  const clock = systemClock;
  const ids = systemIds;
  const caller = createLateCaller();
  const machineStore = new StateMachineStore(records);
  const activities = records.collection(ACTIVITIES);
  const activityQueue = new ActivityQueue();
  const logs = createLogsService({ records, clock, ids, logger });
  const events = createEventsService({ records, caller, clock, ids, logger });
  const functionLogs = new FunctionLogs({ sink: cloudWatchSink(logs.writer) });
  const functionMetrics = new FunctionMetrics(clock);
  const ending = new AbortController();
  let stopStatusEvents = async (): Promise<void> => {};

  // What tasks call may be elsewhere; the server's own work stays here.
  const outside = settings.remotes ? createRemoteCaller(caller, settings.remotes) : undefined;
  const integrations = createConnectors({
    caller: outside ?? caller,
    clock,
    activityQueue,
    activityExists: (activityArn) => activities.has(activityArn),
    awaitExecution: (executionArn, signal) => engine.awaitEnd(executionArn, signal),
    apis: { serve: (apiId, request) => apis.serve(apiId, request) },
    sendHttp,
  });
  const connectors = withMocks(integrations, settings.mocks, {
    scheduledTasks: async (executionArn) => {
      const stored = await journal.read(executionArn);
      return stored && scheduledTasks(stored.history);
    },
    startTask: (taskToken) => engine.startTask(taskToken),
  });
  const engine: RunningEngine = createEngine({
    journal,
    records,
    machines: createMachineSource(machineStore),
    connectors,
    limits,
    clock,
    logger,
    mapRuns: (host) => createMapRuns({ journal: mapRuns, caller: outside ?? caller, random: () => ids.random(), host }),
  });
  const runner = createFunctionRunner({
    inheritedEnvironment: environment,
    endpointUrl: baseUrl,
    onLog: (line) => functionLogs.write(line),
    clock,
  });
  const notifications = new Notifications({ records, caller, eventBus: events, clock, ids, logger });
  const s3 = createS3Service({ records, dataDir: folder('s3'), clock, notifications });
  const mailbox = new Mailbox({ records, dataDir: folder('mail'), smtp: settings.smtp, clock, ids, logger });
  const kms = createKmsService({ records, clock, ids });
  const dynamodb = createDynamoDbService({
    dataDir: folder('dynamodb'),
    clock,
    ids,
    onSweepError: (error) => logger.error('Expired items could not be deleted', { error: String(error) }),
  });
  const lambda = createLambdaService({
    records,
    dataDir,
    runner: functionMetrics.metered(runner),
    readObject: readObjectOf(caller),
    ...functionEnds(caller),
    caller,
    clock,
    ids,
    logger,
  });
  const sqs = createSqsService({ records, clock, ids, logger });
  const sns = createSnsService({
    records,
    caller,
    baseUrl,
    mailer: createMailer(mailbox, clock, 'sns'),
    clock,
    ids,
    logger,
  });
  const restApis = new RestApiStore(records, clock, ids);
  const httpApis = new HttpApiStore(records, clock, ids);
  const apis = new ExecuteApi(restApis, httpApis, { caller, sendHttp, clock, ids, logger });
  const states = createStatesService({
    engine,
    records,
    store: machineStore,
    activityQueue,
    integrations: connectors.catalogue,
    connectors,
    ...(settings.mocks && { mocks: settings.mocks }),
    limits,
    clock,
    ids,
    logger,
  });
  const stackRecords = records.collection<Stack>('deploy.stacks');
  const stacks = new StackOperator({
    tools: () => stackTools(caller, stackRecords, baseUrl(), settings.credentials),
    events: records.collection('deploy.events'),
    deleted: records.collection('deploy.deleted'),
  });
  const services: readonly Service[] = [
    states,
    lambda,
    s3,
    dynamodb,
    sqs,
    sns,
    events,
    logs,
    kms,
    createApiGatewayService(restApis),
    createApiGatewayV2Service(httpApis),
    ...createSesServices({ records, mailbox, clock, ids, logger }),
    createSsmService({ records, keyRing: kms.keyRing, clock }),
    createSecretsManagerService({ records, keyRing: kms.keyRing, clock, ids }),
    createIamService({ records, clock, ids }),
    createStsService(),
    createCloudFormationService({ stacks, records, caller, clock, ids }),
  ];

  return {
    services,
    engine,
    caller,
    stacks,
    lambda,
    functionLogs,
    functionMetrics,
    apis,
    sns,
    mailbox,
    async waits(executionArn) {
      const stored = await journal.read(executionArn);
      return stored && waitsOf(fold(stored.history));
    },
    ending: ending.signal,
    release() {
      ending.abort();
      activityQueue.close();
      sqs.release();
    },
    async start() {
      caller.bind(createEmbeddedCaller(services, { baseUrl: baseUrl(), isLifted: isLifted(limits) }));
      await lambda.start();
      mailbox.start();
      await kms.start();
      sqs.start();
      sns.start();
      logs.start();
      startExecutionLogging({ engine, store: machineStore, logs, clock, ids });
      stopStatusEvents = startExecutionStatusEvents({ engine, records, events, logger });
      await stacks.start();
      await engine.recover();
      // Deliveries start executions: the engine comes first.
      events.start();
      notifications.start();
    },
    async stop() {
      await engine.close();
      outside?.stop();
      await stopStatusEvents();
      await notifications.stop();
      await events.stop();
      await sns.stop();
      await lambda.stop();
      await runner.stop();
      await s3.stop();
      await mailbox.stop();
      dynamodb.stop();
      await sqs.stop();
      await logs.stop();
      await store.close();
    },
  };
}
