/** What serving a request to an API stands on. */
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import type { SendHttp } from '../../connectors/http-exchange.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';

export interface ApiDependencies {
  readonly caller: AwsCaller;
  readonly sendHttp: SendHttp;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
