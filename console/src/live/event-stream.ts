/**
 * Server-sent events while the page is looked at: a hidden tab gives its connection back, for browsers keep few of them for one server.
 * After every (re)connection the first message is told apart, so that what was gathered before can be dropped.
 */
export function openStream<T>(
  path: string,
  onMessage: (data: T, isFirst: boolean) => void,
  onState?: (isOpen: boolean) => void,
): () => void {
  let source: EventSource | undefined;
  const open = (): void => {
    if (source || document.hidden) return;
    let isFirst = true;
    source = new EventSource(path);
    source.onopen = () => {
      isFirst = true;
      onState?.(true);
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const wasFirst = isFirst;
      isFirst = false;
      onMessage(JSON.parse(message.data) as T, wasFirst);
    };
    source.onerror = () => onState?.(false);
  };
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  const onVisibility = (): void => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
