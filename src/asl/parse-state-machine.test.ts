import { describe, expect, test } from 'vitest';
import { diagnosticsToMessage } from './diagnostics-to-message.ts';
import type { Json, JsonObject } from './json.ts';
import { awsLimits } from './limits.ts';
import { type ParseOptions, parseLoneState, parseStateMachine } from './parse-state-machine.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
const one = (state: JsonObject, more: JsonObject = {}): JsonObject => ({ StartAt: 'X', States: { X: state }, ...more });
const pass = (more: JsonObject = {}): JsonObject => ({ Type: 'Pass', End: true, ...more });
const task = (more: JsonObject = {}): JsonObject => ({ Type: 'Task', Resource: invoke, End: true, ...more });
const jsonata = { QueryLanguage: 'JSONata' };
const inner = { StartAt: 'I', States: { I: pass() } };
const map = (more: JsonObject = {}): JsonObject => ({ Type: 'Map', ItemProcessor: inner, End: true, ...more });
const distributed = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  ...inner,
};
const choice = (rule: Json): JsonObject => ({
  StartAt: 'X',
  States: { X: { Type: 'Choice', Choices: [rule], Default: 'Y' }, Y: { Type: 'Succeed' } },
});
const schema = (message: string, location: string) => `SCHEMA_VALIDATION_FAILED: ${message} at ${location}`;

function refusal(definition: Json, options: ParseOptions = {}): string {
  const parsed = parseStateMachine(typeof definition === 'string' ? definition : JSON.stringify(definition), options);
  if (parsed.ok) return 'accepted';
  const message = diagnosticsToMessage(parsed.diagnostics);
  return message.slice("Invalid State Machine Definition: '".length, -1);
}

const source = (text: string, column: number) => `at [Source: (String)"${text}"; line: 1, column: ${column}]`;
const tokens = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

