/** A stack's tags are tags of whatever it makes, as far as that takes tags; a resource's own tag of the same key wins. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { ResourceProvider } from './resource-provider.ts';
import type { StackTag } from './stack.ts';

/** Types whose tags are a map and no list. */
const MAPS = new Set(['AWS::SSM::Parameter', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage']);

export function withStackTags(
  { type, properties: known, takesAnyProperty }: ResourceProvider,
  properties: JsonObject,
  tags: readonly StackTag[],
): JsonObject {
  if (tags.length === 0 || takesAnyProperty || !known.has('Tags')) return properties;
  const own = properties['Tags'];
  if (MAPS.has(type)) {
    const shared = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
    return { ...properties, Tags: { ...shared, ...(own as JsonObject | undefined) } };
  }
  if (own !== undefined && !Array.isArray(own)) return properties;
  const list = (own ?? []) as readonly JsonObject[];
  const keys = new Set(list.map((tag) => tag['Key']));
  const shared = tags.filter(({ Key }) => !keys.has(Key)).map(({ Key, Value }): Json => ({ Key, Value }));
  return { ...properties, Tags: [...list, ...shared] };
}
