/**
 * The composition root: a Stepwell server as one object.
 *
 * 1. `start` listens first, so that functions which run during recovery find the server, and answers when everything was resumed.
 * 2. `stop` takes no more requests, lets what runs become durable, and lets go of the data directory. Both may be called once.
 * 3. A failed start leaves nothing open.
 */
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { SecretLookup } from '../gateway/authenticate.ts';
import { createGateway, type Gateway, isLoopback } from '../gateway/http-server.ts';
import { systemClock } from '../runtime/clock.ts';
import { EngineError } from '../runtime/engine-error.ts';
import { version } from '../runtime/version.ts';
import { type Core, createCore } from './core.ts';
import { emptyDataDirectory } from './data-directory.ts';
import { delegateServices } from './delegate-services.ts';
import { isLifted } from './lifted-limits.ts';
import { apiHostRoute, apiRoutes } from './routes/apis.ts';
import { consoleRoutes } from './routes/console.ts';
import { executionRoutes } from './routes/executions.ts';
import { forkExecutionRoute } from './routes/fork-execution.ts';
import { functionCodeRoute } from './routes/function-code.ts';
import { functionLogsRoute } from './routes/function-logs.ts';
import { functionMetricsRoutes } from './routes/function-metrics.ts';
import { type Health, healthRoute } from './routes/health.ts';
import { mailRoutes } from './routes/mail.ts';
import { mailChangesRoute } from './routes/mail-changes.ts';
import { mailHtmlRoute } from './routes/mail-html.ts';
import { mapRunChildrenRoute } from './routes/map-run-children.ts';
import { mapRunFailuresRoute } from './routes/map-run-failures.ts';
import { mapRunWatchRoute } from './routes/map-run-watch.ts';
import { resetRoute } from './routes/reset.ts';
import { snsCertificateRoute } from './routes/sns-certificate.ts';
import { stackRoutes } from './routes/stacks.ts';
import { watchExecutionRoute } from './routes/watch-execution.ts';
import { checkOptions, type Settings, type StepwellOptions } from './stepwell-options.ts';

export type { StepwellOptions } from './stepwell-options.ts';

export interface Stepwell {
  /** Scheme, address and port; known once `start` has resolved. */
  readonly url: string;
  /** For callers in the same process. */
  readonly engine: Engine;
  readonly caller: AwsCaller;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets everything. */
  reset(): Promise<void>;
}

/** @throws {EngineError} for options or a data directory that cannot be used. */
export function createStepwell(options: StepwellOptions = {}): Stepwell {
  return new StepwellServer(checkOptions(options));
}

class StepwellServer implements Stepwell {
  readonly #settings: Settings;
  readonly #gateway: Gateway;
  #core: Core;
  #status: Health['status'] = 'starting';
  #url = '';

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#core = this.#createCore();
    this.#gateway = this.#createGateway();
  }

  get url(): string {
    return this.#url;
  }

  get engine(): Engine {
    return this.#core.engine;
  }

  get caller(): AwsCaller {
    return this.#core.caller;
  }

  async start(): Promise<void> {
    try {
      this.#url = (await this.#gateway.start()).url;
      await this.#core.start();
    } catch (error) {
      await this.stop();
      throw portError(error, this.#settings);
    }
    this.#status = 'ready';
    this.#settings.logger.info('Stepwell is ready', { url: this.#url, version });
  }

  async stop(): Promise<void> {
    this.#core.release();
    await this.#gateway.stop(STOP_GRACE_MS);
    await this.#core.stop();
  }

  async reset(): Promise<void> {
    this.#status = 'resetting';
    const { dataDir } = this.#settings;
    this.#core.release();
    await this.#core.stop();
    if (dataDir !== undefined) emptyDataDirectory(dataDir);
    this.#core = this.#createCore();
    await this.#core.start();
    this.#status = 'ready';
  }

  #createCore(): Core {
    return createCore(this.#settings, () => this.#url);
  }

  #createGateway(): Gateway {
    const { port, host, limits, logger, credentials, allowedHosts } = this.#settings;
    return createGateway({
      services: delegateServices(this.#core.services, () => this.#core.services),
      ownRoutes: [
        healthRoute(() => ({
          status: this.#status,
          version,
          services: this.#core.services.map(({ model }) => model),
        })),
        resetRoute(() => this.reset()),
        ...stackRoutes(() => this.#core.stacks),
        functionCodeRoute(() => this.#core.lambda),
        functionLogsRoute(() => this.#core),
        ...functionMetricsRoutes(() => this.#core),
        snsCertificateRoute(() => this.#core.sns),
        ...apiRoutes(() => this.#core.apis),
        ...mailRoutes(() => this.#core.mailbox),
        mailHtmlRoute(() => this.#core.mailbox),
        mailChangesRoute(() => this.#core),
        watchExecutionRoute(() => this.#core),
        ...executionRoutes(() => this.#core),
        forkExecutionRoute(() => this.#core),
        mapRunFailuresRoute(() => this.#core),
        mapRunChildrenRoute(() => this.#core),
        mapRunWatchRoute(() => this.#core, systemClock),
        ...consoleRoutes(),
      ],
      hostRoute: apiHostRoute(() => this.#core.apis),
      host,
      port,
      allowedHosts,
      secretFor: secretLookup(credentials, isLoopback(host)),
      logger,
      isLifted: isLifted(limits),
      version,
    });
  }
}

/** What `stepwell env` prints, and what people write who do not care: their presigned URLs can be verified, on loopback. */
const WELL_KNOWN: Settings['credentials'] = { stepwell: 'stepwell', test: 'test' };

function secretLookup(credentials: Settings['credentials'], knowsUs: boolean): SecretLookup {
  const known = new Map(Object.entries(knowsUs ? { ...WELL_KNOWN, ...credentials } : credentials));
  return (accessKeyId) => known.get(accessKeyId);
}

/** Requests under way get so long to finish when the server stops. */
const STOP_GRACE_MS = 5_000;

/** What the operator can do about a port that cannot be had. */
function portError(error: unknown, { host, port }: Settings): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new EngineError(
      'PortInUse',
      `Port ${port} of ${host} is taken: stop what listens there or choose another port`,
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new EngineError('PortUnusable', `Cannot listen on port ${port} of ${host} (${code})`);
  }
  return error;
}
