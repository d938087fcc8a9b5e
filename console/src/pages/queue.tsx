import { useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { countText, durationText } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { href } from '../ui/router.tsx';
import { notify } from '../ui/toasts.tsx';
import { Messages } from './queue/messages.tsx';

type Attributes = Readonly<Record<string, string>>;

export function QueuePage({ place }: PageProps) {
  const QueueUrl = place.parts[1]!;
  const { data, error, reload } = useLoad(
    async (signal) => {
      const params = { QueueUrl, AttributeNames: ['All'] };
      return (await callAws<{ Attributes: Attributes }>('sqs', 'GetQueueAttributes', params, signal)).Attributes;
    },
    [QueueUrl],
  );
  return (
    <>
      <PageHead
        title={QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}
        crumbs={[{ label: 'Queues', href: href(['queues']) }]}
      >
        {data?.['QueueArn'] && <CopyButton text={data['QueueArn']} label="Copy ARN" />}
        <CopyButton text={QueueUrl} label="Copy URL" />
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      {data && (
        <>
          <Card>
            <QueueFacts attributes={data} />
          </Card>
          <Messages QueueUrl={QueueUrl} onLooked={reload} />
          <SendCard QueueUrl={QueueUrl} onSent={reload} />
        </>
      )}
    </>
  );
}

function QueueFacts({ attributes }: { readonly attributes: Attributes }) {
  const count = (name: string): string => countText(Number(attributes[name] ?? 0));
  const time = (name: string): string => durationText(Number(attributes[name] ?? 0) * 1_000);
  const dead = deadLetters(attributes['RedrivePolicy']);
  return (
    <Facts
      facts={[
        ['Waiting', count('ApproximateNumberOfMessages')],
        ['In flight', count('ApproximateNumberOfMessagesNotVisible')],
        ['Delayed', count('ApproximateNumberOfMessagesDelayed')],
        ['Visibility timeout', time('VisibilityTimeout')],
        ['Kept for', time('MessageRetentionPeriod')],
        dead !== undefined && ['Dead letters', <Data key="d" text={dead} />],
        attributes['FifoQueue'] === 'true' && ['Order', 'First in, first out'],
      ]}
    />
  );
}

function SendCard({ QueueUrl, onSent }: { readonly QueueUrl: string; readonly onSent: () => void }) {
  const [body, setBody] = useState('{}');
  const [group, setGroup] = useState('console');
  const isFifo = QueueUrl.endsWith('.fifo');
  const send = async (): Promise<void> => {
    const order = isFifo ? { MessageGroupId: group, MessageDeduplicationId: `${Date.now()}-${Math.random()}` } : {};
    await callAws('sqs', 'SendMessage', { QueueUrl, MessageBody: body, ...order });
    notify('Sent');
    onSent();
  };
  return (
    <Card
      title="Send a message"
      actions={
        <Button kind="primary" disabled={body === ''} onClick={send}>
          Send
        </Button>
      }
    >
      <div class="stack">
        {isFifo && (
          <label class="field">
            <span>Group</span>
            <input
              class="input"
              value={group}
              maxLength={128}
              onInput={({ currentTarget }) => setGroup(currentTarget.value)}
            />
          </label>
        )}
        <CodeEditor label="Body of the message" value={body} onChange={setBody} height="144px" />
      </div>
    </Card>
  );
}

function deadLetters(policy: string | undefined): string | undefined {
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy ?? '') as {
      deadLetterTargetArn: string;
      maxReceiveCount: number;
    };
    return `To ${deadLetterTargetArn.split(':').pop()} after ${maxReceiveCount} receives`;
  } catch {
    return undefined;
  }
}
