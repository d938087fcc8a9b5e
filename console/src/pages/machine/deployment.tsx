/** The stack that a machine was deployed with, and what else is in it. */
import { getJson } from '../../aws/request.ts';
import { useLoad } from '../../live/use-load.ts';
import { nameOfArn, timeText } from '../../model/text.ts';
import { Data, Empty, FactLine, Failure } from '../../ui/basics.tsx';
import { href } from '../../ui/router.tsx';

interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

interface Stack {
  readonly stackName: string;
  readonly status: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string; readonly description?: string } | string>>;
  readonly createdMs: number;
  readonly updatedMs?: number;
}

/** Where the console shows such a thing. */
const PAGES: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine': 'machines',
  'AWS::Lambda::Function': 'functions',
  'AWS::S3::Bucket': 'buckets',
  'AWS::DynamoDB::Table': 'tables',
};

export function Deployment({ stateMachineArn }: { readonly stateMachineArn: string }) {
  const { data, error } = useLoad((signal) => getJson<readonly Stack[]>('/_stepwell/stacks', { signal }), []);
  if (error) {
    return (
      <div class="pad">
        <Failure error={error} />
      </div>
    );
  }
  if (!data) return null;
  const stack = data.find(({ resources }) =>
    Object.values(resources).some(({ physicalId }) => physicalId === stateMachineArn),
  );
  if (!stack) {
    return (
      <Empty title="No deployment made it">
        It was created by a call of the API. <code class="mono">stepwell deploy FOLDER</code> deploys SAM and CDK
        projects.
      </Empty>
    );
  }
  const resources = Object.values(stack.resources).sort((a, b) => a.type.localeCompare(b.type));
  return (
    <div class="pad stack">
      <FactLine
        facts={[
          ['Stack', <Data key="name" text={stack.stackName} />],
          ['Status', stack.status],
          ['Created', timeText(stack.createdMs)],
          stack.updatedMs !== undefined && ['Updated', timeText(stack.updatedMs)],
          ['Resources', String(resources.length)],
        ]}
      />
      <Outputs outputs={stack.outputs ?? {}} />
      <div class="table-scroll">
        <table class="table edge">
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col">Type</th>
              <th scope="col">Name here</th>
            </tr>
          </thead>
          <tbody>
            {resources.map(({ logicalId, type, physicalId }) => (
              <tr key={logicalId}>
                <td class="strong">
                  <Data text={logicalId} max={80} />
                </td>
                <td class="muted">{type.replace('AWS::', '')}</td>
                <td>
                  {PAGES[type] && physicalId !== stateMachineArn ? (
                    <a href={href([PAGES[type], physicalId])}>
                      <Data text={nameOfArn(physicalId)} max={120} />
                    </a>
                  ) : (
                    <Data text={shortName(physicalId)} max={120} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Of an ARN or of a queue's address, the name. */
function shortName(physicalId: string): string {
  return /^https?:/.test(physicalId) ? physicalId.slice(physicalId.lastIndexOf('/') + 1) : nameOfArn(physicalId);
}

function Outputs({ outputs }: { readonly outputs: NonNullable<Stack['outputs']> }) {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return null;
  return (
    <div class="table-scroll">
      <table class="table edge">
        <thead>
          <tr>
            <th scope="col">Output</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([name, output]) => (
            <tr key={name}>
              <td class="strong">
                <Data text={name} max={80} />
              </td>
              <td>
                <Data text={typeof output === 'string' ? output : String(output.value)} max={200} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
