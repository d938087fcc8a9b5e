/** Compiles a rule of a Choice state into a tree of conditions. */
import { choiceOperators } from './choice-operators.ts';
import type { JsonObject } from './json.ts';
import type { ChoiceCondition, ChoiceRule } from './state-machine.ts';

export function compileChoiceRule(rule: JsonObject): ChoiceRule {
  const { Assign: assign, Output: output } = rule;
  return {
    next: rule['Next'] as string,
    condition: compileCondition(rule),
    ...(assign !== undefined && { assign }),
    ...(output !== undefined && { output }),
  };
}

function compileCondition(rule: JsonObject): ChoiceCondition {
  const { And: all, Or: any, Not: not, Condition: expression } = rule;
  if (expression !== undefined) return { type: 'Condition', expression: expression as string | boolean };
  if (all !== undefined) return { type: 'And', conditions: (all as readonly JsonObject[]).map(compileCondition) };
  if (any !== undefined) return { type: 'Or', conditions: (any as readonly JsonObject[]).map(compileCondition) };
  if (not !== undefined) return { type: 'Not', condition: compileCondition(not as JsonObject) };
  const [operator, operand] = Object.entries(rule).find(([name]) => choiceOperators.has(name)) ?? [];
  if (operator === undefined || operand === undefined)
    throw new Error('A choice rule without operator was not validated');
  return { type: 'Compare', variable: rule['Variable'] as string, operator, operand };
}
