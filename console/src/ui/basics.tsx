/** The small parts that every page is made of. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { visible } from '../model/text.ts';
import { notify } from './toasts.tsx';

/** A piece of data: it cannot turn the text around it, and is cut when it is long. */
export function Data({
  text,
  max = 300,
  mono = false,
}: {
  readonly text: string;
  readonly max?: number;
  readonly mono?: boolean;
}) {
  return <bdi class={mono ? 'data mono' : 'data'}>{visible(text, max)}</bdi>;
}

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => unknown;
  readonly kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly disabled?: boolean;
  readonly label?: string;
  readonly title?: string;
  readonly isPressed?: boolean;
}

/** Does its work once at a time, and tells what went wrong. */
export function Button({ children, onClick, kind = 'plain', disabled, label, title, isPressed }: ButtonProps) {
  const [isBusy, setIsBusy] = useState(false);
  const click = async (): Promise<void> => {
    setIsBusy(true);
    try {
      await onClick();
    } catch (error) {
      notify(errorText(error), 'failed');
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <button
      type="button"
      class={`button ${kind}`}
      disabled={disabled || isBusy}
      aria-label={label}
      title={title}
      aria-pressed={isPressed}
      onClick={() => void click()}
    >
      {children}
    </button>
  );
}

export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  return code ? `${code}: ${error.message}` : error.message;
}

export function Failure({ error }: { readonly error: unknown }) {
  return (
    <div class="notice tone-failed" role="alert">
      <Data text={errorText(error)} max={2_000} />
    </div>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

const LONG_TITLE = 28;

export function PageHead({
  title,
  crumbs = [],
  children,
  status,
  facts,
}: {
  readonly title: string;
  readonly crumbs?: readonly { readonly label: string; readonly href: string }[];
  readonly children?: ComponentChildren;
  readonly status?: ComponentChildren;
  readonly facts?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      {crumbs.length > 0 && (
        <nav class="crumbs" aria-label="Breadcrumb">
          {crumbs.map(({ label, href }) => (
            <a key={href} href={href}>
              <Data text={label} max={60} />
            </a>
          ))}
        </nav>
      )}
      <div class="page-title">
        <h1 class={title.length > LONG_TITLE ? 'long' : undefined}>
          <Data text={title} max={120} />
        </h1>
        {status}
        <div class="actions">{children}</div>
      </div>
      {facts}
    </header>
  );
}

export function Card({
  title,
  children,
  actions,
  isFlush = false,
}: {
  readonly title?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly isFlush?: boolean;
}) {
  return (
    <section class={isFlush ? 'card flush' : 'card'}>
      {(title || actions) && (
        <div class="card-head">
          <h2>{title}</h2>
          <div class="actions">{actions}</div>
        </div>
      )}
      {children}
    </section>
  );
}

/** Names and values in one line, for the head of a page. */
export function FactLine({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren] | false | undefined)[];
}) {
  return (
    <dl class="fact-line">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Names and values in columns. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren] | false | undefined)[];
}) {
  return (
    <dl class="facts">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

export function CopyButton({ text, label }: { readonly text: string | (() => string); readonly label: string }) {
  return (
    <Button
      kind="quiet"
      onClick={async () => {
        await copyText(typeof text === 'function' ? text() : text);
        notify('Copied');
      }}
    >
      {label}
    </Button>
  );
}

/** The clipboard API exists only on pages that came over HTTPS or from this machine. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[^\w.-]+/g, '_');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
