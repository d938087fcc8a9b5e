/** Log groups by name or by ARN, as the operations take them. */
import { groupNotFound, invalidParameter, resourceNotFound } from './errors.ts';
import type { LogPlace } from './log-records.ts';

export interface GroupReference {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

const GROUP_ARN = /^arn:[a-z-]+:logs:([a-z0-9-]+):([0-9]{12}):log-group:([^:*]+)(?::\*)?$/;

/** @throws {ApiError} InvalidParameterException, ResourceNotFoundException for another place's ARN */
export function groupNameOf({ logGroupName, logGroupIdentifier }: GroupReference, place: LogPlace): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  if (logGroupName !== undefined) return logGroupName;
  const identifier = logGroupIdentifier as string;
  if (!identifier.startsWith('arn:')) return identifier;
  return groupOfArn(identifier, place) ?? fail();
}

/** The group that an ARN names, with or without the `:*` at its end; `undefined` if it is no group of this place. */
export function groupOfArn(arn: string, { account, region }: LogPlace): string | undefined {
  const [, arnRegion, arnAccount, name] = GROUP_ARN.exec(arn) ?? [];
  return arnRegion === region && arnAccount === account ? name : undefined;
}

/** For the tagging operations. @throws {ApiError} InvalidParameterException, ResourceNotFoundException */
export function taggedGroup(resourceArn: string, place: LogPlace): string {
  if (!GROUP_ARN.test(resourceArn)) throw invalidParameter(`Invalid resource ARN: ${resourceArn}`);
  const name = groupOfArn(resourceArn, place);
  if (name === undefined) throw resourceNotFound();
  return name;
}

function fail(): never {
  throw groupNotFound();
}
