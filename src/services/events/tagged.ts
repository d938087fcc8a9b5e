/** What can carry tags: rules and buses, by ARN. */
import { ApiError } from '../../gateway/operation.ts';
import { validation } from './errors.ts';
import { DEFAULT_BUS, type Place, type Tag, type Tags } from './event-records.ts';
import type { RuleBook } from './rule-book.ts';

export interface Tagged {
  readonly tags: Tags;
  save(tags: Tags): Promise<void>;
}

const MAX_TAGS = 50;
const ARN = /^arn:[a-z-]+:events:([a-z0-9-]+):([0-9]{12}):(rule|event-bus)\/(.+)$/;

/** @throws {ApiError} ValidationException, ResourceNotFoundException */
export function findTagged(rules: RuleBook, arn: string, { account, region }: Place): Tagged {
  const [, arnRegion, arnAccount, kind, path] = ARN.exec(arn) ?? [];
  if (path === undefined)
    throw validation(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  const isHere = arnRegion === region && arnAccount === account;
  const place = { account, region };
  if (kind === 'event-bus') {
    if (!isHere) throw notFound(`Event bus ${path} does not exist.`);
    const bus = rules.bus(place, path);
    return { tags: bus.tags, save: (tags) => rules.saveBus({ ...bus, tags }) };
  }
  const slash = path.lastIndexOf('/');
  const [bus, name] = slash < 0 ? [DEFAULT_BUS, path] : [path.slice(0, slash), path.slice(slash + 1)];
  if (!isHere) throw notFound(`Rule ${name} does not exist on EventBus ${bus}.`);
  const rule = rules.rule(place, bus, name);
  return { tags: rule.tags, save: (tags) => rules.saveRule({ ...rule, tags }) };
}

const notFound = (message: string): ApiError => new ApiError('ResourceNotFoundException', message);

/** @throws {ApiError} ValidationException, LimitExceededException */
export function mergeTags(old: Tags, added: readonly Tag[]): Tags {
  if (new Set(added.map(({ Key }) => Key)).size < added.length) {
    throw validation('Invalid parameter: Duplicated keys are not allowed.');
  }
  const tags = { ...old, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new ApiError('LimitExceededException', 'The number of tags exceeds the limit of 50.');
  }
  return tags;
}
