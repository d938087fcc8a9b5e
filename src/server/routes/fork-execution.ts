import type { Engine } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import { systemIds } from '../../runtime/ids.ts';
import { requireName } from '../../services/states/name.ts';

/**
 * `POST /_stepwell/executions/fork` with `{"executionArn", "eventId", "name"?}`: starts an execution that goes on from what another had done up to
 * an event. Answers with its ARN and with the last event that it took over, which may be an earlier one.
 */
export function forkExecutionRoute(core: () => { readonly engine: Engine }): OwnRoute {
  return { method: 'POST', path: '/_stepwell/executions/fork', handler: (request) => fork(request, core().engine) };
}

interface ForkBody {
  readonly executionArn: string;
  readonly eventId: number;
  readonly name?: string;
}

async function fork(request: OwnRequest, engine: Engine): Promise<OwnResponse> {
  const body = readBody((await request.body()).toString('utf8'));
  if (!body) return jsonResponse({ message: 'Expected {"executionArn": text, "eventId": number, "name"?: text}' }, 400);
  const executionName = body.name || systemIds.uuid();
  try {
    requireName(executionName);
  } catch (error) {
    return jsonResponse({ message: (error as Error).message }, 400);
  }
  const executionArn = body.executionArn.replace(/[^:]*$/, executionName);
  const result = await engine.fork({
    sourceArn: body.executionArn,
    eventId: body.eventId,
    executionArn,
    executionName,
  });
  switch (result.type) {
    case 'Forked':
      return jsonResponse({ executionArn, eventId: result.eventId });
    case 'NotFound':
      return jsonResponse({ message: `Execution Does Not Exist: '${body.executionArn}'` }, 404);
    case 'Exists':
      return jsonResponse({ message: `Execution Already Exists: '${executionArn}'` }, 409);
    case 'NoPlace':
      return jsonResponse(
        {
          message:
            'There is no place to go on from: up to this event the execution never waited for a task or a timer of its own. Start a new execution from its input instead',
        },
        409,
      );
  }
}

function readBody(text: string): ForkBody | undefined {
  try {
    const { executionArn, eventId, name } = JSON.parse(text) as Partial<ForkBody>;
    const isRight =
      typeof executionArn === 'string' && Number.isInteger(eventId) && (name === undefined || typeof name === 'string');
    return isRight ? { executionArn, eventId: eventId!, name } : undefined;
  } catch {
    return undefined;
  }
}
