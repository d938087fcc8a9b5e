/** How wide text is drawn. Where there is no canvas (tests), a fair guess. */
const GUESS = 0.6;
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

export const NAME_FONT = { weight: 600, px: 13 } as const;
export const CAPTION_FONT = { weight: 400, px: 11.5 } as const;
export const LABEL_FONT = { weight: 400, px: 11.5 } as const;

export interface Font {
  readonly weight: number;
  readonly px: number;
}

let pen: CanvasRenderingContext2D | null | undefined;

export function textWidth(text: string, { weight, px }: Font): number {
  pen ??= typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * px * GUESS;
  pen.font = `${weight} ${px}px ${SANS}`;
  return pen.measureText(text).width;
}

/** As much of the text as fits, with an ellipsis where it was cut. */
export function fitted(text: string, room: number, font: Font): string {
  if (textWidth(text, font) <= room) return text;
  const points = [...text];
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(`${points.slice(0, middle).join('')}…`, font) <= room) low = middle;
    else high = middle - 1;
  }
  return `${points.slice(0, low).join('').trimEnd()}…`;
}
