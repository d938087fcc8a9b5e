/**
 * Runs deployments and deletions one at a time for each stack, and remembers how they went.
 *
 * 1. A stack on which something is going on takes no second order.
 * 2. What a stopped server left in the middle is failed when the next one starts: another deployment takes it up.
 * 3. Deleted stacks can be looked up by their id.
 */
import type { RecordCollection } from '../store/records.ts';
import { DeployError } from './deploy-error.ts';
import {
  checkName,
  type DeployRequest,
  deleteStack,
  deployStack,
  newStack,
  type PreparedStack,
  prepareStack,
} from './deploy-stack.ts';
import { importersOf, listExports, type StackExport } from './exports.ts';
import { readingTemplate } from './malformed.ts';
import { planChanges, type StackPlan } from './plan-changes.ts';
import { type Stack, type StackPlace, type StackStatus, type StackTools, stackKey, stacksOf } from './stack.ts';
import { type StackEventRecord, StackEvents } from './stack-events.ts';
import { summariseTemplate, type TemplateSummary } from './template-summary.ts';

export interface StackOperatorOptions {
  readonly tools: () => StackTools;
  readonly events: RecordCollection<StackEventRecord>;
  readonly deleted: RecordCollection<Stack>;
}

type Order = Omit<DeployRequest, 'onEvent' | 'onStatus'> & Partial<Pick<DeployRequest, 'onEvent'>>;

