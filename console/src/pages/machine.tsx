import { useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import { listAll } from '../aws/states.ts';
import type { StateMachine } from '../aws/types.ts';
import { LazyGraph } from '../graph/lazy-graph.tsx';
import { useExecutions } from '../live/use-executions.ts';
import { useLoad } from '../live/use-load.ts';
import { machineGraph, statesOf } from '../model/machine-graph.ts';
import { countText, nameOfArn, timeText } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Empty, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { DefinitionEditor } from './definition-editor.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { ExecutionTable } from './execution-table.tsx';
import { StartDialog } from './start-dialog.tsx';

type Tab = 'executions' | 'graph' | 'definition' | 'versions';

export function MachinePage({ place }: PageProps) {
  const stateMachineArn = place.parts[1]!;
  const {
    data: machine,
    error,
    reload,
  } = useLoad(
    (signal) => callAws<StateMachine>('states', 'DescribeStateMachine', { stateMachineArn }, signal),
    [stateMachineArn],
  );
  const [isStarting, setIsStarting] = useState(false);
  const tab = (place.query.get('tab') ?? 'executions') as Tab;
  return (
    <>
      <PageHead
        title={machine?.name ?? nameOfArn(stateMachineArn)}
        crumbs={[{ label: 'State machines', href: href(['machines']) }]}
      >
        <CopyButton text={stateMachineArn} label="Copy ARN" />
        <Button kind="primary" disabled={!machine} onClick={() => setIsStarting(true)}>
          Start execution
        </Button>
      </PageHead>
      {error && <Failure error={error} />}
      {machine && (
        <>
          <Card>
            <Facts
              facts={[
                ['Type', machine.type === 'EXPRESS' ? 'Express' : 'Standard'],
                ['States', countText(statesOf(parsed(machine.definition)).size)],
                ['Created', timeText(machine.creationDate * 1_000)],
                ['Role', <Data key="role" text={nameOfRole(machine.roleArn)} />],
              ]}
            />
          </Card>
          <Card isFlush>
            <Tabs<Tab>
              label="Parts of the state machine"
              active={tab}
              onChange={(id) => setQuery({ tab: id })}
              tabs={[
                { id: 'executions', label: 'Executions' },
                { id: 'graph', label: 'Graph' },
                { id: 'definition', label: 'Definition' },
                { id: 'versions', label: 'Versions and aliases' },
              ]}
            >
              {tab === 'executions' && <Executions machine={machine} place={place} />}
              {tab === 'graph' && <MachineGraph machine={machine} />}
              {tab === 'definition' && <DefinitionEditor machine={machine} onSaved={reload} />}
              {tab === 'versions' && <Versions stateMachineArn={stateMachineArn} />}
            </Tabs>
          </Card>
        </>
      )}
      {isStarting && machine && (
        <StartDialog stateMachineArn={stateMachineArn} type={machine.type} onClose={() => setIsStarting(false)} />
      )}
    </>
  );
}

function Executions({ machine, place }: PageProps & { readonly machine: StateMachine }) {
  const status = place.query.get('status') ?? '';
  const name = place.query.get('name') ?? '';
  const { executions, isLoading, error, hasMore, more } = useExecutions({
    stateMachineArn: machine.stateMachineArn,
    ...(status && { status }),
    ...(name && { name }),
  });
  if (machine.type === 'EXPRESS')
    return (
      <Empty title="Express executions keep no history">
        Their logs are in the log group that the state machine names.
      </Empty>
    );
  return (
    <>
      <ExecutionFilters status={status} name={name} onChange={setQuery}>
        <span class="muted">
          {countText(executions.length)}
          {hasMore ? '+' : ''} shown
        </span>
      </ExecutionFilters>
      {error && <Failure error={error} />}
      {executions.length === 0 && !isLoading ? (
        <Empty title={status || name ? 'None matches' : 'It has not run yet'} />
      ) : (
        <ExecutionTable executions={executions} onEnd={more} height="max(320px, calc(100dvh - 440px))" />
      )}
    </>
  );
}

function MachineGraph({ machine }: { readonly machine: StateMachine }) {
  const definition = useMemo(() => parsed(machine.definition), [machine.definition]);
  const graph = useMemo(() => machineGraph(definition), [definition]);
  const [selected, setSelected] = useState<string>();
  const state = selected === undefined ? undefined : statesOf(definition).get(selected);
  if (!graph) return <Empty title="The definition cannot be drawn" />;
  return (
    <div class="split">
      <div class="split-graph">
        <LazyGraph graph={graph} selected={selected} onSelect={setSelected} />
      </div>
      <div class="split-side pad">
        {selected === undefined ? (
          <p class="muted">Select a state to see its definition.</p>
        ) : (
          <>
            <h3>
              <Data text={selected} />
            </h3>
            <JsonView key={selected} text={JSON.stringify(state)} name={selected} label="Definition of the state" />
          </>
        )}
      </div>
    </div>
  );
}

interface Alias {
  readonly stateMachineAliasArn: string;
  readonly creationDate: number;
}

interface Version {
  readonly stateMachineVersionArn: string;
  readonly creationDate: number;
}

function Versions({ stateMachineArn }: { readonly stateMachineArn: string }) {
  const versions = useLoad(
    (signal) =>
      listAll<Version>(
        'ListStateMachineVersions',
        { stateMachineArn, maxResults: 1_000 },
        'stateMachineVersions',
        signal,
      ),
    [stateMachineArn],
  );
  const aliases = useLoad(
    (signal) =>
      listAll<Alias>('ListStateMachineAliases', { stateMachineArn, maxResults: 1_000 }, 'stateMachineAliases', signal),
    [stateMachineArn],
  );
  const rows = [
    ...(aliases.data ?? []).map((one) => ({ kind: 'Alias', arn: one.stateMachineAliasArn, date: one.creationDate })),
    ...(versions.data ?? []).map((one) => ({
      kind: 'Version',
      arn: one.stateMachineVersionArn,
      date: one.creationDate,
    })),
  ];
  const failure = versions.error ?? aliases.error;
  if (failure) return <Failure error={failure} />;
  if (rows.length === 0)
    return <Empty title="No version was published">Publish one with the AWS CLI or when you save a definition.</Empty>;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>Kind</th>
          <th>Name</th>
          <th>Created</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, arn, date }) => (
          <tr key={arn}>
            <td>{kind}</td>
            <td>
              <Data text={nameOfArn(arn)} />
            </td>
            <td class="nowrap">{timeText(date * 1_000)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOfRole(arn: string | undefined): string {
  return arn?.split('/').pop() ?? '–';
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
