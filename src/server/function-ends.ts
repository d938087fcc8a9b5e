/** Carries the ends of asynchronous invocations to queues, topics, functions and event buses. */
import type { AwsCaller, CallResult } from '../connectors/aws-caller.ts';
import type { InvocationEnd } from '../services/lambda/lambda-dependencies.ts';
import type { LambdaServiceOptions } from '../services/lambda/lambda-service.ts';

type FunctionEnds = Required<Pick<LambdaServiceOptions, 'deliverDeadLetter' | 'deliverToDestination'>>;

export function functionEnds(caller: AwsCaller): FunctionEnds {
  return {
    deliverDeadLetter: async ({ targetArn, body, requestId, errorCode, errorMessage }) => {
      const attributes = {
        RequestID: { DataType: 'String', StringValue: requestId },
        ErrorCode: { DataType: 'Number', StringValue: String(errorCode) },
        ErrorMessage: { DataType: 'String', StringValue: errorMessage || ' ' },
      };
      await (serviceOf(targetArn) === 'sns'
        ? publish(caller, targetArn, body, attributes)
        : send(caller, targetArn, body, attributes));
    },
    deliverToDestination: async (end) => {
      const { targetArn, record } = end;
      switch (serviceOf(targetArn)) {
        case 'sns':
          return publish(caller, targetArn, record);
        case 'lambda':
          return invoke(caller, targetArn, record);
        case 'events':
          return putEvent(caller, end);
        default:
          return send(caller, targetArn, record);
      }
    },
  };
}

type Attributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

const serviceOf = (arn: string): string | undefined => arn.split(':')[2];

function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}

function accepted(result: CallResult): Readonly<Record<string, unknown>> {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.output;
}

async function send(caller: AwsCaller, arn: string, body: string, attributes: Attributes = {}): Promise<void> {
  const place = placeOf(arn);
  const QueueName = arn.split(':').slice(5).join(':');
  const found = await caller.call({ ...place, service: 'sqs', operation: 'GetQueueUrl', params: { QueueName } });
  const { QueueUrl } = accepted(found);
  const params = { QueueUrl, MessageBody: body, MessageAttributes: attributes };
  accepted(await caller.call({ ...place, service: 'sqs', operation: 'SendMessage', params }));
}

async function publish(caller: AwsCaller, arn: string, body: string, attributes: Attributes = {}): Promise<void> {
  const params = { TopicArn: arn, Message: body, MessageAttributes: attributes };
  accepted(await caller.call({ ...placeOf(arn), service: 'sns', operation: 'Publish', params }));
}

async function invoke(caller: AwsCaller, arn: string, body: string): Promise<void> {
  const params = { FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(body) };
  accepted(await caller.call({ ...placeOf(arn), service: 'lambda', operation: 'Invoke', params }));
}

async function putEvent(
  caller: AwsCaller,
  { targetArn, functionArn, isSuccess, record }: InvocationEnd,
): Promise<void> {
  const entry = {
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${isSuccess ? 'Success' : 'Failure'}`,
    Detail: record,
    EventBusName: targetArn,
    Resources: [targetArn, functionArn],
  };
  const params = { Entries: [entry] };
  const output = accepted(
    await caller.call({ ...placeOf(targetArn), service: 'events', operation: 'PutEvents', params }),
  );
  const [{ ErrorCode, ErrorMessage } = {}] = (output['Entries'] ?? []) as readonly {
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
  if (ErrorCode !== undefined) throw new Error(`${ErrorCode}: ${ErrorMessage}`);
}
