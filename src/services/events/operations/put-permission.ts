/** PutPermission: recorded, not enforced. */
import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';
import { type BusRecord, busArn, busNameOf, type PolicyStatement } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';

export interface PutPermissionInput {
  readonly EventBusName?: string;
  readonly Action?: string;
  readonly Principal?: string;
  readonly StatementId?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
  readonly Policy?: string;
}

const MAX_POLICY_BYTES = 10_240;
const VERSION = '2012-10-17';

export function putPermission(rules: RuleBook): Operation<PutPermissionInput> {
  return async (input, place) => {
    const bus = rules.bus(place, busNameOf(input.EventBusName));
    const policy = input.Policy === undefined ? withStatement(bus, input) : parsePolicy(input.Policy);
    if (Buffer.byteLength(JSON.stringify(policy)) > MAX_POLICY_BYTES) {
      throw new ApiError('PolicyLengthExceededException', 'The event bus policy is too long.');
    }
    await rules.saveBus({ ...bus, policy, modifiedMs: rules.clock.now() });
    return {};
  };
}

function parsePolicy(text: string): NonNullable<BusRecord['policy']> {
  try {
    const { Version = VERSION, Statement } = JSON.parse(text) as { Version?: string; Statement?: unknown };
    const statements = Array.isArray(Statement) ? Statement : [Statement];
    const areObjects = statements.every((statement) => typeof statement === 'object' && statement !== null);
    if (areObjects) return { Version, Statement: statements as PolicyStatement[] };
  } catch {
    // Told below.
  }
  throw validation('Invalid policy document');
}

function withStatement(bus: BusRecord, input: PutPermissionInput): NonNullable<BusRecord['policy']> {
  const { Action, Principal, StatementId: Sid, Condition } = input;
  if (Action === undefined || Principal === undefined || Sid === undefined) {
    throw validation('Parameter(s) Action, Principal and StatementId must be specified.');
  }
  if (Action !== 'events:PutEvents') throw validation("Provided value in parameter 'action' is not supported.");
  const statement: PolicyStatement = {
    Sid,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: busArn(bus, bus.name),
    ...(Condition && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
  const others = (bus.policy?.Statement ?? []).filter((other) => other.Sid !== Sid);
  return { Version: bus.policy?.Version ?? VERSION, Statement: [...others, statement] };
}