describe('text that is no definition', () => {
  test.each<[text: string, message: string]>([
    ['', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null'],
    ['[]', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null'],
    ['nope', `INVALID_JSON_DESCRIPTION: Unrecognized token 'nope': was expecting ${tokens}\n ${source('nope', 5)}`],
    [
      '{a:1}',
      `INVALID_JSON_DESCRIPTION: Unexpected character ('a' (code 97)): was expecting double-quote to start field name\n ${source('{a:1}', 3)}`,
    ],
    ['{"a":1,"a":2}', `INVALID_JSON_DESCRIPTION: Duplicate field 'a'\n ${source('{"a":1,"a":2}', 12)}`],
  ])('%j', (text, message) => expect(refusal(text)).toBe(message));
});

describe('the machine', () => {
  test.each<[name: string, definition: Json, message: string]>([
    ['empty', {}, schema('These fields are required: [States, StartAt]', '/')],
    ['without states', { StartAt: 'A' }, schema('These fields are required: [States]', '/')],
    ['unknown field', one(pass(), { Foo: 1 }), schema("Field 'Foo' is not supported", '/')],
    ['version', one(pass(), { Version: '2.0' }), schema('Value should be one of the following: [1.0]', '/Version')],
    ['timeout', one(pass(), { TimeoutSeconds: 0 }), schema('Minimum value is 1', '/TimeoutSeconds')],
    ['language', one(pass(), { QueryLanguage: 5 }), schema('Expected value of type [STRING]', '/QueryLanguage')],
    ['state without type', one({ End: true }), schema('These fields are required: [Type]', '/States/X')],
  ])('%s', (_name, definition, message) => expect(refusal(definition)).toBe(message));
});

describe('query languages', () => {
  const wrong = (language: string, field: string, other: string) =>
    `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
  test.each<[name: string, definition: Json, message: string]>([
    [
      'JSONata field in JSONPath',
      one(pass({ Output: 1 })),
      schema(wrong('JSONPath', 'Output', 'JSONata'), '/States/X'),
    ],
    [
      'JSONPath field in JSONata',
      one(pass({ InputPath: '$' }), jsonata),
      schema(wrong('JSONata', 'InputPath', 'JSONPath'), '/States/X'),
    ],
    [
      'a JSONPath state in a JSONata machine, once, whatever its fields',
      one(pass({ QueryLanguage: 'JSONPath', Output: 1 }), jsonata),
      schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", '/States/X'),
    ],
    ['a JSONata state in a JSONPath machine', one(pass({ ...jsonata, Output: '{% 1 %}' })), 'accepted'],
    [
      "a Map's language does not reach its states",
      one(map({ ...jsonata, ItemProcessor: { StartAt: 'P', States: { P: pass({ Output: 1 }) } } })),
      schema(wrong('JSONPath', 'Output', 'JSONata'), '/States/X/ItemProcessor/States/P'),
    ],
    [
      'a processor has no language',
      one(map({ ItemProcessor: { ...inner, ...jsonata } })),
      schema("Field 'QueryLanguage' is not supported", '/States/X/ItemProcessor'),
    ],
    [
      'an unknown language is JSONata, misspelt',
      one(pass({ QueryLanguage: 'jsonata', Output: 1 })),
      schema('Value should be one of the following: [JSONPath, JSONata]', '/States/X/QueryLanguage'),
    ],
  ])('%s', (_name, definition, message) => expect(refusal(definition)).toBe(message));
});

describe('expressions', () => {
  test.each<[name: string, definition: Json, message: string]>([
    [
      'JSONata that does not parse',
      one(pass({ Output: '{% 1 + %}' }), jsonata),
      'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/X/Output',
    ],
    [
      'a name at the top level',
      one(pass({ Output: { v: ['{% phone %}'] } }), jsonata),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/X/Output/v[0]",
    ],
    [
      'the error output outside a catcher',
      one(pass({ Output: '{% $states.errorOutput %}' }), jsonata),
      "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. at /States/X/Output",
    ],
    [
      'an expression left open',
      one(pass({ Output: '{% 1' }), jsonata),
      schema('JSONata string must start with {% and end with %}', '/States/X/Output'),
    ],
    ['a bad path', one(pass({ OutputPath: 'a' })), schema('Value must be a valid JSONPath.', '/States/X/OutputPath')],
    [
      'a path to many',
      one(pass({ ResultPath: '$.a[*]' })),
      schema('Value is not a Reference Path', '/States/X/ResultPath'),
    ],
    [
      'a bad intrinsic',
      one(pass({ Parameters: { a: { 'b.$': 'States.Nope()' } } })),
      schema(
        "The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
        '/States/X/Parameters/a',
      ),
    ],
    [
      'the reserved variable',
      one(pass({ Assign: { states: 1 } })),
      "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/X/Assign",
    ],
    [
      'a variable with a dash',
      one(pass({ Assign: { 'a-b': 1 } })),
      "INVALID_VARIABLE_NAME: Invalid variable name 'a-b': the variable name contains invalid characters. at /States/X/Assign",
    ],
  ])('%s', (_name, definition, message) => expect(refusal(definition)).toBe(message));
});

describe('states', () => {
  test.each<[name: string, definition: Json, message: string]>([
    ['unknown field', one(pass({ Foo: 1 })), schema("Field 'Foo' is not supported", '/States/X')],
    ['Catch on Pass', one(pass({ Catch: [] })), schema("Field 'Catch' is not supported", '/States/X')],
    [
      'neither Next nor End',
      one({ Type: 'Pass' }),
      schema('This object should have only one of the following fields: [Next, End]', '/States/X'),
    ],
    [
      'both',
      one(pass({ Next: 'X' })),
      schema('There should only be one of the following fields: [Next, End]', '/States/X'),
    ],
    [
      'Resource missing',
      one({ Type: 'Task', End: true }),
      schema('These fields are required: [Resource]', '/States/X'),
    ],
    ['not an ARN', one(task({ Resource: '${Fn}' })), schema('Value is not a valid resource ARN', '/States/X/Resource')],
    [
      'no such integration',
      one(task({ Resource: `${invoke}.sync` })),
      schema(
        `The resource provided ${invoke}.sync is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
        '/States/X/Resource',
      ),
    ],
    [
      'credentials without a role',
      one(task({ Credentials: {} })),
      schema("The field 'RoleArn' is required but was missing", '/States/X/Credentials'),
    ],
    [
      'two timeouts',
      one(task({ TimeoutSeconds: 1, TimeoutSecondsPath: '$.t' })),
      schema('There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]', '/States/X'),
    ],
    [
      'States.ALL with others',
      one(task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })),
      schema('States.ALL must appear alone and at end of list', '/States/X/Retry[0]/ErrorEquals'),
    ],
    [
      'States.ALL not last',
      one(task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
      schema('States.ALL must appear alone and at end of list', '/States/X/Retry[0]/ErrorEquals'),
    ],
    [
      'no error names',
      one(task({ Retry: [{ ErrorEquals: [] }] })),
      schema('Value cannot be empty', '/States/X/Retry[0]/ErrorEquals'),
    ],
    [
      'jitter',
      one(task({ Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'HALF' }] })),
      schema('Value should be one of the following: [NONE, FULL]', '/States/X/Retry[0]/JitterStrategy'),
    ],
    [
      'two ways to wait',
      one({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }),
      schema(
        'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
        '/States/X',
      ),
    ],
    [
      'a timestamp without zone',
      one({ Type: 'Wait', Timestamp: '2016-12-05T21:29:29', End: true }),
      schema('String does not match RFC3339 timestamp', '/States/X/Timestamp'),
    ],
    [
      'a day that does not exist',
      one({ Type: 'Wait', Timestamp: '2023-02-29T21:29:29Z', End: true }),
      schema('String does not match RFC3339 timestamp', '/States/X/Timestamp'),
    ],
    [
      'no branches',
      one({ Type: 'Parallel', Branches: [], End: true }),
      schema('Value cannot be empty', '/States/X/Branches'),
    ],
    [
      'error and its path',
      one({ Type: 'Fail', Error: 'a', ErrorPath: '$.a' }),
      schema('There should only be one of the following fields: [Error, ErrorPath]', '/States/X'),
    ],
    [
      'no processor',
      one({ Type: 'Map', End: true }),
      schema('This object should have only one of the following fields: [ItemProcessor, Iterator]', '/States/X'),
    ],
    ['negative', one(map({ MaxConcurrency: -1 })), schema('Minimum value is 0', '/States/X/MaxConcurrency')],
    [
      'more than all',
      one(map({ ToleratedFailurePercentage: 101 })),
      schema('Maximum value is 100.0', '/States/X/ToleratedFailurePercentage'),
    ],
    [
      'a number from the context',
      one(map({ MaxConcurrencyPath: '$$.Execution.Input.n' })),
      schema('Value is not a Reference Path', '/States/X/MaxConcurrencyPath'),
    ],
    [
      'execution type of an inline map',
      one(map({ ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'EXPRESS' } } })),
      schema("Field 'ExecutionType' is not supported", '/States/X/ItemProcessor/ProcessorConfig'),
    ],
    [
      'a label with a blank',
      one(map({ ItemProcessor: distributed, Label: 'a b' })),
      "INVALID_LABEL_NAME: Label 'a b' contains invalid characters at /States/X/Label",
    ],
  ])('%s', (_name, definition, message) => {
    expect(refusal(definition, { supportsDistributedMaps: true })).toBe(message);
  });
});

