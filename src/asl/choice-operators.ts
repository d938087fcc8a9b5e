/** Every comparison of a Choice rule, with the type of its operand. `Path` operands are paths. */
export type OperandType = 'string' | 'number' | 'boolean' | 'timestamp' | 'path';

const ordered = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];

function family(name: string, operand: OperandType, comparisons: readonly string[]): [string, OperandType][] {
  return comparisons.flatMap((comparison): [string, OperandType][] => [
    [`${name}${comparison}`, operand],
    [`${name}${comparison}Path`, 'path'],
  ]);
}

export const choiceOperators: ReadonlyMap<string, OperandType> = new Map<string, OperandType>([
  ...family('String', 'string', ordered),
  ['StringMatches', 'string'],
  ...family('Numeric', 'number', ordered),
  ...family('Boolean', 'boolean', ['Equals']),
  ...family('Timestamp', 'timestamp', ordered),
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'].map((name): [string, OperandType] => [
    name,
    'boolean',
  ]),
]);
