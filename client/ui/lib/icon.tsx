import './icon.css';

/** Line drawings on a 16 px grid. */
const PATHS = {
  db: 'M2.8 3.7c0-1.1 2.3-2 5.2-2s5.2.9 5.2 2-2.3 2-5.2 2-5.2-.9-5.2-2v8.6c0 1.1 2.3 2 5.2 2s5.2-.9 5.2-2V3.7M2.8 8c0 1.1 2.3 2 5.2 2s5.2-.9 5.2-2',
  find: 'M2.7 7a4.3 4.3 0 1 1 8.6 0 4.3 4.3 0 0 1-8.6 0m7.6 3.3 3.4 3.4',
  clock: 'M2.2 8a5.8 5.8 0 1 1 11.6 0A5.8 5.8 0 0 1 2.2 8M8 4.7V8l2.2 1.6',
  down: 'm4.5 6.3 3.5 3.4 3.5-3.4',
  up: 'M4.5 9.7 8 6.3l3.5 3.4',
  right: 'M6.3 4.5 9.7 8l-3.4 3.5',
  close: 'm4.3 4.3 7.4 7.4m0-7.4-7.4 7.4',
  facets: 'M2.3 4h11.4M4.8 8h6.4M6.8 12h2.4',
  save: 'M8 2.3v7.4M4.8 6.6 8 9.8l3.2-3.2M2.5 11v2.5h11V11',
  copy: 'M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5m3.5-3V2.5h-8v8h3',
  columns:
    'M3.8 3h8.4a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H3.8a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 3.8 3m2.3 0v10M9.9 3v10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  saved: 'M4.3 2.5h7.4v11L8 10.8l-3.7 2.7z',
  out: 'M9 2.8h4.2V7M13 3 7.6 8.4M11.5 9.5v3.7H2.8V4.5h3.7',
  statistics: 'M3.2 13V8.5M8 13V3M12.8 13V6',
  plus: 'M8 3.2v9.6M3.2 8h9.6',
  minus: 'M3.2 8h9.6',
  left: 'M9.7 4.5 6.3 8l3.4 3.5',
  wider: 'M2 8h12M4.6 5.4 2 8l2.6 2.6M11.4 5.4 14 8l-2.6 2.6',
  pin: 'M5.6 2.3h4.8M6.4 2.3v4.2L4.3 9.2h7.4L9.6 6.5V2.3M8 9.2v4.6',
  unpin: 'M5.6 2.3h4.8M6.4 2.3v4.2L4.3 9.2h7.4L9.6 6.5V2.3M8 9.2v4.6M2.5 2.5l11 11',
  running: 'M2 5.2c2-1.6 4-1.6 6 0s4 1.6 6 0M2 10.8c2-1.6 4-1.6 6 0s4 1.6 6 0',
  paused: 'M5.7 3.5v9M10.3 3.5v9',
  complete: 'M2.2 8a5.8 5.8 0 1 1 11.6 0A5.8 5.8 0 0 1 2.2 8m3.3.2 1.8 1.7 3.3-3.6',
  incomplete: 'M8 2.4 14.2 13H1.8zM8 6.5V9m0 1.8v.4',
  failed: 'M2.2 8a5.8 5.8 0 1 1 11.6 0A5.8 5.8 0 0 1 2.2 8M8 4.8v3.8m0 2.1v.4',
  interrupted: 'M1.8 8h3.4M10.8 8h3.4M6.2 12.5l3.6-9',
  cancelled: 'M2.2 8a5.8 5.8 0 1 1 11.6 0A5.8 5.8 0 0 1 2.2 8M4 4l8 8',
  check: 'm3.5 8.4 3 3 6-6.6',
  history: 'M2.4 8a5.6 5.6 0 1 0 1.8-4.1M2.2 2.6v2.9h2.9M8 5v3l2 1.4',
  system: 'M2.2 8a5.8 5.8 0 1 1 11.6 0A5.8 5.8 0 0 1 2.2 8M8 2.2v11.6M8 5.2h5M8 8h5.8M8 10.8h5',
  light:
    'M5.2 8a2.8 2.8 0 1 1 5.6 0 2.8 2.8 0 0 1-5.6 0M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1',
  dark: 'M13.3 9.6A5.6 5.6 0 0 1 6.4 2.7a5.6 5.6 0 1 0 6.9 6.9z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: the word beside it, or its button's name, carries the meaning. */
export function Icon(props: { name: IconName; class?: string }) {
  return (
    <svg class={`icon ${props.class ?? ''}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[props.name]} />
    </svg>
  );
}

/** Sluice's mark: a gate, and the water under it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M3.5 17V2.5h13V17M3.5 5.2h13M7 5.2v5.3h6V5.2" />
      <path class="water" d="M1.5 14.3c1.4-1.2 2.8-1.2 4.2 0s2.8 1.2 4.3 0 2.8-1.2 4.2 0 2.8 1.2 4.3 0" />
    </svg>
  );
}
