import { DeployError } from '../../deploy/deploy-error.ts';
import { deleteStack, deployStack } from '../../deploy/deploy-stack.ts';
import type { Stack, StackEvent, StackTools } from '../../deploy/stack.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../gateway/caller-identity.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import { jsonLines, LineQueue } from './json-lines.ts';

type DeployLine =
  | { readonly type: 'resource'; readonly event: StackEvent }
  | { readonly type: 'done'; readonly stack?: object }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

const PLACE = { region: DEFAULT_REGION, account: DEFAULT_ACCOUNT };

/** `/_stepwell/stacks`: what is deployed; deployments and deletions answer with a line of JSON for each thing that happens. */
export function stackRoutes(tools: () => StackTools): readonly OwnRoute[] {
  const path = '/_stepwell/stacks/:name';
  return [
    {
      method: 'GET',
      path: '/_stepwell/stacks',
      handler: () =>
        jsonResponse(
          tools()
            .stacks.list()
            .map(({ value }) => stackView(value)),
        ),
    },
    { method: 'POST', path, handler: (request) => deploy(request, tools()) },
    {
      method: 'DELETE',
      path,
      handler: ({ params }) =>
        following(async (onEvent) => {
          await deleteStack(params['name'] as string, { ...PLACE, onEvent }, tools());
          return {};
        }),
    },
  ];
}

async function deploy(request: OwnRequest, tools: StackTools): Promise<OwnResponse> {
  const body = readRequest((await request.body()).toString('utf8'));
  if (!body) {
    return jsonResponse({ message: 'Expected {"template": text, "parameters"?: {name: text}}' }, 400);
  }
  return following(async (onEvent) => {
    const stackName = request.params['name'] as string;
    return { stack: stackView(await deployStack({ stackName, ...body, ...PLACE, onEvent }, tools)) };
  });
}

interface DeployBody {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function readRequest(text: string): DeployBody | undefined {
  try {
    const { template, parameters = {} } = JSON.parse(text) as Partial<DeployBody>;
    return typeof template === 'string' && typeof parameters === 'object' ? { template, parameters } : undefined;
  } catch {
    return undefined;
  }
}

/** Runs to its end even if the client goes away: a deployment that was begun is finished. */
function following(run: (onEvent: (event: StackEvent) => void) => Promise<{ readonly stack?: object }>): OwnResponse {
  const lines = new LineQueue<DeployLine>();
  run((event) => lines.push({ type: 'resource', event }))
    .then(
      (result) => lines.push({ type: 'done', ...result }),
      (error: unknown) => lines.push(failure(error)),
    )
    .finally(() => lines.close())
    .catch(() => {});
  return jsonLines(lines);
}

function failure(error: unknown): DeployLine {
  if (error instanceof DeployError) return { type: 'failed', code: error.code, message: error.message };
  return { type: 'failed', code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

function stackView({ stackName, stackId, status, resources, outputs, createdMs, updatedMs }: Stack) {
  const shown = Object.entries(resources).map(([id, { logicalId, type, physicalId }]) => [
    id,
    { logicalId, type, physicalId },
  ]);
  return { stackName, stackId, status, resources: Object.fromEntries(shown), outputs, createdMs, updatedMs };
}
