/** A value as Java prints it, for validation messages: `[a, b]`, `{key=value}`, `KeySchemaElement(attributeName=id, keyType=HASH)`. */
import type { Member, Shape } from './service-model.ts';

/** Longer than this no message needs to be: a member may hold megabytes. */
const MAX_LENGTH = 64 * 1024;

export function describeValue(value: unknown, shape: Shape): string {
  const text = describe(value, shape);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

function describe(value: unknown, shape: Shape): string {
  if (value === undefined || value === null) return 'null';
  if (shape.sensitive) return '***Sensitive Data Redacted***';
  switch (shape.type) {
    case 'structure':
      return `${shape.name}(${structureFields(value as Record<string, unknown>, shape)})`;
    case 'list':
      return `[${(value as unknown[]).map((item) => describe(item, (shape.element as Member).shape)).join(', ')}]`;
    case 'map':
      return `{${Object.entries(value as object)
        .map(([key, item]) => `${key}=${describe(item, (shape.value as Member).shape)}`)
        .join(', ')}}`;
    case 'timestamp':
      return (value as Date).toISOString();
    case 'blob': {
      const { length } = value as Uint8Array;
      return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
    }
    default:
      return String(value);
  }
}

function structureFields(value: Record<string, unknown>, shape: Shape): string {
  return shape.members
    .map(
      ({ name, shape: member }) => `${name.charAt(0).toLowerCase()}${name.slice(1)}=${describe(value[name], member)}`,
    )
    .join(', ');
}
