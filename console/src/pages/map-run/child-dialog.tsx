import { getJson } from '../../aws/request.ts';
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
export function ChildDialog({
  mapRunArn,
  child,
  onClose,
}: {
  readonly mapRunArn: string;
  readonly child: Child;
  readonly onClose: () => void;
}) {
  const { index = 0, executionArn, status, items = 1, startDate, stopDate } = child;
  const { data, error } = useLoad(
    (signal) =>
      getJson<Child>(`/_stepwell/map-runs/child?mapRunArn=${encodeURIComponent(mapRunArn)}&index=${index}`, { signal }),
    [mapRunArn, index],
  );
  const isStandard = executionArn.split(':')[5] === 'execution';
  return (
    <Dialog
      title={items > 1 ? `Batch ${countText(index)}` : `Item ${countText(index)}`}
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
          ['Name', <Data key="n" text={child.name} mono />],
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
      {data?.input !== undefined && (
        <section>
          <h3>Input</h3>
          <JsonView text={data.input} name={`item-${index}-input`} label="Input" />
        </section>
      )}
      {data?.output !== undefined && (
        <section>
          <h3>Output</h3>
          <JsonView text={data.output} name={`item-${index}-output`} label="Output" />
        </section>
      )}
      {data && data.input === undefined && data.output === undefined && (
        <p class="muted">
          Neither input nor output of this child was kept: nothing in the state machine asks for them.
        </p>
      )}
    </Dialog>
  );
}
