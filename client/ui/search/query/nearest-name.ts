/** The known name most like a wrong one, if any is like it: of a field, of an index. */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  // Only a nearer one is of interest: the others are given up as soon as they are known to be farther off.
  let most = Math.max(1, Math.floor(wrong.length / 3));
  for (const name of known) {
    const off = distanceUpTo(most, wrong.toLowerCase(), name.toLowerCase());
    if (off > most) continue;
    nearest = name;
    most = off - 1;
    if (most < 0) break;
  }
  return nearest;
}

/** How many characters have to change to make one of the other (Levenshtein); any number past `most` where it is more. */
function distanceUpTo(most: number, a: string, b: string): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const here = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change);
      least = Math.min(least, here);
      next.push(here);
    }
    if (least > most) return least;
    row = next;
  }
  return row[b.length] ?? 0;
}
