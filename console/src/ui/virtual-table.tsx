/**
 * A table of any length: only the rows in sight are in the document. Rows are of one height.
 *
 * 1. It is a real table, laid out as grids, so that readers of the screen tell rows and columns. 2. A row that leads somewhere is a link and a row that
 * can be chosen is a button, laid over the whole row; what is interactive inside a cell lies above it.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** Of a CSS grid: `96px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly align?: 'end';
  /** Left out on narrow screens. */
  readonly isOptional?: boolean;
  readonly narrowWidth?: string;
  /** On narrow screens, a status is its icon alone. */
  readonly isStatus?: boolean;
  readonly cell: (row: T, index: number) => ComponentChildren;
  /** `ascending` and `descending` show an arrow; with `onSort` the title is a button. */
  readonly sorted?: 'ascending' | 'descending';
  readonly onSort?: () => void;
}

export interface VirtualTableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T, index: number) => string | number;
  readonly rowHeight?: number;
  readonly height?: string;
  readonly selected?: string | number;
  readonly onSelect?: (row: T, index: number) => void;
  readonly href?: (row: T) => string;
  /** What a row is called, where its main cell (`name`, or the first) is no good name or holds something interactive. */
  readonly rowLabel?: (row: T) => string;
  /** Called when the end comes into sight. */
  readonly onEnd?: () => void;
  readonly scrollTo?: number;
}

const OVERSCAN = 12;
const HEAD_HEIGHT = 36;

export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { label, columns, rows, rowKey, rowHeight = 40, height, selected, onEnd, scrollTo } = props;
  const { box, first, last } = useWindow(rows.length, rowHeight, scrollTo);
  useEffect(() => {
    if (last >= rows.length) onEnd?.();
  }, [last, rows.length, onEnd]);
  const grid = {
    maxHeight: height ?? 'none',
    '--columns': columns.map(({ width }) => width).join(' '),
    '--narrow-columns': columns
      .filter(({ isOptional }) => !isOptional)
      .map(({ width, narrowWidth, isStatus }) => narrowWidth ?? (isStatus ? '16px' : width))
      .join(' '),
  } as Record<string, string>;
  return (
    <div class="vtable" ref={box} style={grid}>
      <table aria-label={label} aria-rowcount={rows.length + 1}>
        <thead class="vhead">
          <tr class="vrow" aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody class="vspace" style={{ height: `${rows.length * rowHeight}px` }}>
          {rows.slice(first, last).map((row, i) => {
            const index = first + i;
            const key = rowKey(row, index);
            return (
              <tr
                key={key}
                class={key === selected ? 'vrow selected' : 'vrow'}
                aria-rowindex={index + 2}
                style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
              >
                <Cells {...props} row={row} index={index} isSelected={key === selected} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function HeadCell<T>({ column }: { readonly column: Column<T> }) {
  const { title, sorted, onSort } = column;
  return (
    <th scope="col" class={cellClass(column)} aria-sort={sorted}>
      {onSort ? (
        <button type="button" class="sort" onClick={onSort}>
          {title}
          {sorted && <span aria-hidden="true">{sorted === 'ascending' ? '↑' : '↓'}</span>}
        </button>
      ) : (
        <span>{title}</span>
      )}
    </th>
  );
}

function Cells<T>({
  columns,
  href,
  onSelect,
  rowLabel,
  row,
  index,
  isSelected,
}: VirtualTableProps<T> & { readonly row: T; readonly index: number; readonly isSelected: boolean }) {
  const main = Math.max(
    0,
    columns.findIndex(({ id }) => id === 'name'),
  );
  const name = rowLabel?.(row);
  const over = (content: ComponentChildren) => {
    const inner = name === undefined ? content : undefined;
    const hit =
      href !== undefined ? (
        <a class="row-hit" href={href(row)} aria-label={name}>
          {inner}
        </a>
      ) : onSelect ? (
        <button
          type="button"
          class="row-hit"
          aria-label={name}
          aria-pressed={isSelected}
          onClick={() => onSelect(row, index)}
          onKeyDown={moveBetweenRows}
        >
          {inner}
        </button>
      ) : (
        inner
      );
    return (
      <>
        {hit}
        {name !== undefined && content}
      </>
    );
  };
  return (
    <>
      {columns.map((column, i) => (
        <td key={column.id} class={cellClass(column)}>
          {i === main ? over(column.cell(row, index)) : column.cell(row, index)}
        </td>
      ))}
    </>
  );
}

/** Which rows are in sight. */
function useWindow(count: number, rowHeight: number, scrollTo: number | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = box.current!;
    // To whole rows, so that most of the scrolling changes nothing.
    const measure = (): void => {
      const top = Math.floor(element.scrollTop / rowHeight) * rowHeight;
      const height = element.clientHeight;
      setView((before) => (before.top === top && before.height === height ? before : { top, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [rowHeight]);
  useEffect(() => {
    const element = box.current;
    if (!element || scrollTo === undefined || scrollTo < 0) return;
    const top = scrollTo * rowHeight;
    const room = element.clientHeight - HEAD_HEIGHT - rowHeight * 2;
    if (top < element.scrollTop || top > element.scrollTop + room) element.scrollTop = top - rowHeight * 2;
  }, [scrollTo, rowHeight]);
  return {
    box,
    first: Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN),
    last: Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN),
  };
}

function moveBetweenRows(event: KeyboardEvent): void {
  const row = (event.currentTarget as HTMLElement).closest('tr');
  const other =
    event.key === 'ArrowDown'
      ? row?.nextElementSibling
      : event.key === 'ArrowUp'
        ? row?.previousElementSibling
        : undefined;
  if (!other) return;
  other.querySelector<HTMLElement>('.row-hit')?.focus();
  event.preventDefault();
}

function cellClass({ align, isOptional, isStatus }: Pick<Column<never>, 'align' | 'isOptional' | 'isStatus'>): string {
  return `vcell${align === 'end' ? ' end' : ''}${isOptional ? ' optional' : ''}${isStatus ? ' iconic' : ''}`;
}
