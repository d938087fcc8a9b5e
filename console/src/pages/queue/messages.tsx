import { useState } from 'preact/hooks';
import { callAws } from '../../aws/request.ts';
import { bytesText, timeText } from '../../model/text.ts';
import { Button, Card, CopyButton, Data, Empty, Facts } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';

interface Message {
  readonly MessageId: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly StringValue?: string; readonly BinaryValue?: string; readonly DataType: string }>
  >;
}

/** What is in the queue: made visible again at once, so that looking takes nothing away. It counts as a receive. */
export function Messages({ QueueUrl, onLooked }: { readonly QueueUrl: string; readonly onLooked: () => void }) {
  const [messages, setMessages] = useState<readonly Message[]>();
  const [shown, setShown] = useState<Message>();
  const look = async (): Promise<void> => {
    const answer = await callAws<{ Messages?: Message[] }>('sqs', 'ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
      AttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    setMessages(answer.Messages ?? []);
    onLooked();
  };
  return (
    <Card title="Messages" isFlush actions={<Button onClick={look}>Look at up to 10</Button>}>
      {messages === undefined ? (
        <Empty title="Not looked at yet">
          Looking leaves every message where it is, but counts as a receive, as dead-letter queues count them.
        </Empty>
      ) : messages.length === 0 ? (
        <Empty title="None is visible" />
      ) : (
        <VirtualTable<Message>
          label="Messages"
          rows={messages}
          rowKey={({ MessageId }) => MessageId}
          rowLabel={({ MessageId }) => `Message ${MessageId}`}
          onSelect={setShown}
          columns={[
            {
              id: 'body',
              title: 'Body',
              width: 'minmax(0, 1fr)',
              cell: ({ Body }) => <Data text={Body} max={200} mono />,
            },
            {
              id: 'size',
              title: 'Size',
              width: '72px',
              align: 'end',
              isOptional: true,
              cell: ({ Body }) => bytesText(new TextEncoder().encode(Body).length),
            },
            {
              id: 'receives',
              title: 'Receives',
              width: '72px',
              align: 'end',
              cell: ({ Attributes }) => Attributes?.['ApproximateReceiveCount'] ?? '',
            },
            {
              id: 'sent',
              title: 'Sent',
              width: '152px',
              align: 'end',
              isOptional: true,
              cell: ({ Attributes }) => sentText(Attributes),
            },
          ]}
        />
      )}
      {shown && <MessageDialog message={shown} onClose={() => setShown(undefined)} />}
    </Card>
  );
}

function sentText(attributes: Readonly<Record<string, string>> | undefined): string {
  const sent = attributes?.['SentTimestamp'];
  return sent === undefined ? '' : timeText(Number(sent));
}

function MessageDialog({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const { MessageId, Body, Attributes = {}, MessageAttributes = {} } = message;
  const custom = Object.entries(MessageAttributes);
  return (
    <Dialog title="Message" isWide onClose={onClose}>
      <Facts
        facts={[
          ['Id', <Data key="i" text={MessageId} mono />],
          ['Sent', sentText(Attributes)],
          ['Receives', Attributes['ApproximateReceiveCount'] ?? '–'],
          Attributes['MessageGroupId'] !== undefined && [
            'Group',
            <Data key="g" text={Attributes['MessageGroupId']} max={128} />,
          ],
        ]}
      />
      {custom.length > 0 && (
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>Attribute</th>
                <th>Type</th>
                <th>Value</th>
              </tr>
            </thead>
            <tbody>
              {custom.map(([name, { DataType, StringValue, BinaryValue }]) => (
                <tr key={name}>
                  <td>
                    <Data text={name} max={256} />
                  </td>
                  <td class="muted">
                    <Data text={DataType} max={60} />
                  </td>
                  <td>
                    <Data text={StringValue ?? BinaryValue ?? ''} max={2_000} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <section>
        <h3>Body</h3>
        {isJson(Body) ? (
          <JsonView text={Body} name={MessageId} label="Body of the message" />
        ) : (
          <>
            <div class="json-actions">
              <span class="muted">{bytesText(Body.length)}</span>
              <CopyButton text={Body} label="Copy" />
            </div>
            <ScrollBox label="Body of the message">
              <pre class="code">
                <Data text={Body} max={100_000} />
              </pre>
            </ScrollBox>
          </>
        )}
      </section>
    </Dialog>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
