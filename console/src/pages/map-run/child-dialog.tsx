import { callAws } from '../../aws/request.ts';
import type { Execution } from '../../aws/types.ts';
import { useLoad } from '../../live/use-load.ts';
import { countText, durationText, timeText } from '../../model/text.ts';
import { Data, Facts, Failure } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { href } from '../../ui/router.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { causeLine, errorOf } from './failed-items.tsx';
import type { Child } from './use-children.ts';

/** One child: how it ended, what it worked on, what came of it. */
export function ChildDialog({ child, onClose }: { readonly child: Child; readonly onClose: () => void }) {
  const { index, executionArn, name, status, items = 1, startDate, stopDate } = child;
  const { data, error } = useLoad(
    (signal) => callAws<Execution>('states', 'DescribeExecution', { executionArn }, signal),
    [executionArn],
  );
  const isStandard = executionArn.split(':')[5] === 'execution';
  return (
    <Dialog
      title={index === undefined ? 'Child execution' : `${items > 1 ? 'Batch' : 'Item'} ${countText(index)}`}
      isWide
      onClose={onClose}
      footer={
        isStandard && (
          <a class="button primary" href={href(['executions', executionArn])}>
            Open the execution
          </a>
        )
      }
    >
      <Facts
        facts={[
          ['Status', <StatusBadge key="s" status={status} />],
          ['Started', timeText(startDate * 1_000)],
          stopDate !== undefined && ['Duration', durationText((stopDate - startDate) * 1_000)],
          items > 1 && ['Items', countText(items)],
          ['Name', <Data key="n" text={name} mono />],
        ]}
      />
      {error && <Failure error={error} />}
      {status !== 'SUCCEEDED' && (
        <div class="notice tone-failed">
          <strong>
            <Data text={errorOf(child)} />
          </strong>
          <Data text={causeLine(data?.cause ?? child.cause ?? '')} max={4_000} />
        </div>
      )}
      {data?.input && (
        <section>
          <h3>Input</h3>
          <JsonView text={data.input} name={`${name}-input`} label="Input" />
        </section>
      )}
      {data?.output !== undefined && (
        <section>
          <h3>Output</h3>
          <JsonView text={data.output} name={`${name}-output`} label="Output" />
        </section>
      )}
      {data && !data.input && data.output === undefined && (
        <p class="muted">Neither input nor output of this child was kept.</p>
      )}
    </Dialog>
  );
}
