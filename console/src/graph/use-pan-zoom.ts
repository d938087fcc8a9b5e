import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 32;
/** A small graph is not blown up. */
const MAX_SCALE = 1.1;
const LEGEND_ROOM = 48;

/** The part of a drawing that is in sight: dragged with one pointer, zoomed with two, the wheel or buttons. */
export function usePanZoom(
  svg: RefObject<SVGSVGElement | null>,
  content: { readonly width: number; readonly height: number },
) {
  const [box, setBox] = useState<Box>({ x: 0, y: 0, width: content.width || 1, height: content.height || 1 });
  const isTouched = useRef(false);

  const fitted = (): Box => {
    const rect = svg.current?.getBoundingClientRect();
    const [width, height] = [rect?.width || 800, Math.max(120, (rect?.height || 600) - LEGEND_ROOM)];
    const scale = Math.min(MAX_SCALE, width / (content.width + MARGIN * 2), height / (content.height + MARGIN * 2));
    const [w, h] = [width / scale, (height + LEGEND_ROOM) / scale];
    return { x: (content.width - w) / 2, y: (content.height - height / scale) / 2, width: w, height: h };
  };
  const fit = (): void => {
    isTouched.current = false;
    setBox(fitted());
  };
  const zoomAt = (factor: number, fx = 0.5, fy = 0.5): void => {
    isTouched.current = true;
    setBox((before) => {
      const width = Math.min(20_000, Math.max(80, before.width / factor));
      const height = (before.height * width) / before.width;
      return { x: before.x + (before.width - width) * fx, y: before.y + (before.height - height) * fy, width, height };
    });
  };

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    fit();
    const observer = new ResizeObserver(() => {
      if (!isTouched.current) setBox(fitted());
    });
    observer.observe(element);
    const pointers = new Map<number, { x: number; y: number }>();
    const onDown = (event: PointerEvent): void =>
      void pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const onMove = (event: PointerEvent): void => {
      const last = pointers.get(event.pointerId);
      if (!last) return;
      const rect = element.getBoundingClientRect();
      const at = { x: event.clientX, y: event.clientY };
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)![1];
        const distance = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
        zoomAt(distance(at) / distance(last), (other.x - rect.left) / rect.width, (other.y - rect.top) / rect.height);
      } else {
        isTouched.current = true;
        setBox((before) => ({
          ...before,
          x: before.x - ((at.x - last.x) * before.width) / rect.width,
          y: before.y - ((at.y - last.y) * before.height) / rect.height,
        }));
      }
      pointers.set(event.pointerId, at);
    };
    const onUp = (event: PointerEvent): void => void pointers.delete(event.pointerId);
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      zoomAt(
        Math.exp(-event.deltaY * 0.0015),
        (event.clientX - rect.left) / rect.width,
        (event.clientY - rect.top) / rect.height,
      );
    };
    element.addEventListener('pointerdown', onDown);
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', onUp);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('pointerdown', onDown);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', onUp);
      element.removeEventListener('wheel', onWheel);
    };
  }, [content]);

  return { viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`, zoom: (factor: number) => zoomAt(factor), fit };
}
