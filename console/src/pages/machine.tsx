import { useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import type { StateMachine } from '../aws/types.ts';
import { useLoad } from '../live/use-load.ts';
import { statesOf } from '../model/machine-graph.ts';
import { countText, nameOfArn, parsedJson, timeText } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Empty, FactLine, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { DefinitionEditor } from './definition-editor.tsx';
import { ExecutionList } from './execution-list.tsx';
import { Deployment } from './machine/deployment.tsx';
import { MachineGraph } from './machine/machine-graph.tsx';
import { Versions } from './machine/versions.tsx';
import { StartDialog } from './start-dialog.tsx';

type Tab = 'executions' | 'graph' | 'definition' | 'versions' | 'deployment';

const TABS: readonly { readonly id: Tab; readonly label: string }[] = [
  { id: 'executions', label: 'Executions' },
  { id: 'graph', label: 'Graph' },
  { id: 'definition', label: 'Definition' },
  { id: 'versions', label: 'Versions and aliases' },
  { id: 'deployment', label: 'Deployment' },
];

export function MachinePage({ place }: PageProps) {
  const stateMachineArn = place.parts[1]!;
  const { data, error, reload } = useLoad(
    (signal) => callAws<StateMachine>('states', 'DescribeStateMachine', { stateMachineArn }, signal),
    [stateMachineArn],
  );
  const [isStarting, setIsStarting] = useState(false);
  const tab = (place.query.get('tab') ?? 'executions') as Tab;
  return (
    <>
      <PageHead
        title={data?.name ?? nameOfArn(stateMachineArn)}
        crumbs={[{ label: 'State machines', href: href(['machines']) }]}
        facts={data && <MachineFacts machine={data} />}
      >
        <CopyButton text={stateMachineArn} label="Copy ARN" />
        <Button kind="primary" disabled={!data} onClick={() => setIsStarting(true)}>
          {data?.type === 'EXPRESS' ? 'Run' : 'Start execution'}
        </Button>
      </PageHead>
      {error && <Failure error={error} />}
      {data && (
        <Card isFlush>
          <Tabs<Tab>
            label="Parts of the state machine"
            active={tab}
            onChange={(id) => setQuery({ tab: id === 'executions' ? undefined : id })}
            tabs={TABS}
          >
            {tab === 'executions' && <Executions machine={data} place={place} />}
            {tab === 'graph' && <MachineGraph machine={data} />}
            {tab === 'definition' && <DefinitionEditor machine={data} onSaved={reload} />}
            {tab === 'versions' && <Versions machine={data} />}
            {tab === 'deployment' && <Deployment stateMachineArn={stateMachineArn} />}
          </Tabs>
        </Card>
      )}
      {isStarting && data && (
        <StartDialog stateMachineArn={stateMachineArn} type={data.type} onClose={() => setIsStarting(false)} />
      )}
    </>
  );
}

function MachineFacts({ machine }: { readonly machine: StateMachine }) {
  const { type, definition, creationDate, roleArn } = machine;
  return (
    <FactLine
      facts={[
        ['Type', type === 'EXPRESS' ? 'Express' : 'Standard'],
        ['States', countText(statesOf(parsedJson(definition)).size)],
        ['Created', timeText(creationDate * 1_000)],
        ['Role', <Data key="role" text={roleArn?.split('/').pop() ?? '–'} max={64} />],
      ]}
    />
  );
}

function Executions({ machine, place }: PageProps & { readonly machine: StateMachine }) {
  if (machine.type === 'EXPRESS')
    return (
      <Empty title="Express executions keep no history">
        Their logs are in the log group that the state machine names. Run shows the result of one.
      </Empty>
    );
  return (
    <ExecutionList
      place={place}
      stateMachineArn={machine.stateMachineArn}
      emptyTitle="It has not run yet"
      height="max(320px, calc(100dvh - 312px))"
    />
  );
}
