// One function per kind of page: from the API's answer to the words of the page.

import type {
  ColumnDetail,
  DocumentDetail,
  DocumentOut,
  EntryOut,
  HomeOut,
  NoticeDetail,
  NoticeOut,
  PageRef,
  PhotoOut,
  ProductDetail,
  ProductOut,
  QuarterlyDetail,
  RemovalDetail,
  ResultDetail,
  RulesOut,
} from "./api.js";
import { day, facts, Html, html, link, moment, table, trusted, yuan } from "./html.js";

export function home(page: HomeOut): Html {
  return html`<h1>${page.title}</h1>
<section><h2>正在公示</h2>${notices(page.open_notices)}</section>
<section><h2>公示结果</h2>${links(page.results)}</section>
<section><h2>政策文件</h2>${documents(page.policies)}</section>
<section><h2>通知公告</h2>${documents(page.announcements)}</section>
<section><h2>产品目录</h2><p>共${page.product_count}个产品，其中暂停${page.suspended_count}个。</p>
${facts(page.categories.map((each) => [each.label, each.count]))}${products(page.newest_products)}</section>
${page.bulletin && bulletinFigures(page.bulletin)}`;
}

function bulletinFigures(bulletin: NonNullable<HomeOut["bulletin"]>): Html {
  const rows = bulletin.figures.map((each) => [each.group_label, each.label, `${each.amount_text}${each.unit}`]);
  return html`<section><h2>通报数据</h2><p>${link(bulletin.document.url, bulletin.document.title)}</p>
${table(["类别", "项目", "数据"], rows)}</section>`;
}

/** A column with the whole list that belongs to it. */
export function column(page: ColumnDetail, list: Html): Html {
  return html`<h1>${page.title}</h1>${page.introduction && html`<p>${page.introduction}</p>`}${list}`;
}

export function documents(rows: DocumentOut[]): Html {
  if (!rows.length) return html`<p>暂无。</p>`;
  return html`<ul>${rows.map(
    (row) => html`<li>${link(row.url, row.title)} ${row.doc_no} ${row.validity_label} ${day(row.published_at)}</li>`,
  )}</ul>`;
}

export function notices(rows: NoticeOut[]): Html {
  if (!rows.length) return html`<p>暂无。</p>`;
  return html`<ul>${rows.map(
    (row) => html`<li>${link(row.url, row.title)} ${row.state_label} ${day(row.first_day)}至${day(row.last_day)}</li>`,
  )}</ul>`;
}

export function links(rows: Array<{ url: string; title: string }>): Html {
  return html`<ul>${rows.map((row) => html`<li>${link(row.url, row.title)}</li>`)}</ul>`;
}

export function products(rows: ProductOut[]): Html {
  if (!rows.length) return html`<p>暂无。</p>`;
  return table(
    ["证书编号", "产品", "申请单位", "类别", "产地", "有效期", "状态"],
    rows.map((row) => [
      row.certificate_no,
      [row.photo && photo(row.photo), link(row.url, row.name)],
      row.applicant,
      row.category_label,
      row.origin,
      `${day(row.valid_from)}至${day(row.valid_until)}`,
      row.standing_label,
    ]),
  );
}

export function document(page: DocumentDetail): Html {
  return html`<article><h1>${page.title}</h1>${documentFacts(page)}
<p>${link(page.pdf_url, "下载 PDF 版")} ${link(page.word_url, "下载 Word 版")}</p>
${trusted(page.body)}
${page.parts.map((part) => html`<section><h2>${part.role_label}：${part.title}</h2>${trusted(part.body)}</section>`)}
${files(page)}${related(page)}${versions(page)}</article>`;
}

function documentFacts(page: DocumentDetail): Html {
  return facts([
    ["索引号", page.index_no],
    ["组配分类", page.category],
    ["发布机构", [page.issuer, ...page.joint_issuers].join("、")],
    ["起草单位", page.drafting_unit],
    ["主送机关", page.recipients],
    ["发文字号", page.doc_no],
    ["成文日期", day(page.written_on)],
    ["发布日期", day(page.published_at)],
    ["施行日期", day(page.effective_from)],
    ["有效期止", day(page.expires_on)],
    ["效力状态", page.validity_label],
    ["公开形式", page.disclosure_label],
    ["主题分类", page.topic],
    ["主题词", page.keywords.join("、")],
    ["适用对象", page.targets.join("、")],
    ["信息来源", page.source],
    ["摘要", page.summary],
    ["附注", page.public_note],
    ["抄送机关", page.copies_to],
    ["印发", [page.printing_office, day(page.printed_on)].join(" ").trim()],
  ]);
}

function files(page: DocumentDetail): Html | false {
  if (!page.attachments.length) return false;
  return html`<section><h2>附件下载</h2><ul>${page.attachments.map(
    (file) => html`<li>${link(file.url, file.title)}，SHA-256：${file.sha256}</li>`,
  )}</ul></section>`;
}

const RELATIONS = {
  repeals: "废止的文件",
  repealed_by: "被废止于",
  partly_repeals: "部分废止的文件",
  partly_repealed_by: "被部分废止于",
  amends: "修改的文件",
  amended_by: "被修改于",
  interpretations: "政策解读",
} as const;

function related(page: DocumentDetail): Html {
  const names = Object.keys(RELATIONS) as Array<keyof typeof RELATIONS>;
  const rows: Array<[string, PageRef]> = names.flatMap((name) =>
    page.related[name].map((each): [string, PageRef] => [RELATIONS[name], each]),
  );
  if (page.related.interprets) rows.push(["解读的文件", page.related.interprets]);
  return html`<ul>${rows.map(([title, each]) => html`<li>${title}：${link(each.url, each.title)}</li>`)}</ul>`;
}

