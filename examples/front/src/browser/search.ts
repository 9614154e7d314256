// Searching what is public at this moment; addresses of pages lead to this site.

import type { Answers } from "../api.js";
import { onQuestion, read } from "./asking.js";

onQuestion(async (question, api) => {
  const { data } = await read(`${api}/api/v1/search?${new URLSearchParams({ q: question })}`);
  const { items, count } = data as Answers["/api/v1/search"];
  const rows = items.map((each) => `${each.title}（${each.kind_label}）\t${new URL(each.url).pathname}`);
  return [`共${count}条`, ...rows];
});
