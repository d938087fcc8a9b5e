import { useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callSns, elementsIn, textIn } from '../aws/xml.ts';
import { useLoad } from '../live/use-load.ts';
import { countText, nameOfArn } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { href } from '../ui/router.tsx';
import { notify } from '../ui/toasts.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

export function TopicsPage({ place }: PageProps) {
  const topicArn = place.parts[1];
  return topicArn === undefined ? <TopicList /> : <Topic topicArn={topicArn} />;
}

interface TopicRow {
  readonly arn: string;
  readonly subscriptions: number;
}

async function listTopics(): Promise<readonly TopicRow[]> {
  const [arns, subscribed] = await Promise.all([
    listEvery('ListTopics', (root) => textsOf(root, 'TopicArn')),
    listEvery('ListSubscriptions', (root) => textsOf(root, 'TopicArn')),
  ]);
  return arns.map((arn) => ({ arn, subscriptions: subscribed.filter((one) => one === arn).length }));
}

async function listEvery(action: string, read: (root: Element) => readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  let next = '';
  do {
    const root = await callSns(action, next ? { NextToken: next } : {});
    found.push(...read(root));
    next = textIn(root, 'NextToken');
  } while (next);
  return found;
}

function textsOf(root: Element, name: string): readonly string[] {
  return elementsIn(root, name).map((element) => element.textContent ?? '');
}

function TopicList() {
  const { data, error, reload } = useLoad(listTopics, []);
  return (
    <>
      <PageHead title="Topics">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="There are no topics yet" />
        ) : (
          <VirtualTable
            label="Topics"
            rows={data ?? []}
            rowKey={({ arn }) => arn}
            href={({ arn }) => href(['topics', arn])}
            height="calc(100dvh - 184px)"
            columns={[
              {
                id: 'name',
                title: 'Name',
                width: 'minmax(0, 1fr)',
                cell: ({ arn }) => (
                  <span class="link strong">
                    <Data text={nameOfArn(arn)} />
                  </span>
                ),
              },
              {
                id: 'subscriptions',
                title: 'Subscriptions',
                width: '112px',
                align: 'end',
                cell: ({ subscriptions }) => countText(subscriptions),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}

function Topic({ topicArn }: { readonly topicArn: string }) {
  const { data, error } = useLoad(async () => {
    const root = await callSns('ListSubscriptionsByTopic', { TopicArn: topicArn });
    return elementsIn(root, 'member').map((member) => ({
      arn: textIn(member, 'SubscriptionArn'),
      protocol: textIn(member, 'Protocol'),
      endpoint: textIn(member, 'Endpoint'),
    }));
  }, [topicArn]);
  const [message, setMessage] = useState('');
  const [subject, setSubject] = useState('');
  const publish = async (): Promise<void> => {
    await callSns('Publish', { TopicArn: topicArn, Message: message, ...(subject && { Subject: subject }) });
    notify('Published');
  };
  return (
    <>
      <PageHead title={nameOfArn(topicArn)} crumbs={[{ label: 'Topics', href: href(['topics']) }]}>
        <CopyButton text={topicArn} label="Copy ARN" />
      </PageHead>
      {error && <Failure error={error} />}
      <div class="grid-2">
        <Card title="Subscriptions" isFlush>
          {data?.length === 0 ? (
            <Empty title="Nobody has subscribed" />
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th>Protocol</th>
                  <th>Endpoint</th>
                </tr>
              </thead>
              <tbody>
                {data?.map(({ arn, protocol, endpoint }, i) => (
                  <tr key={`${arn} ${i}`}>
                    <td>{protocol}</td>
                    <td>
                      <Data text={endpoint} />
                      {arn === 'PendingConfirmation' && <div class="small muted">Not confirmed yet</div>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Card>
        <Card
          title="Publish a message"
          actions={
            <Button kind="primary" disabled={message === ''} onClick={publish}>
              Publish
            </Button>
          }
        >
          <div class="stack">
            <label class="field">
              <span>Subject</span>
              <input
                class="input"
                value={subject}
                maxLength={100}
                onInput={({ currentTarget }) => setSubject(currentTarget.value)}
              />
            </label>
            <CodeEditor label="Message" value={message} onChange={setMessage} height="160px" />
          </div>
        </Card>
      </div>
    </>
  );
}
