// What has been read so far: kept in a file, and brought up to date by what changed since.

import { existsSync, readFileSync, writeFileSync } from "node:fs";

import type {
  ChangeOut,
  ColumnDetail,
  DocumentDetail,
  HomeOut,
  NoticeDetail,
  ProductDetail,
  QuarterlyDetail,
  RemovalDetail,
  ResultDetail,
  SiteOut,
} from "./api.js";
import type { Client } from "./client.js";

/** The kinds that this site shows; others are left alone. */
export interface Shown {
  site: SiteOut;
  home: HomeOut;
  column: ColumnDetail;
  document: DocumentDetail;
  notice: NoticeDetail;
  result: ResultDetail;
  removal: RemovalDetail;
  product: ProductDetail;
  bulletin: QuarterlyDetail;
}

export type Kind = keyof Shown;

const KINDS: readonly string[] = [
  "site",
  "home",
  "column",
  "document",
  "notice",
  "result",
  "removal",
  "product",
  "bulletin",
] satisfies Kind[];
/** How many answers are asked for at a time. */
const AT_ONCE = 4;

export class Store {
  cursor = 0;
  private items = new Map<string, unknown>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const state = JSON.parse(readFileSync(file, "utf8"));
    this.cursor = state.cursor;
    this.items = new Map(state.items);
  }

  /** Read again what changed, forget what is gone; how many answers were asked for. */
  async follow(client: Client): Promise<number> {
    const { items, cursor } = await client.changes(this.cursor);
    const told = items.filter((each) => KINDS.includes(each.type));
    for (let start = 0; start < told.length; start += AT_ONCE) {
      await Promise.all(told.slice(start, start + AT_ONCE).map((each) => this.take(each, client)));
    }
    this.cursor = cursor;
    return told.filter((each) => each.change === "changed").length;
  }

  private async take(change: ChangeOut, client: Client): Promise<void> {
    const key = `${change.type} ${change.id}`;
    const answer = change.change === "gone" ? null : await client.read(change.api_url);
    if (answer === null) this.items.delete(key);
    else this.items.set(key, answer);
  }

  /** Written last: a build that breaks off reads the same changes again. */
  save(): void {
    const items = [...this.items].sort(([one], [other]) => (one < other ? -1 : 1));
    writeFileSync(this.file, JSON.stringify({ cursor: this.cursor, items }));
  }

  /** Every item of a kind, the newest id first. */
  all<K extends Kind>(kind: K): Array<Shown[K]> {
    const rows = [...this.items].filter(([key]) => key.startsWith(`${kind} `));
    const number = (key: string) => Number(key.split(" ")[1]);
    return rows.sort(([a], [b]) => number(b) - number(a)).map(([, row]) => row as Shown[K]);
  }

  /** The one item of a kind of which there is one. */
  one<K extends "site" | "home">(kind: K): Shown[K] {
    const item = this.items.get(`${kind} `);
    if (item === undefined) throw new Error(`the API has not told of ${kind}`);
    return item as Shown[K];
  }
}
