import { useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { countText } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Empty, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { href } from '../ui/router.tsx';
import { notify } from '../ui/toasts.tsx';

interface Message {
  readonly MessageId: string;
  readonly Body: string;
}

export function QueuePage({ place }: PageProps) {
  const QueueUrl = place.parts[1]!;
  const { data, error, reload } = useLoad(
    async (signal) =>
      (
        await callAws<{ Attributes: Record<string, string> }>(
          'sqs',
          'GetQueueAttributes',
          { QueueUrl, AttributeNames: ['All'] },
          signal,
        )
      ).Attributes,
    [QueueUrl],
  );
  const [messages, setMessages] = useState<readonly Message[]>();
  const [body, setBody] = useState('{}');
  const isFifo = QueueUrl.endsWith('.fifo');
  const send = async (): Promise<void> => {
    const group = isFifo ? { MessageGroupId: 'console', MessageDeduplicationId: String(Date.now()) } : {};
    await callAws('sqs', 'SendMessage', { QueueUrl, MessageBody: body, ...group });
    notify('Sent');
    reload();
  };
  // Made visible again at once: looking takes nothing away, but it counts as a receive.
  const peek = async (): Promise<void> => {
    const { Messages = [] } = await callAws<{ Messages?: Message[] }>('sqs', 'ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    });
    setMessages(Messages);
    reload();
  };
  return (
    <>
      <PageHead
        title={QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}
        crumbs={[{ label: 'Queues', href: href(['queues']) }]}
      >
        <CopyButton text={QueueUrl} label="Copy URL" />
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      {data && (
        <Card>
          <Facts
            facts={[
              ['Waiting', countText(Number(data['ApproximateNumberOfMessages'] ?? 0))],
              ['In flight', countText(Number(data['ApproximateNumberOfMessagesNotVisible'] ?? 0))],
              ['Delayed', countText(Number(data['ApproximateNumberOfMessagesDelayed'] ?? 0))],
              ['Visibility timeout', `${data['VisibilityTimeout']} s`],
              ['Dead letters to', <Data key="d" text={deadLetterQueue(data['RedrivePolicy'])} />],
            ]}
          />
        </Card>
      )}
      <div class="grid-2">
        <Card
          title="Send a message"
          actions={
            <Button kind="primary" onClick={send}>
              Send
            </Button>
          }
        >
          <CodeEditor label="Body of the message" value={body} onChange={setBody} height="200px" />
        </Card>
        <Card
          title="Messages"
          actions={
            <Button title="Counts as a receive" onClick={peek}>
              Look at up to 10
            </Button>
          }
        >
          {messages === undefined ? (
            <p class="muted">Looking makes them visible again at once, and counts as a receive.</p>
          ) : messages.length === 0 ? (
            <Empty title="None is visible" />
          ) : (
            <div class="stack">
              {messages.map(({ MessageId, Body }) => (
                <div key={MessageId}>
                  <p class="small faint">{MessageId}</p>
                  <pre class="code">
                    <Data text={Body} max={10_000} />
                  </pre>
                </div>
              ))}
            </div>
          )}
        </Card>
      </div>
    </>
  );
}

function deadLetterQueue(policy: string | undefined): string {
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy ?? '') as {
      deadLetterTargetArn: string;
      maxReceiveCount: number;
    };
    return `${deadLetterTargetArn.split(':').pop()} after ${maxReceiveCount}`;
  } catch {
    return '–';
  }
}
