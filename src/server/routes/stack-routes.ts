/**
 * `/_stepwell/stacks`: what is deployed. A deployment answers as it goes, one JSON document a line:
 * `{type: "resource", event}` …, then `{type: "done", stack}` or `{type: "failed", code, message}`.
 */
import { DeployError } from '../../deploy/deploy-error.ts';
import { deleteStack, deployStack, type Stack, type StackEvent, type StackTools } from '../../deploy/deploy-stack.ts';
import { jsonResponse, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { Logger } from '../../runtime/logger.ts';
import { lineStream } from './line-stream.ts';

export interface StackRouteOptions extends StackTools {
  readonly region: string;
  readonly account: string;
  readonly logger: Logger;
}

export function stackRoutes(options: StackRouteOptions): readonly OwnRoute[] {
  const { region, account } = options;
  const busy = new Set<string>();

  /** Runs one change of a stack at a time and streams what it does. */
  const change = (stackName: string, work: (onEvent: (event: StackEvent) => void) => Promise<object>): OwnResponse => {
    if (busy.has(stackName))
      return jsonResponse({ message: `Stack ${stackName} is being changed; try again when that has ended` }, 409);
    busy.add(stackName);
    const lines = lineStream();
    void work((event) => lines.write({ type: 'resource', event }))
      .then((result) => lines.write(result))
      .catch((error: unknown) => {
        if (!(error instanceof DeployError)) options.logger.error('a deployment failed', { stackName, error });
        lines.write({
          type: 'failed',
          code: error instanceof DeployError ? error.code : 'INTERNAL',
          message: (error as Error).message,
        });
      })
      .finally(() => {
        busy.delete(stackName);
        lines.end();
      });
    return { headers: { 'content-type': 'application/x-ndjson' }, body: lines.body };
  };

  return [
    {
      method: 'GET',
      path: '/_stepwell/stacks',
      handler: () => jsonResponse(options.stacks.list().map(({ value }) => stackView(value))),
    },
    {
      method: 'GET',
      path: '/_stepwell/stacks/:name',
      handler: ({ params }) => {
        const stack = options.stacks.get(params['name']!);
        return stack ? jsonResponse(stackView(stack)) : notFound(params['name']!);
      },
    },
    {
      method: 'POST',
      path: '/_stepwell/stacks/:name',
      async handler(request) {
        const body = readRequest(await request.body());
        if (typeof body === 'string') return jsonResponse({ message: body }, 400);
        const stackName = request.params['name']!;
        return change(stackName, async (onEvent) => {
          const stack = await deployStack({ stackName, ...body, region, account, onEvent }, options);
          return { type: 'done', stack: stackView(stack) };
        });
      },
    },
    {
      method: 'DELETE',
      path: '/_stepwell/stacks/:name',
      handler({ params }) {
        const stackName = params['name']!;
        if (!options.stacks.has(stackName)) return notFound(stackName);
        return change(stackName, async (onEvent) => {
          await deleteStack(stackName, { region, account, onEvent }, options);
          return { type: 'done' };
        });
      },
    },
  ];
}

function stackView({ stackName, stackId, status, resources, outputs, createdMs, updatedMs }: Stack) {
  const shown = Object.fromEntries(
    Object.entries(resources).map(([id, { logicalId, type, physicalId }]) => [id, { logicalId, type, physicalId }]),
  );
  return { stackName, stackId, status, resources: shown, outputs, createdMs, updatedMs };
}

/** The request, or what is wrong with it. */
function readRequest(body: Buffer): { template: string; parameters: Record<string, string> } | string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    return `The request is not JSON: ${(error as Error).message}`;
  }
  const { template, parameters = {} } = (value ?? {}) as { template?: unknown; parameters?: unknown };
  if (typeof template !== 'string') return 'The request needs "template": the text of a template';
  const isMap =
    typeof parameters === 'object' &&
    parameters !== null &&
    Object.values(parameters).every((one) => typeof one === 'string');
  if (!isMap) return '"parameters" must be an object of strings';
  return { template, parameters: parameters as Record<string, string> };
}

function notFound(stackName: string): OwnResponse {
  return jsonResponse({ message: `Stack with id ${stackName} does not exist` }, 404);
}