describe('choice rules', () => {
  const rule = '/States/X/Choices[0]';
  test.each<[name: string, rule: Json, message: string]>([
    ['no target', { Variable: '$', IsNull: true }, schema('These fields are required: [Next]', rule)],
    [
      'a nested target',
      { And: [{ Variable: '$', IsNull: true, Next: 'Y' }], Next: 'Y' },
      schema("Field 'Next' is not supported", `${rule}/And[0]`),
    ],
    [
      'nothing to compare',
      { Next: 'Y' },
      schema('The object must have only one of the following fields, [And, Or, Not, Variable, Condition]', rule),
    ],
    [
      'a function as variable',
      { Variable: 'States.UUID()', IsNull: true, Next: 'Y' },
      schema("Value is not a Reference Path: Reference path didn't start with '$'", `${rule}/Variable`),
    ],
    [
      'a text for a number',
      { Variable: '$', NumericEquals: '1', Next: 'Y' },
      schema('Expected value of type [NUMBER]', `${rule}/NumericEquals`),
    ],
    [
      'an unknown operator',
      { Variable: '$', Like: 'a', IsNull: true, Next: 'Y' },
      schema("Field 'Like' is not supported", rule),
    ],
  ])('%s', (_name, definition, message) => expect(refusal(choice(definition))).toBe(message));

  test('two operators', () => {
    expect(refusal(choice({ Variable: '$', IsNull: true, IsString: true, Next: 'Y' }))).toMatch(
      /^SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: \[StringEquals, .*IsTimestamp\] at /,
    );
  });
});

