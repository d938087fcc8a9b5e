import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { notSupported, validation } from '../errors.ts';
import { busArn, DEFAULT_BUS, type Tag } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import { mergeTags } from '../tagged.ts';

export interface CreateEventBusInput {
  readonly Name: string;
  readonly EventSourceName?: string;
  readonly Description?: string;
  readonly KmsKeyIdentifier?: string;
  readonly DeadLetterConfig?: object;
  readonly LogConfig?: object;
  readonly Tags?: readonly Tag[];
}

export function createEventBus(rules: RuleBook): Operation<CreateEventBusInput> {
  return async (input, { account, region }) => {
    const { Name: name, Description: description } = input;
    refuseUnsupported(input);
    if (input.EventSourceName !== undefined) throw notSupported('A partner event source (EventSourceName)');
    if (name.includes('/')) throw validation("Event bus name must not contain '/'.");
    if (name === DEFAULT_BUS || rules.findBus({ account, region }, name)) {
      throw new ApiError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    const createdMs = rules.clock.now();
    const tags = mergeTags({}, input.Tags ?? []);
    await rules.saveBus({ account, region, name, description, tags, createdMs, modifiedMs: createdMs });
    return { EventBusArn: busArn({ account, region }, name), Description: description };
  };
}

/** @throws {ApiError} ValidationException for what a bus has at AWS and not here */
export function refuseUnsupported(input: Omit<CreateEventBusInput, 'Name'>): void {
  if (input.KmsKeyIdentifier) throw notSupported('Encryption of a bus with a KMS key (KmsKeyIdentifier)');
  if (input.DeadLetterConfig && Object.keys(input.DeadLetterConfig).length > 0) {
    throw notSupported('The dead letter queue of a bus (DeadLetterConfig), which AWS uses for encrypted buses only,');
  }
  if (input.LogConfig) throw notSupported('LogConfig');
}
