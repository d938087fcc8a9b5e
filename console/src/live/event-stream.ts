/**
 * Server-sent events while the page is looked at: a hidden tab gives its connection back, for browsers keep few of them for one server.
 * After every (re)connection the first message is told apart, so that what was gathered before can be dropped. Messages are read a few at a time:
 * the browser hands over many at once, and a page that reads them all in one go stands still.
 */
const READ_FOR_MS = 10;

interface Waiting {
  readonly data: string;
  readonly isFirst: boolean;
}

export function openStream<T>(
  path: string,
  onMessage: (data: T, isFirst: boolean) => void,
  onState?: (isOpen: boolean) => void,
): () => void {
  let source: EventSource | undefined;
  let waiting: Waiting[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = (): void => {
    timer = undefined;
    const until = performance.now() + READ_FOR_MS;
    do {
      const next = waiting.shift();
      if (!next) return;
      onMessage(JSON.parse(next.data) as T, next.isFirst);
    } while (performance.now() < until);
    timer = setTimeout(read);
  };
  const open = (): void => {
    if (source || document.hidden) return;
    let isFirst = true;
    source = new EventSource(path);
    source.onopen = () => {
      isFirst = true;
      onState?.(true);
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      waiting.push({ data, isFirst });
      isFirst = false;
      timer ??= setTimeout(read);
    };
    source.onerror = () => onState?.(false);
  };
  const close = (): void => {
    source?.close();
    source = undefined;
    waiting = [];
    clearTimeout(timer);
    timer = undefined;
  };
  const onVisibility = (): void => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