function versions(page: DocumentDetail): Html | false {
  if (page.versions.length < 2) return false;
  return html`<section><h2>历次版本</h2><ul>${page.versions.map(
    (each) => html`<li>${each.url ? link(each.url, `第${each.number}版`) : `第${each.number}版`} ${moment(each.published_at)} ${each.note}</li>`,
  )}</ul></section>`;
}

function rules(page: RulesOut): Html {
  return facts([
    ["依据", `${page.name}${page.document_no && `（${page.document_no}）`}`],
    ["联系电话", page.contact_phone],
    ["监督电话", [page.hotline, page.second_hotline].filter(Boolean).join("、")],
    ["地址", page.address],
  ]);
}

function entries(rows: EntryOut[]): Html {
  return table(
    ["产品", "申请单位", "类别", "产地", "带动户数", "带动人数", "带动方式", "状态", "公示末日"],
    rows.map((row) => [
      row.product,
      row.applicant,
      row.category,
      row.origin,
      row.households,
      row.persons,
      row.mechanisms,
      row.state_label,
      day(row.last_day),
    ]),
  );
}

export function notice(page: NoticeDetail): Html {
  return html`<article><h1>${page.title}</h1>${facts([
    ["公示编号", page.number],
    ["状态", page.state_label],
    ["公示期", `${day(page.first_day)}至${day(page.last_day)}，${page.working_days}个工作日`],
    ["发布时间", moment(page.published_at)],
    ["受理单位", page.accepting_unit],
  ])}${entries(page.entries)}
${page.outcomes.length > 0 && facts(page.outcomes.map((each) => [each.label, each.count]))}
<p>${link(page.table_url, "下载公示表")} ${page.objection_url && link(page.objection_url, "提出异议")}</p>
${page.result && html`<p>公示结果：${link(page.result.url, page.result.title)}</p>`}
${page.products.length > 0 && html`<h2>已列入目录</h2>${links(page.products)}`}
${rules(page.rules)}<p>${page.accepting_unit} ${day(page.signed_on)}</p></article>`;
}

export function result(page: ResultDetail): Html {
  return html`<article><h1>${page.title}</h1>${facts([
    ["公示编号", page.number],
    ["公示期", `${day(page.first_day)}至${day(page.last_day)}`],
    ["通过", `${page.passed}个`],
  ])}<p>${link(page.notice.url, page.notice.title)}</p>${entries(page.entries)}${rules(page.rules)}
<p>${page.accepting_unit} ${day(page.signed_on)}</p></article>`;
}

export function removal(page: RemovalDetail): Html {
  return html`<article><h1>${page.title}</h1>${facts([
    ["产品", page.product],
    ["申请单位", page.applicant],
    ["证书编号", page.certificate_no],
    ["原因", page.reason_label],
    ["决定文号", page.decision_no],
    ["决定日期", day(page.ruled_on)],
    ["清理日期", day(page.removed_on)],
  ])}${rules(page.rules)}<p>${page.issuing_unit}</p></article>`;
}

export function product(page: ProductDetail): Html {
  return html`<article><h1>${page.name}</h1>${facts([
    ["证书编号", page.certificate_no],
    ["状态", page.standing_label],
    ["停止原因", page.stopped && `${day(page.stopped.on)}，${page.stopped.reason} ${page.stopped.decision_no}`],
    ["申请单位", page.holder.name],
    ["统一社会信用代码", page.holder.credit_code],
    ["主体类型", page.holder.entity_type_label],
    ["联系电话", page.holder.public_phone],
    ["有效期", `${day(page.valid_from)}至${day(page.valid_until)}`],
    ["参考价", yuan(page.reference_price_fen)],
  ])}${page.photos.map(photo)}
<h2>产品情况和带动情况</h2>${facts(page.facts.map((each) => [each.title, each.text]))}
<h2>认定过程</h2><ol>${page.track.map(
    (step) => html`<li>${step.step} ${day(step.on)}${step.until && `至${day(step.until)}`}</li>`,
  )}</ol>
${page.notices.length > 0 && html`<h2>公示</h2>${links(page.notices)}`}
<p>${link(page.verify_url, "核验证书")} ${link(page.misuse_url, "举报冒用")}
${page.intent_url && link(page.intent_url, "登记认购意向")} ${page.external_url && link(page.external_url, "购买")}</p></article>`;
}

function photo(each: PhotoOut): Html {
  const largest = each.sizes.at(-1);
  if (largest === undefined) return html``;
  return html`<figure><img src="${largest.url}" srcset="${each.srcset}" alt="${each.alt}"
width="${largest.width}" height="${largest.height}" loading="lazy"></figure>`;
}

export function bulletin(page: QuarterlyDetail): Html {
  return html`<article><p>${page.number}</p><h1>${page.title}</h1>
${page.corrected_by && html`<p>本通报已更正，以${page.corrected_by}为准。</p>`}
${page.corrects && html`<p>本通报更正${page.corrects}，更正原因：${page.correction_reason}</p>`}
${page.parts.map((part) =>
    part.title
      ? html`<h2>${part.title}</h2>${table(["项目", "金额（元）"], part.rows.map((row) => [row.label, row.amount]))}`
      : html`<p>${part.text}</p>`,
  )}
${page.praised.length > 0 && html`<h2>表扬</h2><ul>${page.praised.map((each) => html`<li>${each}</li>`)}</ul>`}
${page.urged.length > 0 && html`<h2>督促</h2><ul>${page.urged.map((each) => html`<li>${each}</li>`)}</ul>`}
<p>统计数据截至${day(page.frozen_on)}关账；记录摘要${page.lines_sha256.slice(0, 16)}。</p>
<p>${page.issuing_unit} ${day(page.issued_on)}</p></article>`;
}
