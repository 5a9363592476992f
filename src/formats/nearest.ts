/** How many candidates are compared at most: a hint is not worth a second of anyone's time. */
const mostCandidates = 2000;

/** The candidate that differs least from the text, when it is near enough that it may be what was meant. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(text.length / 3)) + 1;
  let compared = 0;
  for (const candidate of candidates) {
    if (++compared > mostCandidates) break;
    if (Math.abs(candidate.length - text.length) >= limit) continue;
    const distance = editDistance(text, candidate, limit);
    if (distance < limit) {
      limit = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein's distance, given up as soon as it must reach the limit. */
function editDistance(a: string, b: string, limit: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const value = Math.min((row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      row.push(value);
      least = Math.min(least, value);
    }
    if (least >= limit) return limit;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
