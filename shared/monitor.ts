import * as v from 'valibot';

/**
 * `GET /api/monitor`: how this proxy is doing. Counts are since its start; `null` is what its runtime cannot tell. Behind a
 * balancer each call may be answered by another proxy.
 */
export const proxyFiguresSchema = v.object({
  /** ms since its start. */
  uptimeMs: v.number(),
  /** Memory that the process takes, and past which it plans no new export, in bytes. */
  memoryBytes: v.nullable(v.number()),
  memoryLimitBytes: v.number(),
  /** How late its event loop ran in the last seconds, at worst but for 1 %, in ms. */
  eventLoopLagMs: v.nullable(v.number()),
  socketsOpen: v.number(),
  readsInFlight: v.number(),
  /** Snapshots that it opened and nobody has closed through it: some may have expired by now. */
  snapshotsOpen: v.number(),
  exportsPlanned: v.number(),
  pages: v.number(),
  pageBytes: v.number(),
  /** By code: a newer proxy may have more of them than this page knows. */
  errors: v.record(v.string(), v.number()),
});
export type ProxyFigures = v.InferOutput<typeof proxyFiguresSchema>;
