import { type Inputs, useCallback, useEffect, useRef, useState } from 'preact/hooks';

export interface Loaded<T> {
  readonly data?: T;
  readonly error?: Error;
  readonly isLoading: boolean;
  reload(): void;
}

/** Loads when `inputs` change and on `reload`; an answer that was overtaken is dropped, and the old data stands until the new is there. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, inputs: Inputs): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: Error; isLoading: boolean }>({ isLoading: true });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const key = useRef<Inputs>([]);
  useEffect(() => {
    const controller = new AbortController();
    const isSame = key.current.length === inputs.length && inputs.every((input, i) => input === key.current[i]);
    key.current = inputs;
    setState((before) => ({ data: isSame ? before.data : undefined, isLoading: true }));
    latest.current(controller.signal).then(
      (data) => controller.signal.aborted || setState({ data, isLoading: false }),
      (error: unknown) =>
        controller.signal.aborted || setState((before) => ({ ...before, error: error as Error, isLoading: false })),
    );
    return () => controller.abort();
  }, [...inputs, round]);
  const reload = useCallback(() => setRound((one) => one + 1), []);
  return { ...state, reload };
}
