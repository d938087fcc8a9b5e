/** Versions and aliases of a machine: what is published, what points at it, and starting it. */
import { useState } from 'preact/hooks';
import { callAws } from '../../aws/request.ts';
import { listAll } from '../../aws/states.ts';
import type { StateMachine } from '../../aws/types.ts';
import { type Loaded, useLoad } from '../../live/use-load.ts';
import { nameOfArn, timeText } from '../../model/text.ts';
import { Button, Data, Empty, Failure } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { notify } from '../../ui/toasts.tsx';
import { StartDialog } from '../start-dialog.tsx';

interface Version {
  readonly arn: string;
  readonly creationDate: number;
  readonly description?: string;
  readonly definition?: string;
}

interface Alias {
  readonly stateMachineAliasArn: string;
  readonly name: string;
  readonly description?: string;
  readonly creationDate: number;
  readonly routingConfiguration: readonly { readonly stateMachineVersionArn: string; readonly weight: number }[];
}

export function Versions({ machine }: { readonly machine: StateMachine }) {
  const { stateMachineArn } = machine;
  const { data, error, reload } = useVersions(stateMachineArn);
  const [shown, setShown] = useState<Version>();
  const [started, setStarted] = useState<string>();
  const [description, setDescription] = useState('');
  const publish = async (): Promise<void> => {
    const { stateMachineVersionArn } = await callAws<{ stateMachineVersionArn: string }>(
      'states',
      'PublishStateMachineVersion',
      { stateMachineArn, ...(description && { description }) },
    );
    setDescription('');
    notify(`Version ${nameOfArn(stateMachineVersionArn)} published`);
    reload();
  };
  return (
    <>
      <div class="toolbar">
        <input
          class="input wide"
          value={description}
          maxLength={256}
          placeholder="What is new in this version"
          aria-label="Description of the version"
          onInput={(event) => setDescription(event.currentTarget.value)}
        />
        <Button onClick={publish}>Publish a version</Button>
      </div>
      {error && (
        <div class="pad">
          <Failure error={error} />
        </div>
      )}
      {data && data.aliases.length > 0 && <Aliases aliases={data.aliases} onStart={setStarted} />}
      {data && data.versions.length > 0 && (
        <VersionTable versions={data.versions} aliases={data.aliases} onShow={setShown} onStart={setStarted} />
      )}
      {data && data.versions.length === 0 && (
        <Empty title="No version was published yet">
          A version is a definition that never changes; an alias points at one version or at two.
        </Empty>
      )}
      {shown && (
        <Dialog title={`Version ${nameOfArn(shown.arn)}`} isWide onClose={() => setShown(undefined)}>
          <JsonView text={shown.definition} name={`${machine.name}-${nameOfArn(shown.arn)}`} label="Definition" />
        </Dialog>
      )}
      {started && <StartDialog stateMachineArn={started} type={machine.type} onClose={() => setStarted(undefined)} />}
    </>
  );
}

function useVersions(stateMachineArn: string): Loaded<{ versions: readonly Version[]; aliases: readonly Alias[] }> {
  return useLoad(
    async (signal) => {
      const listed = await listAll<{ stateMachineVersionArn: string; creationDate: number }>(
        'ListStateMachineVersions',
        { stateMachineArn, maxResults: 1_000 },
        'stateMachineVersions',
        signal,
      );
      const names = await listAll<{ stateMachineAliasArn: string }>(
        'ListStateMachineAliases',
        { stateMachineArn, maxResults: 1_000 },
        'stateMachineAliases',
        signal,
      );
      const versions = listed.map(({ stateMachineVersionArn: arn, creationDate }) =>
        callAws<StateMachine & { description?: string }>(
          'states',
          'DescribeStateMachine',
          { stateMachineArn: arn },
          signal,
        ).then(
          ({ description, definition }) => ({ arn, creationDate, description, definition }),
          () => ({ arn, creationDate }),
        ),
      );
      const aliases = names.map(({ stateMachineAliasArn }) =>
        callAws<Alias>('states', 'DescribeStateMachineAlias', { stateMachineAliasArn }, signal),
      );
      return { versions: await Promise.all(versions), aliases: await Promise.all(aliases) };
    },
    [stateMachineArn],
  );
}

function Aliases({
  aliases,
  onStart,
}: {
  readonly aliases: readonly Alias[];
  readonly onStart: (arn: string) => void;
}) {
  return (
    <div class="table-scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Alias</th>
            <th scope="col">Routes to</th>
            <th scope="col">Description</th>
            <th scope="col">Created</th>
            <th scope="col" aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {aliases.map(({ stateMachineAliasArn, name, description, creationDate, routingConfiguration }) => (
            <tr key={stateMachineAliasArn}>
              <td class="strong">
                <Data text={name} max={80} />
              </td>
              <td class="nowrap">
                {routingConfiguration
                  .map(
                    ({ stateMachineVersionArn, weight }) =>
                      `version ${nameOfArn(stateMachineVersionArn)} (${weight} %)`,
                  )
                  .join(', ')}
              </td>
              <td>
                <Data text={description ?? ''} max={160} />
              </td>
              <td class="nowrap">{timeText(creationDate * 1_000)}</td>
              <td class="end">
                <Button kind="quiet" onClick={() => onStart(stateMachineAliasArn)}>
                  Start
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VersionTable({
  versions,
  aliases,
  onShow,
  onStart,
}: {
  readonly versions: readonly Version[];
  readonly aliases: readonly Alias[];
  readonly onShow: (version: Version) => void;
  readonly onStart: (arn: string) => void;
}) {
  const namesOf = (arn: string): string =>
    aliases
      .filter(({ routingConfiguration }) => routingConfiguration.some((route) => route.stateMachineVersionArn === arn))
      .map(({ name }) => name)
      .join(', ');
  return (
    <div class="table-scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Aliases</th>
            <th scope="col">Description</th>
            <th scope="col">Published</th>
            <th scope="col" aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <tr key={version.arn}>
              <td class="strong">{nameOfArn(version.arn)}</td>
              <td>
                <Data text={namesOf(version.arn)} max={160} />
              </td>
              <td>
                <Data text={version.description ?? ''} max={160} />
              </td>
              <td class="nowrap">{timeText(version.creationDate * 1_000)}</td>
              <td class="end nowrap">
                <Button kind="quiet" onClick={() => onShow(version)}>
                  Definition
                </Button>
                <Button kind="quiet" onClick={() => onStart(version.arn)}>
                  Start
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
