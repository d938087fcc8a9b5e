/** Carries the ends of asynchronous invocations to queues, topics, functions and event buses. */
import type { AwsCaller, CallResult } from '../connectors/aws-caller.ts';
import type { LambdaServiceOptions } from '../services/lambda/lambda-service.ts';

type FunctionEnds = Required<Pick<LambdaServiceOptions, 'deliverDeadLetter' | 'deliverToDestination'>>;

export function functionEnds(caller: AwsCaller): FunctionEnds {
  return {
    deliverDeadLetter: async ({ targetArn, body, requestId, errorCode, errorMessage }) => {
      const attributes = { RequestID: requestId, ErrorCode: String(errorCode), ErrorMessage: errorMessage };
      accepted(await deliver(caller, targetArn, body, attributes));
    },
    deliverToDestination: async (targetArn, record) => accepted(await deliver(caller, targetArn, record, {})),
  };
}

function accepted(result: CallResult): void {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
}

async function deliver(
  caller: AwsCaller,
  targetArn: string,
  body: string,
  attributes: Readonly<Record<string, string>>,
): Promise<CallResult> {
  const [, , service = '', region = '', account = '', ...rest] = targetArn.split(':');
  const place = { region, account };
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  switch (service) {
    case 'sns':
      return caller.call({
        ...place,
        service,
        operation: 'Publish',
        params: { TopicArn: targetArn, Message: body, MessageAttributes },
      });
    case 'lambda': {
      const params = { FunctionName: targetArn, InvocationType: 'Event', Payload: Buffer.from(body) };
      return caller.call({ ...place, service, operation: 'Invoke', params });
    }
    case 'events': {
      const entry = {
        Source: 'lambda',
        DetailType: 'Lambda Function Invocation Result',
        Detail: body,
        EventBusName: targetArn,
      };
      return caller.call({ ...place, service, operation: 'PutEvents', params: { Entries: [entry] } });
    }
    default: {
      const params = { QueueName: rest.join(':') };
      const url = await caller.call({ ...place, service: 'sqs', operation: 'GetQueueUrl', params });
      if (!url.ok) return url;
      const message = { QueueUrl: url.output['QueueUrl'], MessageBody: body, MessageAttributes };
      return caller.call({ ...place, service: 'sqs', operation: 'SendMessage', params: message });
    }
  }
}
