import { DeployError } from '../../deploy/deploy-error.ts';
import type { Stack, StackEvent, StackTag } from '../../deploy/stack.ts';
import type { StackOperator } from '../../deploy/stack-operator.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../gateway/caller-identity.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import { jsonLines, LineQueue } from './json-lines.ts';

type DeployLine =
  | { readonly type: 'resource'; readonly event: StackEvent }
  | { readonly type: 'done'; readonly stack?: object }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

const PLACE = { region: DEFAULT_REGION, account: DEFAULT_ACCOUNT };

/** `/_stepwell/stacks`: what is deployed; deployments and deletions answer with a line of JSON for each thing that happens. */
export function stackRoutes(stacks: () => StackOperator): readonly OwnRoute[] {
  const path = '/_stepwell/stacks/:name';
  return [
    {
      method: 'GET',
      path: '/_stepwell/stacks',
      handler: () => jsonResponse(stacks().list(PLACE).map(stackView)),
    },
    { method: 'POST', path, handler: (request) => deploy(request, stacks()) },
    {
      method: 'DELETE',
      path,
      handler: ({ params }) =>
        following(async (onEvent) => {
          await stacks().beginDeletion(params['name'] as string, PLACE, { onEvent })?.done;
          return {};
        }),
    },
  ];
}

async function deploy(request: OwnRequest, stacks: StackOperator): Promise<OwnResponse> {
  const body = readRequest((await request.body()).toString('utf8'));
  if (!body) {
    return jsonResponse(
      {
        message:
          'Expected {"template": text, "parameters"?: {name: text}, "onFailure"?: "ROLLBACK" | "DO_NOTHING" | "DELETE"}',
      },
      400,
    );
  }
  return following(async (onEvent) => {
    const stackName = request.params['name'] as string;
    const { done } = await stacks.begin({ stackName, ...body, ...PLACE, onEvent });
    return { stack: stackView(await done) };
  });
}

const ON_FAILURE: readonly unknown[] = [undefined, 'ROLLBACK', 'DO_NOTHING', 'DELETE'];

interface DeployBody {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly onFailure?: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
  readonly tags?: readonly StackTag[];
  readonly settings?: { readonly terminationProtection: boolean };
}

function readRequest(text: string): DeployBody | undefined {
  try {
    const body = JSON.parse(text) as Partial<DeployBody> & { readonly terminationProtection?: boolean };
    const { template, parameters = {}, onFailure, tags, terminationProtection } = body;
    const isRight = typeof template === 'string' && typeof parameters === 'object' && ON_FAILURE.includes(onFailure);
    if (!isRight || (tags !== undefined && !Array.isArray(tags))) return undefined;
    return {
      template,
      parameters,
      ...(onFailure && { onFailure }),
      ...(tags && { tags }),
      ...(typeof terminationProtection === 'boolean' && { settings: { terminationProtection } }),
    };
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
