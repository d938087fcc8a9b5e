import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
/** A small graph is not blown up, and a large one stays readable: then only a part of it is in sight. */
const MAX_SCALE = 1;
const READABLE_SCALE = 0.8;
const SQUEEZE = 0.7;
const MIN_SCALE = 0.05;

/** The part of a drawing that is in sight: dragged with one pointer, zoomed with two, with Ctrl and the wheel, or with buttons; the wheel alone moves it. */
export function usePanZoom(
  svg: RefObject<SVGSVGElement | null>,
  content: { readonly width: number; readonly height: number },
  focus?: Box,
) {
  const [box, setBox] = useState<Box>({ x: 0, y: 0, width: content.width || 1, height: content.height || 1 });
  const isTouched = useRef(false);
  const latest = useRef({ box, focus, content });
  latest.current = { box, focus, content };

  const size = (): { width: number; height: number } => {
    const rect = svg.current?.getBoundingClientRect();
    return { width: rect?.width || 800, height: rect?.height || 600 };
  };
  const zoomAt = useCallback((factor: number, fx = 0.5, fy = 0.5): void => {
    isTouched.current = true;
    setBox((before) => {
      const width = Math.min(size().width / MIN_SCALE, Math.max(80, before.width / factor));
      const height = (before.height * width) / before.width;
      return { x: before.x + (before.width - width) * fx, y: before.y + (before.height - height) * fy, width, height };
    });
  }, []);
  const fit = useCallback((leastScale = 0): void => {
    isTouched.current = leastScale === 0;
    setBox(startingBox(size(), latest.current.content, latest.current.focus, leastScale));
  }, []);
  /** Moves as little as needed for it to be in sight. */
  const show = useCallback((wanted: Box): void => {
    setBox((before) => {
      const x = shifted(before.x, before.width, wanted.x, wanted.width);
      const y = shifted(before.y, before.height, wanted.y, wanted.height);
      return x === before.x && y === before.y ? before : { ...before, x, y };
    });
  }, []);

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    isTouched.current = false;
    setBox(startingBox(size(), content, latest.current.focus, READABLE_SCALE));
    const observer = new ResizeObserver(() => {
      const { width, height } = size();
      // Touched: the same scale and the same corner.
      if (!isTouched.current) setBox(startingBox({ width, height }, content, latest.current.focus, READABLE_SCALE));
      else setBox((before) => ({ ...before, height: (before.width * height) / width }));
    });
    observer.observe(element);
    const pan = (dx: number, dy: number): void => {
      isTouched.current = true;
      const rect = element.getBoundingClientRect();
      setBox((before) => ({
        ...before,
        x: before.x - (dx * before.width) / rect.width,
        y: before.y - (dy * before.height) / rect.height,
      }));
    };
    const stopPointers = followPointers(element, pan, zoomAt);
    const onWheel = (event: WheelEvent): void => {
      const rect = element.getBoundingClientRect();
      const { box: now } = latest.current;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const [fx, fy] = [(event.clientX - rect.left) / rect.width, (event.clientY - rect.top) / rect.height];
        zoomAt(Math.exp(-event.deltaY * 0.004), fx, fy);
        return;
      }
      // At its edge the page scrolls on.
      const isBelow = now.y + now.height < content.height + MARGIN;
      const isAbove = now.y > -MARGIN;
      if (event.deltaY > 0 ? !isBelow : event.deltaY < 0 && !isAbove) return;
      event.preventDefault();
      pan(-event.deltaX, -event.deltaY);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      stopPointers();
      element.removeEventListener('wheel', onWheel);
    };
  }, [content]);

  return {
    viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`,
    zoom: (factor: number) => zoomAt(factor),
    fit: () => fit(),
    show,
  };
}

/** The whole, in the middle; or, where that would be too small to read, its top or what is to be looked at first. */
export function startingBox(
  view: { readonly width: number; readonly height: number },
  content: { readonly width: number; readonly height: number },
  focus: Box | undefined,
  leastScale: number,
): Box {
  const across = view.width / (content.width + MARGIN * 2);
  const down = view.height / (content.height + MARGIN * 2);
  // Better a little smaller than cut at the sides.
  const least = Math.min(leastScale, Math.max(across, leastScale * SQUEEZE));
  const scale = Math.min(MAX_SCALE, Math.max(least, Math.min(across, down)));
  const [width, height] = [view.width / scale, view.height / scale];
  const place = (length: number, room: number, at: number | undefined): number => {
    if (length + MARGIN * 2 <= room + 1) return (length - room) / 2;
    const wanted = at === undefined ? -MARGIN : at - room / 2;
    return Math.min(length + MARGIN - room, Math.max(-MARGIN, wanted));
  };
  const middle = content.width / 2;
  return {
    x: place(content.width, width, focus ? focus.x + focus.width / 2 : middle),
    y: place(content.height, height, focus && focus.y + Math.min(focus.height, 96) / 2),
    width,
    height,
  };
}

function shifted(from: number, room: number, start: number, length: number): number {
  if (start < from + MARGIN / 2) return start - MARGIN;
  const end = Math.min(start + length, start + room - MARGIN * 2);
  return end > from + room - MARGIN / 2 ? end - room + MARGIN : from;
}

function followPointers(
  element: SVGSVGElement,
  pan: (dx: number, dy: number) => void,
  zoomAt: (factor: number, fx: number, fy: number) => void,
): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  const onDown = (event: PointerEvent): void =>
    void pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  const onMove = (event: PointerEvent): void => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const at = { x: event.clientX, y: event.clientY };
    if (pointers.size === 2) {
      const rect = element.getBoundingClientRect();
      const other = [...pointers].find(([id]) => id !== event.pointerId)![1];
      const distance = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
      zoomAt(distance(at) / distance(last), (other.x - rect.left) / rect.width, (other.y - rect.top) / rect.height);
    } else pan(at.x - last.x, at.y - last.y);
    pointers.set(event.pointerId, at);
  };
  const onUp = (event: PointerEvent): void => void pointers.delete(event.pointerId);
  element.addEventListener('pointerdown', onDown);
  addEventListener('pointermove', onMove);
  addEventListener('pointerup', onUp);
  addEventListener('pointercancel', onUp);
  return () => {
    element.removeEventListener('pointerdown', onDown);
    removeEventListener('pointermove', onMove);
    removeEventListener('pointerup', onUp);
    removeEventListener('pointercancel', onUp);
  };
}
