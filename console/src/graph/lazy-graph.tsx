/** The graph with its layout engine, loaded when the first one is shown. */
import { useEffect, useState } from 'preact/hooks';
import type { GraphViewProps, GraphView as View } from './graph-view.tsx';

let loaded: typeof View | undefined;

export function LazyGraph(props: GraphViewProps) {
  const [Graph, setGraph] = useState<typeof View | undefined>(() => loaded);
  useEffect(() => {
    if (loaded) return;
    let isGone = false;
    void import('./graph-view.tsx').then((module) => {
      loaded = module.GraphView;
      if (!isGone) setGraph(() => loaded);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return Graph ? <Graph {...props} /> : <div class="graph" aria-busy="true" />;
}
