import { onCleanup } from 'solid-js';

/** Tells an element's inner width in CSS pixels, now and whenever it changes, until the effect that asked is over. */
export function followWidth(element: HTMLElement | undefined, onWidth: (width: number) => void): void {
  if (!element) return;
  onWidth(element.clientWidth);
  const observer = new ResizeObserver(() => onWidth(element.clientWidth));
  observer.observe(element);
  onCleanup(() => observer.disconnect());
}
