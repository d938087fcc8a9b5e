/**
 * Validates graphs of states: the machine, the branches of a Parallel, the processor of a Map, and each state in them.
 * A state without a `QueryLanguage` has the machine's, also inside a Map or Parallel that has another one.
 */
import { filledText, integer, oneOf, text } from './check-values.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place, rootPlace } from './place.ts';
import type { QueryLanguage, StateType } from './state-machine.ts';
import { validateChoice } from './validate-choice.ts';
import { validateFail } from './validate-fail.ts';
import { checkObject, type MachineContext, type ObjectRule, type StateContext } from './validate-fields.ts';
import { mapValidator } from './validate-map.ts';
import { parallelValidator, type ValidateGraph } from './validate-parallel.ts';
import { validatePass } from './validate-pass.ts';
import { validateSucceed } from './validate-succeed.ts';
import { validateTask } from './validate-task.ts';
import { validateWait } from './validate-wait.ts';

const longestStateName = 80;
export const deepestGraph = 100;
const mostSeconds = 99_999_999;

const branchRule: ObjectRule = {
  required: ['States', 'StartAt'],
  fields: { Comment: { check: text }, StartAt: { check: filledText }, States: { check: checkStates } },
};

const processorRule: ObjectRule = {
  ...branchRule,
  fields: { ...branchRule.fields, ProcessorConfig: { check: checkProcessorConfig } },
};

const machineRule: ObjectRule = {
  ...branchRule,
  fields: {
    ...branchRule.fields,
    QueryLanguage: { check: oneOf('JSONPath', 'JSONata') },
    TimeoutSeconds: { check: integer({ least: 1, most: mostSeconds }) },
    Version: { check: oneOf('1.0') },
  },
};

const inlineRule: ObjectRule = { fields: { Mode: { check: oneOf('INLINE', 'DISTRIBUTED') } } };

const distributedRule: ObjectRule = {
  required: ['ExecutionType'],
  fields: { ...inlineRule.fields, ExecutionType: { check: oneOf('STANDARD', 'EXPRESS') } },
};

const stateValidators: Readonly<Record<StateType, ValidateGraph>> = {
  Task: validateTask,
  Pass: validatePass,
  Choice: validateChoice,
  Wait: validateWait,
  Succeed: validateSucceed,
  Fail: validateFail,
  Parallel: parallelValidator((graph, place, context) => checkInner(graph, branchRule, place, context)),
  Map: mapValidator((graph, place, context) => checkInner(graph, processorRule, place, inProcessor(graph, context))),
};

export function validateMachine(definition: JsonObject, machine: MachineContext): void {
  checkObject(definition, machineRule, rootPlace, graphContext(machine, 0));
}

function graphContext(machine: MachineContext, depth: number): StateContext {
  const { findings, language } = machine;
  return { machine, findings, language, ignoresLanguage: false, isInCatcher: false, depth };
}

/** The children of a distributed Map are executions of their own type: Express ones may do what Express machines may. */
function inProcessor(graph: Json, context: StateContext): StateContext {
  const config = isObject(graph) ? graph['ProcessorConfig'] : undefined;
  const isExpress = isObject(config) && config['Mode'] === 'DISTRIBUTED' && config['ExecutionType'] === 'EXPRESS';
  return isExpress ? { ...context, machine: { ...context.machine, machineType: 'EXPRESS' } } : context;
}

function checkInner(graph: Json, rule: ObjectRule, place: Place, context: StateContext): void {
  const depth = context.depth + 1;
  if (depth > deepestGraph) {
    const message = `States are nested deeper than ${deepestGraph} levels`;
    context.findings.error(place, message, 'TOO_DEEPLY_NESTED');
  } else checkObject(graph, rule, place, graphContext(context.machine, depth));
}

function checkProcessorConfig(value: Json, place: Place, context: StateContext): void {
  const isDistributed = isObject(value) && value['Mode'] === 'DISTRIBUTED';
  checkObject(value, isDistributed ? distributedRule : inlineRule, place, context);
}

function checkStates(states: Json, place: Place, context: StateContext): void {
  if (!isObject(states)) {
    context.findings.error(place, 'Expected value of type [OBJECT]');
    return;
  }
  const names = Object.keys(states);
  if (names.length === 0) context.findings.error(place, 'Value cannot be empty');
  for (const name of names) {
    checkStateName(name, at(place, name), context);
    checkState(states[name] ?? null, at(place, name), context);
  }
}

function checkStateName(name: string, place: Place, context: StateContext): void {
  if (name === '') context.findings.error(place, 'State name cannot be empty', 'INVALID_STATE_NAME');
  if (name.length > longestStateName && [...name].length > longestStateName) {
    const message = `State name '${name}' exceeds the ${longestStateName}-character limit allowed by the service`;
    context.findings.error(place, message, 'INVALID_STATE_NAME');
  }
}

/** What a state's `QueryLanguage` resolves to: anything but the exact word JSONPath asks for JSONata, as at AWS. */
export function languageOf(owner: JsonObject, inherited: QueryLanguage): QueryLanguage {
  if (!Object.hasOwn(owner, 'QueryLanguage')) return inherited;
  return owner['QueryLanguage'] === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

function checkState(state: Json, place: Place, context: StateContext): void {
  if (!isObject(state)) {
    context.findings.error(place, 'Expected value of type [OBJECT]');
    return;
  }
  const type = state['Type'];
  if (type === undefined) {
    context.findings.error(place, 'These fields are required: [Type]');
    return;
  }
  if (typeof type !== 'string' || !isStateType(type)) {
    oneOf(...Object.keys(stateValidators))(type, at(place, 'Type'), context);
    return;
  }
  const language = languageOf(state, context.language);
  const isDowngraded = context.machine.language === 'JSONata' && language === 'JSONPath';
  if (isDowngraded) {
    const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    context.findings.error(place, message);
  }
  stateValidators[type](state, place, { ...context, language, ignoresLanguage: isDowngraded });
}

function isStateType(type: string): type is StateType {
  return Object.hasOwn(stateValidators, type);
}
