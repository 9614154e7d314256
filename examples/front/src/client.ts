// Asking the API: one typed function, and what it does when something is public no longer.

import type { Answers, ChangeOut } from "./api.js";

export class Client {
  /** `base` is the address of the site, without its last slash. */
  constructor(readonly base: string) {}

  /** The answer of an address of the description that has no parts to fill in. */
  get<P extends keyof Answers>(path: P, query: Record<string, string> = {}): Promise<Answers[P]> {
    const address = `${this.base}${path}?${new URLSearchParams(query)}`;
    return this.read(address) as Promise<Answers[P]>;
  }

  /** What stands at `address` now; null where it is public no longer. */
  async read(address: string): Promise<unknown> {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.status === 404 || answer.status === 410) return null;
    if (answer.status === 429) {
      await pause(Number(answer.headers.get("Retry-After") ?? "1"));
      return this.read(address);
    }
    if (!answer.ok) throw new Error(`${answer.status} ${address}: ${await answer.text()}`);
    return answer.json();
  }

  /** Everything that changed since `cursor`, and the next cursor. */
  async changes(cursor: number): Promise<{ items: ChangeOut[]; cursor: number }> {
    const items: ChangeOut[] = [];
    for (;;) {
      const part = await this.get("/api/v1/changes", { changed_since: `${cursor}`, limit: "500" });
      items.push(...part.items);
      cursor = part.next_cursor;
      if (!part.has_more) return { items, cursor };
    }
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}
