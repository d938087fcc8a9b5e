/** What a destination hears about an asynchronous invocation that has ended. */
import type { AsyncInvocation } from './async-invocations.ts';
import type { FunctionAnswer } from './invoke-function.ts';

export type EndCondition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

export function destinationRecord(
  invocation: AsyncInvocation,
  {
    functionArn,
    condition,
    nowMs,
    answer,
  }: { functionArn: string; condition: EndCondition; nowMs: number; answer?: FunctionAnswer },
): string {
  const result = answer?.result;
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn,
      condition,
      approximateInvokeCount: invocation.attempts + (answer ? 1 : 0),
    },
    requestPayload: parsed(invocation.payload),
    ...(answer && {
      responseContext: {
        statusCode: 200,
        executedVersion: answer.executedVersion,
        ...(result?.functionError !== undefined && { functionError: result.functionError }),
      },
      responsePayload: parsed(result?.payload ?? 'null'),
    }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