describe('transitions', () => {
  const missing = (name: string, location: string) =>
    `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${name} at ${location}`;
  const unreached = (name: string, location: string) =>
    `MISSING_TRANSITION_TARGET: State "${name}" is not reachable. at ${location}`;
  const endless = 'MISSING_END_STATE: Workflow has no terminal state at null';
  test.each<[name: string, definition: Json, message: string]>([
    [
      'target and orphan',
      { StartAt: 'p', States: { p: { Type: 'Pass', Next: 'r' }, q: pass() } },
      `${missing('r', '/States/p/Next')}, ${unreached('q', '/States/q')}`,
    ],
    [
      'no end',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'N' } } },
      `${missing('N', '/States/A/Next')}, ${endless}`,
    ],
    [
      'start',
      { StartAt: 'No', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } },
      `${missing('No', '/StartAt')}, ${unreached('A', '/States/A')}`,
    ],
    ['catcher', one(task({ Catch: [{ ErrorEquals: ['A'], Next: 'No' }] })), missing('No', '/States/X/Catch[0]/Next')],
    [
      'inside a branch',
      one({ Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: pass(), B: pass() } }] }),
      unreached('B', '/States/X/Branches[0]/States/B'),
    ],
    [
      'an inner loop may be endless',
      one(map({ ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } } })),
      'accepted',
    ],
    [
      'the same name twice',
      one(map({ ItemProcessor: { StartAt: 'X', States: { X: pass() } } })),
      'DUPLICATE_STATE_NAME: Duplicate State name: X at /States/X/ItemProcessor/States/X',
    ],
    [
      'a target that only the prototype has',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'toString' }, B: pass() } },
      `${missing('toString', '/States/A/Next')}, ${unreached('B', '/States/B')}`,
    ],
  ])('%s', (_name, definition, message) => expect(refusal(definition)).toBe(message));
});

describe('options', () => {
  const express = (definition: Json) => refusal(definition, { type: 'EXPRESS', supportsDistributedMaps: true });
  const resource = '/States/X/Resource';
  test('express machines have no callbacks, jobs, activities and distributed maps', () => {
    const start = 'arn:aws:states:::states:startExecution';
    expect(express(one(task({ Resource: `${start}.sync:2` })))).toBe(
      schema("Express state machine does not support '.sync' service integration", resource),
    );
    expect(express(one(task({ Resource: `${start}.waitForTaskToken` })))).toBe(
      schema("Express state machine does not support '.waitForTaskToken' service integration ", resource),
    );
    expect(express(one(task({ Resource: 'arn:aws:states:us-east-1:000000000000:activity:a' })))).toBe(
      schema('Express state machine does not support Activity ARN', resource),
    );
    expect(express(one(map({ ItemProcessor: distributed })))).toContain(
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
    );
  });

  test('distributed maps are refused once where nothing runs them', () => {
    expect(refusal(one(map({ ItemProcessor: distributed })))).toBe(
      schema("Map states with 'Mode' set to 'DISTRIBUTED' are not supported by this version", '/States/X'),
    );
    expect(refusal(one(map({ ItemProcessor: distributed })), { supportsDistributedMaps: true })).toBe('accepted');
  });

  test('an integration that the engine lacks is let in with a warning; one that AWS lacks is refused', () => {
    const parsed = parseStateMachine(JSON.stringify(one(task())), { isKnownIntegration: () => 'No lambda here' });
    expect(parsed.ok).toBe(true);
    expect(parsed.diagnostics).toMatchObject([
      {
        severity: 'WARNING',
        code: 'UNSUPPORTED_INTEGRATION',
        message: 'No lambda here',
        location: '/States/X/Resource',
      },
    ]);
    expect(refusal(one(task()), { isKnownIntegration: () => false })).toMatch(
      /^SCHEMA_VALIDATION_FAILED: The resource provided \S+ is not recognized\. .* in this region\. at /,
    );
  });

  test('a definition beyond the limit is refused before it is read', () => {
    expect(refusal(`{"a":"${'é'.repeat(524_288)}"`, { limits: awsLimits })).toContain('larger than 1048576 bytes');
  });

  test('a lone state may go anywhere', () => {
    expect(parseLoneState(JSON.stringify({ Type: 'Pass', Next: 'Elsewhere' })).ok).toBe(true);
    const parsed = parseLoneState('{\n "Type": "Parallel",\n "Branches": [], "End": true}');
    expect(diagnosticsToMessage(parsed.diagnostics)).toContain('Value cannot be empty at /States/StateName/Branches');
    expect(parsed.diagnostics[0]?.range).toEqual({ line: 3, column: 2 });
  });
});

describe('positions', () => {
  test('of JSON', () => {
    const text = JSON.stringify(one(pass({ Foo: 1, OutputPath: 'x' })), null, 2);
    const { diagnostics } = parseStateMachine(text);
    expect(diagnostics.map(({ range }) => range)).toEqual([
      { line: 4, column: 5 },
      { line: 8, column: 7 },
    ]);
  });

  test('of YAML', () => {
    const text = 'StartAt: X\nStates:\n  X:\n    Type: Wait\n    Seconds: -1\n    End: true\n';
    const { diagnostics } = parseStateMachine(text, { format: 'yaml' });
    expect(diagnostics).toMatchObject([{ message: 'Minimum value is 0', range: { line: 5, column: 5 } }]);
  });
});
