import { describe, expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { parseStateMachine } from './parse-state-machine.ts';
import type { StateMachine } from './state-machine.ts';

function compile(definition: JsonObject): StateMachine {
  const parsed = parseStateMachine(JSON.stringify(definition), { supportsDistributedMaps: true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.machine;
}

const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

describe('compileStateMachine', () => {
  test('makes legacy spellings modern', () => {
    const { states } = compile({
      StartAt: 'M',
      States: { M: { Type: 'Map', Iterator: inner, Parameters: { 'a.$': '$' }, End: true } },
    });
    expect(states['M']).toEqual({
      type: 'Map',
      name: 'M',
      queryLanguage: 'JSONPath',
      itemSelector: { 'a.$': '$' },
      processor: { startAt: 'I', states: { I: { type: 'Pass', name: 'I', queryLanguage: 'JSONPath' } } },
      processorConfig: { mode: 'INLINE' },
    });
  });

  test('fills in the defaults of a retrier', () => {
    const { states } = compile({
      StartAt: 'T',
      States: {
        T: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
          Retry: [{ ErrorEquals: ['A'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E', ResultPath: null }],
          Next: 'E',
        },
        E: { Type: 'Succeed' },
      },
    });
    expect(states['T']).toMatchObject({
      next: 'E',
      resource: {
        type: 'integration',
        service: 'sqs',
        action: 'sendMessage',
        pattern: 'WAIT_FOR_TASK_TOKEN',
        resourceType: 'sqs',
        resource: 'sendMessage.waitForTaskToken',
      },
      retry: [{ errorEquals: ['A'], intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, jitterStrategy: 'NONE' }],
      catch: [{ errorEquals: ['States.ALL'], next: 'E', resultPath: null }],
    });
  });

  test('resolves the language of each state and the tree of a choice', () => {
    const { states, queryLanguage } = compile({
      StartAt: 'C',
      States: {
        C: {
          Type: 'Choice',
          Choices: [{ Not: { Or: [{ Variable: '$.a', NumericEqualsPath: '$.b' }] }, Next: 'J' }],
        },
        J: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}', End: true },
      },
    });
    expect(queryLanguage).toBe('JSONPath');
    expect(states['J']).toMatchObject({ queryLanguage: 'JSONata', output: '{% 1 %}' });
    expect(states['C']).toMatchObject({
      choices: [
        {
          next: 'J',
          condition: {
            type: 'Not',
            condition: {
              type: 'Or',
              conditions: [{ type: 'Compare', variable: '$.a', operator: 'NumericEqualsPath', operand: '$.b' }],
            },
          },
        },
      ],
    });
  });

  test('keeps a distributed map and freezes everything', () => {
    const machine = compile({
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...inner },
          ItemBatcher: { MaxItemsPerBatch: 2 },
          End: true,
        },
      },
    });
    const state = machine.states['M'];
    expect(state).toMatchObject({
      processorConfig: { mode: 'DISTRIBUTED', executionType: 'EXPRESS' },
      itemBatcher: { MaxItemsPerBatch: 2 },
    });
    expect(Object.isFrozen((state as { itemBatcher?: object }).itemBatcher)).toBe(true);
    expect(JSON.parse(JSON.stringify(machine))).toEqual(machine);
  });
});