export class StackOperator {
  readonly #tools: () => StackTools;
  readonly #events: StackEvents;
  readonly #deleted: RecordCollection<Stack>;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor({ tools, events, deleted }: StackOperatorOptions) {
    this.#tools = tools;
    this.#deleted = deleted;
    this.#events = new StackEvents(
      events,
      () => tools().now(),
      () => tools().newId(),
    );
  }

  /** Fails what an earlier run of the server did not end. */
  async start(): Promise<void> {
    const { stacks } = this.#tools();
    for (const { key, value } of stacks.list()) {
      const status = INTERRUPTED[value.status];
      if (status === undefined || this.#running.has(key)) continue;
      const stack: Stack = { ...value, status, reason: 'The server was stopped before this ended' };
      await stacks.put(key, stack);
      this.#events.ofStack(stack);
    }
    await this.#events.flush();
  }

  list(place: StackPlace): readonly Stack[] {
    return stacksOf(this.#tools().stacks, place);
  }

  /** By name, or by id even if it was deleted. */
  find(nameOrId: string, place: StackPlace): Stack | undefined {
    if (!nameOrId.startsWith('arn:')) return this.#tools().stacks.get(stackKey(nameOrId, place));
    return this.list(place).find(({ stackId }) => stackId === nameOrId) ?? this.#deleted.get(nameOrId);
  }

  listDeleted({ region, account }: StackPlace): readonly Stack[] {
    return this.#deleted.list({ prefix: `arn:aws:cloudformation:${region}:${account}:` }).map(({ value }) => value);
  }

  /** Newest first. */
  eventsOf(stackId: string): readonly StackEventRecord[] {
    return this.#events.list(stackId);
  }

  exports(place: StackPlace): readonly StackExport[] {
    return listExports(this.#tools(), place);
  }

  importersOf(exportName: string, place: StackPlace): readonly string[] {
    return importersOf(exportName, this.#tools(), place);
  }

  /** @throws {DeployError} */
  summarise(template: string): Promise<TemplateSummary> {
    return readingTemplate(() => summariseTemplate(template));
  }

  /** Reads and checks a template for a stack, and tells what deploying it would change. @throws {DeployError} */
  async plan(order: Order): Promise<StackPlan> {
    checkName(order.stackName);
    const prepared = await this.#prepare(order);
    return readingTemplate(() => planChanges(prepared, this.find(order.stackName, order), order, this.#tools()));
  }

  /** The record of a stack to come, for change sets that create one. */
  async review(stackName: string, place: StackPlace): Promise<Stack> {
    checkName(stackName);
    const tools = this.#tools();
    const existing = this.find(stackName, place);
    if (existing) return existing;
    const stack = newStack(stackName, place, tools);
    await tools.stacks.put(stackKey(stackName, place), stack);
    this.#events.ofStack({ ...stack, reason: 'User Initiated' });
    await this.#events.flush();
    return stack;
  }

  /** Begins a deployment. Resolves when it is on its way; `done` when it has ended. @throws {DeployError} */
  async begin(order: Order): Promise<{ readonly stackId: string; readonly done: Promise<Stack> }> {
    checkName(order.stackName);
    await this.#prepare(order);
    let begun: (stack: Stack) => void = () => {};
    const first = new Promise<Stack>((resolve) => {
      begun = resolve;
    });
    const done = this.#exclusively(order.stackName, order, () => this.#deploy(order, begun));
    // Whoever does not wait for the end finds it in the stack's status.
    done.catch(() => {});
    const { stackId } = await Promise.race([first, done]);
    return { stackId, done };
  }

  /** Begins a deletion; `done` resolves when it has ended. `undefined`: there is no such stack. */
  beginDeletion(
    stackName: string,
    place: StackPlace,
    { keep, onEvent }: { readonly keep?: ReadonlySet<string>; readonly onEvent?: DeployRequest['onEvent'] } = {},
  ): { readonly stackId: string; readonly done: Promise<void> } | undefined {
    const stack = this.find(stackName, place);
    if (!stack || stack.status === 'DELETE_COMPLETE') return undefined;
    const done = this.#exclusively(stack.stackName, place, () => this.#delete(stack, place, keep, onEvent));
    done.catch(() => {});
    return { stackId: stack.stackId, done };
  }

  async setTerminationProtection(stackName: string, place: StackPlace, isOn: boolean): Promise<void> {
    const stack = this.find(stackName, place);
    if (stack) await this.#tools().stacks.put(stackKey(stackName, place), { ...stack, terminationProtection: isOn });
  }

  async #prepare(order: Order): Promise<PreparedStack> {
    return readingTemplate(() => prepareStack(order, this.#tools()));
  }

  async #deploy(order: Order, begun: (stack: Stack) => void): Promise<Stack> {
    const tools = this.#tools();
    let current: Stack | undefined;
    try {
      return await deployStack(
        {
          ...order,
          onStatus: (stack) => {
            const isFirst = current === undefined;
            current = stack;
            this.#events.ofStack(isFirst ? { ...stack, reason: 'User Initiated' } : stack);
            if (isFirst) begun(stack);
          },
          onEvent: (event) => {
            if (current) this.#events.ofResource(current, event);
            order.onEvent?.(event);
          },
        },
        tools,
      );
    } finally {
      await this.#events.flush();
      const left = current as Stack | undefined;
      if (left && !tools.stacks.has(stackKey(order.stackName, order))) await this.#bury(left);
    }
  }

  async #delete(
    stack: Stack,
    place: StackPlace,
    keep: ReadonlySet<string> | undefined,
    onEvent: DeployRequest['onEvent'] | undefined,
  ): Promise<void> {
    try {
      await deleteStack(
        stack.stackName,
        {
          ...place,
          ...(keep && { keep }),
          onStatus: (changed) => this.#events.ofStack(changed),
          onEvent: (event) => {
            this.#events.ofResource(stack, event);
            onEvent?.(event);
          },
        },
        this.#tools(),
      );
      await this.#bury(stack);
    } finally {
      await this.#events.flush();
    }
  }

  async #bury(stack: Stack): Promise<void> {
    const now = this.#tools().now();
    const buried: Stack = { ...stack, status: 'DELETE_COMPLETE', reason: undefined, deletedMs: now, updatedMs: now };
    await this.#deleted.put(stack.stackId, { ...buried, resources: {}, doomed: [], before: undefined });
    this.#events.ofStack(buried);
    await this.#events.flush();
  }

  async #exclusively<T>(stackName: string, place: StackPlace, run: () => Promise<T>): Promise<T> {
    const key = stackKey(stackName, place);
    if (this.#running.has(key)) {
      const stack = this.find(stackName, place);
      const what = stack ? `${stack.stackId} is in ${stack.status} state` : `${stackName} is being created`;
      throw new DeployError('INVALID_PARAMETER', `Stack:${what} and can not be updated.`);
    }
    const running = run();
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      this.#running.delete(key);
    }
  }
}

const INTERRUPTED: Readonly<Partial<Record<StackStatus, StackStatus>>> = {
  CREATE_IN_PROGRESS: 'CREATE_FAILED',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK_FAILED',
  UPDATE_IN_PROGRESS: 'UPDATE_FAILED',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_FAILED',
  UPDATE_ROLLBACK_IN_PROGRESS: 'UPDATE_ROLLBACK_FAILED',
  DELETE_IN_PROGRESS: 'DELETE_FAILED',
};
