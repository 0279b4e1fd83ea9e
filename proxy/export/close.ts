/** Close codes (RFC 6455, 7.4): going away, too large, and those of our own. */
export const CLOSE = {
  goingAway: 1001,
  tooLarge: 1009,
  signedOut: 4401,
  noPong: 4408,
  tooManyFaults: 4429,
  tooManySockets: 4503,
} as const;
