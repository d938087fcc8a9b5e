/** What the operations of the CloudFormation API stand on. */
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordCollection } from '../../store/records.ts';
import type { ChangeSetRecord } from './change-set-record.ts';
import type { StackPort } from './stack-port.ts';

export interface CloudFormation {
  readonly stacks: StackPort;
  readonly changeSets: RecordCollection<ChangeSetRecord>;
  /** Reads templates that a URL names. */
  readonly caller: AwsCaller;
  readonly clock: Clock;
  readonly ids: Ids;
}
