/** A table of any length: only the rows in sight are in the document. Rows are of one height. */
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
  readonly cell: (row: T, index: number) => ComponentChildren;
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
  /** Called when the end comes into sight. */
  readonly onEnd?: () => void;
  readonly scrollTo?: number;
}

const OVERSCAN = 12;

export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { label, columns, rows, rowKey, rowHeight = 40, height, selected, onSelect, href, onEnd, scrollTo } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || scrollTo === undefined || scrollTo < 0) return;
    const top = scrollTo * rowHeight;
    if (top < element.scrollTop || top > element.scrollTop + element.clientHeight - rowHeight * 2)
      element.scrollTop = top - rowHeight * 2;
  }, [scrollTo, rowHeight]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  useEffect(() => {
    if (last >= rows.length) onEnd?.();
  }, [last, rows.length, onEnd]);
  const template = columns.map(({ width }) => width).join(' ');
  const narrow = columns
    .filter(({ isOptional }) => !isOptional)
    .map(({ width }) => width)
    .join(' ');
  const grid = { '--columns': template, '--narrow-columns': narrow } as Record<string, string>;
  return (
    <div class="vtable" role="table" aria-label={label} aria-rowcount={rows.length + 1} style={grid}>
      <div class="vrow vhead" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <div key={column.id} role="columnheader" class={cellClass(column)}>
            {column.title}
          </div>
        ))}
      </div>
      <div
        class="vbody"
        ref={box}
        style={{ maxHeight: height ?? 'none' }}
        onScroll={() => setView({ top: box.current!.scrollTop, height: box.current!.clientHeight })}
      >
        <div class="vspace" role="rowgroup" style={{ height: `${rows.length * rowHeight}px` }}>
          {rows.slice(first, last).map((row, i) => {
            const index = first + i;
            const key = rowKey(row, index);
            const address = href?.(row);
            const content = columns.map((column) => (
              <div key={column.id} role="cell" class={cellClass(column)}>
                {column.cell(row, index)}
              </div>
            ));
            const style = { top: `${index * rowHeight}px`, height: `${rowHeight}px` };
            if (address !== undefined) {
              return (
                <a key={key} class="vrow" role="row" aria-rowindex={index + 2} href={address} style={style}>
                  {content}
                </a>
              );
            }
            return (
              <div
                key={key}
                class={key === selected ? 'vrow selected' : 'vrow'}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={onSelect ? key === selected : undefined}
                tabIndex={onSelect ? 0 : undefined}
                style={style}
                onClick={onSelect && (() => onSelect(row, index))}
                onKeyDown={onSelect && ((event) => onRowKey(event, () => onSelect(row, index)))}
              >
                {content}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function onRowKey(event: KeyboardEvent, select: () => void): void {
  const row = event.currentTarget as HTMLElement;
  if (event.key === 'Enter' || event.key === ' ') select();
  else if (event.key === 'ArrowDown') (row.nextElementSibling as HTMLElement | null)?.focus();
  else if (event.key === 'ArrowUp') (row.previousElementSibling as HTMLElement | null)?.focus();
  else return;
  event.preventDefault();
}

function cellClass({ align, isOptional }: Column<never>): string {
  return `vcell${align === 'end' ? ' end' : ''}${isOptional ? ' optional' : ''}`;
}
