// What /api/v1/ answers, written by `manage.py api_types`: never by hand.

export interface AmountOut {
  label: string;
  amount_fen: number;
  amount: string;
}

export interface AttachedIn {
  id: number;
  title: string;
}

export interface AttachmentBlock {
  type: "attachment";
  file: FileOut;
}

export interface AttachmentOut {
  title: string;
  url: string;
  extension: string;
  size: number;
  sha256: string;
}

export interface BannerOut {
  title: string;
  image: ImageOut;
  url: string;
}

export interface BulletinFilters {
  quarter?: string | null;
  kind?: "lead_unit" | "district" | null;
}

export interface BulletinOut {
  document: PageRef;
  figures: Array<FigureOut>;
}

export interface ChangeOut {
  sequence: number;
  type: "document" | "notice" | "result" | "removal" | "product" | "column" | "draw" | "dishonesty" | "bulletin" | "site" | "home" | "statistics" | "sales" | "redirects";
  id: string;
  change: "changed" | "gone";
  because: "" | "taken_down" | "removed" | "expired";
  because_label: string;
  changed_at: string;
  api_url: string;
}

export interface ChangesAsked {
  changed_since?: number;
  limit?: number;
  type?: "document" | "notice" | "result" | "removal" | "product" | "column" | "draw" | "dishonesty" | "bulletin" | "site" | "home" | "statistics" | "sales" | "redirects" | null;
}

export interface ChangesOut {
  items: Array<ChangeOut>;
  next_cursor: number;
  has_more: boolean;
  as_of: string;
}

export interface Choice {
  limit?: number;
  offset?: number;
  cursor?: number | null;
  fields?: string;
  include?: string;
}

export interface ColumnDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "column";
  section: "policy" | "interpretation" | "announcement" | "bulletin" | "case" | "guide" | "notices" | "catalogue";
  column_type: string;
  introduction: string;
  description: string;
  in_menu: boolean;
  list_url: string;
  kinds: Array<Counted>;
  topics: Array<Counted>;
  issuers: Array<Counted>;
  years: Array<Counted>;
  breadcrumbs: Array<CrumbOut>;
}

export interface ColumnOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "column";
  section: "policy" | "interpretation" | "announcement" | "bulletin" | "case" | "guide" | "notices" | "catalogue";
  column_type: string;
  introduction: string;
  description: string;
  in_menu: boolean;
  list_url: string;
}

export interface ComplaintFiguresOut {
  year: number;
  total: number;
  states: Array<Counted>;
  categories: Array<Counted>;
}

export interface ComplaintIn {
  ticket: string;
  proof?: string;
  subject_kind: "product" | "applicant" | "venue" | "person";
  about_text: string;
  certificate_no?: string;
  category: "quality" | "price" | "benefit_false" | "misuse_of_name" | "corruption" | "service" | "other";
  content: string;
  person_name?: string;
  person_contact?: string;
}

export interface Counted {
  value: string;
  label: string;
  count: number;
}

export interface CrumbOut {
  title: string;
  url: string;
}

export interface DayOut {
  day: string;
  is_working_day: boolean;
}

export interface DishonestyOut {
  number: string;
  applicant_name: string;
  cause: string;
  cause_label: string;
  effective_from: string;
  effective_until: string;
}

export interface DocumentDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "document";
  index_no: string | null;
  kind: "notice" | "measure" | "announcement" | "publicity" | "bulletin" | "interpretation" | "guide" | "case";
  kind_label: string;
  section: "policy" | "interpretation" | "announcement" | "bulletin" | "case" | "guide";
  doc_no: string;
  issuer: string;
  topic: string;
  written_on: string;
  published_at: string;
  effective_from: string | null;
  expires_on: string | null;
  validity: "in_force" | "partly" | "not_yet" | "lapsed" | "repealed";
  validity_label: string;
  disclosure: "active" | "on_request";
  disclosure_label: string;
  keywords: Array<string>;
  summary: string;
  category: string;
  joint_issuers: Array<string>;
  drafting_unit: string;
  recipients: string;
  source: string;
  targets: Array<string>;
  urgency: string;
  urgency_label: string;
  public_note: string;
  copies_to: string;
  printing_office: string;
  printed_on: string | null;
  is_normative: boolean;
  no_interpretation_because: string;
  interpretation_form: string;
  interpretation_form_label: string;
  body: string;
  blocks: Array<ParagraphBlock | HeadingBlock | TableBlock | FigureBlock | AttachmentBlock | QuoteBlock | QuestionBlock | VideoBlock>;
  parts: Array<PartOut>;
  attachments: Array<AttachmentOut>;
  apply_url: string;
  materials: Array<MaterialOut>;
  figures: Array<FigureOut>;
  versions: Array<VersionOut>;
  pdf_url: string;
  word_url: string;
  related: RelatedOut;
  breadcrumbs: Array<CrumbOut>;
  repeals: Array<string>;
  repealed_by: Array<string>;
  partly_repeals: Array<string>;
  partly_repealed_by: Array<string>;
  amends: Array<string>;
  amended_by: Array<string>;
  interprets: string | null;
  interpretations: Array<string>;
}

export interface DocumentFilters {
  kind?: "notice" | "measure" | "announcement" | "publicity" | "bulletin" | "interpretation" | "guide" | "case" | null;
  section?: "policy" | "interpretation" | "announcement" | "bulletin" | "case" | "guide" | null;
  topic?: string | null;
  issuer?: string | null;
  doc_no?: string | null;
  validity?: "in_force" | "partly" | "not_yet" | "lapsed" | "repealed" | null;
  target?: "for_leading_enterprises" | "for_cooperatives" | "for_pioneers" | "for_epidemic_hit" | null;
  q?: string | null;
  since?: string | null;
  until?: string | null;
  sort?: "published" | "written" | "oldest";
}

export interface DocumentOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "document";
  index_no: string | null;
  kind: "notice" | "measure" | "announcement" | "publicity" | "bulletin" | "interpretation" | "guide" | "case";
  kind_label: string;
  section: "policy" | "interpretation" | "announcement" | "bulletin" | "case" | "guide";
  doc_no: string;
  issuer: string;
  topic: string;
  written_on: string;
  published_at: string;
  effective_from: string | null;
  expires_on: string | null;
  validity: "in_force" | "partly" | "not_yet" | "lapsed" | "repealed";
  validity_label: string;
  disclosure: "active" | "on_request";
  disclosure_label: string;
  keywords: Array<string>;
  summary: string;
}

export interface DocumentsBlock {
  type: "documents";
  title: string;
  section: string;
  keyword: string;
  documents: Array<PageRef>;
}

export interface DoorOut {
  name: string;
  title: string;
  url: string;
}

export interface DraftIn {
  title: string;
  issuer: string;
  written_on: string;
  topic: string;
  doc_no?: string;
  category?: string;
  joint_issuers?: string;
  drafting_unit?: string;
  recipients?: string;
  effective_from?: string | null;
  expires_on?: string | null;
  keywords?: Array<string>;
  summary?: string;
  source?: string;
  disclosure?: "active" | "on_request";
  interpretation_form?: "" | "text" | "pictures" | "questions" | "video";
  is_normative?: boolean;
  no_interpretation_because?: string;
  names_persons?: "" | "no" | "yes";
  go_live_at?: string | null;
  expire_at?: string | null;
  body?: Array<ParagraphIn | HeadingIn>;
  attachments?: Array<AttachedIn>;
  kind: "notice" | "measure" | "announcement" | "publicity" | "bulletin" | "interpretation" | "guide" | "case";
  hand_in?: boolean;
}

export interface DraftOut {
  id: number;
  title: string;
  kind: "notice" | "measure" | "announcement" | "publicity" | "bulletin" | "interpretation" | "guide" | "case";
  state: "draft" | "in_review" | "returned" | "scheduled" | "public" | "taken_down";
  comment: string;
  api_url: string;
  saved_at: string;
}

export interface DraftsAsked {
  cursor?: number;
  limit?: number;
}

export interface DraftsOut {
  items: Array<DraftOut>;
  next_cursor: number | null;
}

export interface DrawDetail {
  number: string;
  title: string;
  url: string;
  seed_source: string;
  count: number;
  population_count: number;
  population_digest: string;
  fixed_at: string;
  seed: string;
  drawn_at: string | null;
  chosen: Array<string>;
  population: Array<string>;
}

export interface DrawOut {
  number: string;
  title: string;
  url: string;
  seed_source: string;
  count: number;
  population_count: number;
  population_digest: string;
  fixed_at: string;
  seed: string;
  drawn_at: string | null;
  chosen: Array<string>;
}

export interface EntriesAsked {
  cursor?: number;
  limit?: number;
}

export interface EntryOut {
  applicant: string;
  product: string;
  category: string;
  origin: string;
  households: number;
  persons: number;
  mechanisms: string;
  state: "not_yet" | "running" | "held" | "due" | "passed" | "returned" | "refused" | "restarted" | "withdrawn";
  state_label: string;
  last_day: string | null;
  remaining_days: number | null;
  may_object: boolean;
}

export interface FacetsOut {
  category: Array<Counted>;
  township: Array<Counted>;
  applicant: Array<Counted>;
  tag: Array<Counted>;
  month: Array<Counted>;
  status: Array<Counted>;
}

export interface FactOut {
  title: string;
  text: string;
}

export interface FeatureDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "feature";
  form: "single" | "topic" | "gallery";
  form_label: string;
  summary: string;
  published_at: string;
  in_menu: boolean;
  blocks: Array<ParagraphBlock | HeadingBlock | TableBlock | FigureBlock | AttachmentBlock | QuoteBlock | QuestionBlock | VideoBlock | LinksBlock | DocumentsBlock | GalleryBlock | TwoColumnsBlock>;
  breadcrumbs: Array<CrumbOut>;
}

export interface FeatureFilters {
  form?: "single" | "topic" | "gallery" | null;
}

export interface FeatureOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "feature";
  form: "single" | "topic" | "gallery";
  form_label: string;
  summary: string;
  published_at: string;
  in_menu: boolean;
}

export interface FeedOut {
  name: string;
  title: string;
  form: "rss" | "atom" | "json";
  type: string;
  url: string;
}

export interface FewerWordsOut {
  word: string;
  count: number;
}

export interface FigureBlock {
  type: "figure";
  image: ImageOut;
  caption: string;
}

export interface FigureOut {
  group: "total" | "channel" | "six_entry" | "township";
  group_label: string;
  label: string;
  amount: string;
  amount_text: string;
  unit: string;
}

export interface FigureTableOut {
  key: string;
  title: string;
  unit: string;
  headings: Array<string>;
  rows: Array<Array<number | string>>;
  note: string;
  url: string;
}

export interface FileOut {
  title: string;
  url: string;
  extension: string;
  size: number;
}

export interface FoundOut {
  id: number;
  type: string;
  api_url: string;
  kind: string;
  kind_label: string;
  title: string;
  url: string;
  published_at: string | null;
  excerpt: string;
  standing: "active" | "expiring" | "suspended" | "removed" | "expired" | "not_yet" | null;
  standing_label: string | null;
  match: "all" | "sound" | "any";
}

export interface GalleryBlock {
  type: "gallery";
  title: string;
  pictures: Array<FigureBlock>;
}

export interface GoneOut {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: Array<ReasonOut>;
  story: StoryOut;
}

export interface HeadingBlock {
  type: "heading";
  level: 2 | 3 | 4 | 5;
  text: string;
}

export interface HeadingIn {
  type: "heading";
  level?: 2 | 3 | 4 | 5;
  text: string;
}

export interface HolderOut {
  name: string;
  credit_code: string;
  entity_type: "enterprise" | "cooperative" | "village_collective" | "other_legal_person" | "individual_business" | "partnership" | "sole_proprietorship" | "branch";
  entity_type_label: string;
  public_phone: string;
}

export interface HomeOut {
  type: "home";
  title: string;
  url: string;
  today: string;
  banners: Array<BannerOut>;
  sections: Array<SectionOut>;
  open_notices: Array<NoticeOut>;
  results: Array<ResultOut>;
  policies: Array<DocumentOut>;
  announcements: Array<DocumentOut>;
  product_count: number;
  suspended_count: number;
  categories: Array<Counted>;
  newest_products: Array<ProductOut>;
  bulletin: BulletinOut | null;
}

export interface ImageOut {
  url: string;
  width: number;
  height: number;
  alt: string;
}

export interface ImprintOut {
  organiser: string;
  operator: string;
  contact: string;
  site_id_code: string;
  icp_number: string;
  police_number: string;
  police_link: string;
  party_link: string;
  correction_link: string;
}

export interface Input {
  limit?: number;
  offset?: number;
}

export interface IntentIn {
  ticket: string;
  proof?: string;
  certificate_no: string;
  buyer_kind: "person" | "unit";
  buyer_name: string;
  buyer_contact: string;
  request_text: string;
  consent: boolean;
}

export interface LedgerColumnOut {
  name: string;
  title: string;
  is_required: boolean;
  choices: Array<string>;
}

export interface LedgerEntriesOut {
  items: Array<LedgerEntryOut>;
  next_cursor: number | null;
}

export interface LedgerEntryIn {
  unit: string;
  cells: Record<string, string>;
}

export interface LedgerEntryOut {
  number: string;
  unit: string;
  api_url: string;
  cells: Record<string, string>;
  recorded_at: string;
  is_void: boolean;
  void_reason: string;
  return_reason: string;
}

export interface LedgerOut {
  word: string;
  title: string;
  units: Array<string>;
  columns: Array<LedgerColumnOut>;
}

export interface LinkOut {
  text: string;
  url: string;
}

export interface LinksBlock {
  type: "links";
  title: string;
  links: Array<LinkOut>;
}

export interface MaterialOut {
  name: string;
  requirement: string;
  form: FileOut | null;
}

export interface MovedOut {
  path: string;
  url: string;
  is_permanent: boolean;
}

export interface NamesOut {
  district: string;
  product: string;
  station: string;
  office: string;
  office_in_full: string;
  bureau: string;
  programme: string;
  region: string;
  certificate_example: string;
}

export interface NoCertificateOut {
  code: "malformed" | "check_character" | "unknown";
  detail: string;
  did_you_mean?: string | null;
}

export interface NoticeDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "notice";
  number: string;
  state: "running" | "held" | "ended";
  state_label: string;
  published_at: string;
  first_day: string;
  last_day: string;
  working_days: number;
  runs_until: string | null;
  days_left: number | null;
  entry_count: number;
  held_count: number;
  rest_least: number | null;
  rest_most: number | null;
  result_url: string | null;
  accepting_unit: string;
  contact_phone: string;
  hotline: string;
  address: string;
  rules: RulesOut;
  table_url: string;
  objection_url: string | null;
  signed_on: string;
  entries: Array<EntryOut>;
  outcomes: Array<OutcomeOut>;
  result: PageRef | null;
  evidence_url: string;
  products: Array<PageRef>;
  breadcrumbs: Array<CrumbOut>;
}

export interface NoticeFilters {
  state?: "running" | "held" | "ended" | null;
  since?: string | null;
  until?: string | null;
  sort?: "newest" | "oldest";
}

export interface NoticeOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "notice";
  number: string;
  state: "running" | "held" | "ended";
  state_label: string;
  published_at: string;
  first_day: string;
  last_day: string;
  working_days: number;
  runs_until: string | null;
  days_left: number | null;
  entry_count: number;
  held_count: number;
  rest_least: number | null;
  rest_most: number | null;
  result_url: string | null;
}

export interface ObjectionIn {
  ticket: string;
  proof?: string;
  entry: number;
  content: string;
  person_name?: string;
  person_contact?: string;
}

export interface OutcomeOut {
  state: "not_yet" | "running" | "held" | "due" | "passed" | "returned" | "refused" | "restarted" | "withdrawn";
  label: string;
  count: number;
}

export interface OwnCertificateOut {
  number: string;
  product: string;
  valid_from: string;
  valid_until: string;
  status: string;
  status_label: string;
}

export interface OwnSaleOut {
  id: string;
  api_url: string;
  external_id: string;
  certificate: string;
  sold_on: string;
  booked_quarter: string;
  quantity: string;
  unit: string;
  unit_price_fen: number;
  amount_fen: number;
  channel: string;
  channel_label: string;
  buyer_type: string;
  buyer_type_label: string;
  buyer_name: string;
  not_counted_because: string;
  reverses: string | null;
  reversed_by: string | null;
  reverse_reason: string;
  recorded_at: string;
}

export interface OwnSalesAsked {
  external_id?: string;
  cursor?: number;
  limit?: number;
}

export interface OwnSalesOut {
  items: Array<OwnSaleOut>;
  next_cursor: number | null;
}

export interface PageColumnOut {
  count: number;
  next_cursor?: number | null;
  items: Array<ColumnOut>;
}

export interface PageDishonestyOut {
  count: number;
  next_cursor?: number | null;
  items: Array<DishonestyOut>;
}

export interface PageDocumentOut {
  count: number;
  next_cursor?: number | null;
  match?: "all" | "sound" | "any" | null;
  items: Array<DocumentOut>;
}

export interface PageDrawOut {
  count: number;
  next_cursor?: number | null;
  items: Array<DrawOut>;
}

export interface PageFeatureOut {
  count: number;
  next_cursor?: number | null;
  items: Array<FeatureOut>;
}

export interface PageNoticeOut {
  count: number;
  next_cursor?: number | null;
  items: Array<NoticeOut>;
}

export interface PageProductOut {
  count: number;
  next_cursor?: number | null;
  match?: "all" | "sound" | "any" | null;
  items: Array<ProductOut>;
}

export interface PageQuarterlyOut {
  count: number;
  next_cursor?: number | null;
  items: Array<QuarterlyOut>;
}

export interface PageRef {
  id: number;
  type: string;
  slug: string;
  title: string;
  url: string;
  api_url: string;
}

export interface PageRemovalOut {
  count: number;
  next_cursor?: number | null;
  items: Array<RemovalOut>;
}

export interface PageResultOut {
  count: number;
  next_cursor?: number | null;
  items: Array<ResultOut>;
}

export interface PagedFoundOut {
  items: Array<FoundOut>;
  count: number;
}

export interface ParagraphBlock {
  type: "paragraph";
  html: string;
  text: string;
}

export interface ParagraphIn {
  type: "paragraph";
  text: string;
}

export interface ParagraphOut {
  text: string;
  title: string;
  rows: Array<AmountOut>;
}

export interface PartOut {
  role: "plan" | "annex" | "form";
  role_label: string;
  label: string;
  title: string;
  body: string;
  blocks: Array<ParagraphBlock | HeadingBlock | TableBlock | FigureBlock | AttachmentBlock | QuoteBlock | QuestionBlock | VideoBlock>;
}

export interface PhotoOut {
  alt: string;
  srcset: string;
  sizes: Array<SizeOut>;
}

export interface ProblemOut {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: Array<ReasonOut>;
}

export interface ProductChoices {
  category?: string | null;
  township?: string | null;
  status?: "active" | "expiring" | "suspended" | "removed" | "expired" | "left" | null;
  q?: string | null;
  applicant?: string | null;
  tag?: "vegetable_basket" | "rice_bag" | null;
  month?: number | null;
}

export interface ProductDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "product";
  certificate_no: string;
  name: string;
  category: string;
  category_label: string;
  applicant: string;
  credit_code: string;
  origin: string;
  township_code: string | null;
  valid_from: string;
  valid_until: string;
  status: "active" | "suspended" | "removed" | "expired";
  status_label: string;
  standing: "active" | "expiring" | "suspended" | "removed" | "expired" | "not_yet";
  standing_label: string;
  stopped: StopOut | null;
  sales_spec: string;
  reference_price_fen: number | null;
  households: number | null;
  persons: number | null;
  tags: Array<string>;
  tag_labels: Array<string>;
  photo: PhotoOut | null;
  listed_on: string;
  category_other: string;
  sales_unit: string;
  input_sources: Array<string>;
  input_source_text: string;
  annual_output: string;
  output_unit: string;
  output_is_planned: boolean;
  supply_months: Array<number>;
  supply_text: string;
  standard_no: string;
  certifications: Array<string>;
  mechanisms: Array<string>;
  mechanisms_text: string;
  average_income_fen: number | null;
  employed_workers: number | null;
  facts: Array<FactOut>;
  holder: HolderOut;
  photos: Array<PhotoOut>;
  track: Array<TrackStepOut>;
  notices: Array<PageRef>;
  external_url: string;
  hotline: string;
  second_hotline: string;
  verify_url: string;
  misuse_url: string;
  intent_url: string | null;
  breadcrumbs: Array<CrumbOut>;
}

export interface ProductFilters {
  category?: string | null;
  township?: string | null;
  status?: "active" | "expiring" | "suspended" | "removed" | "expired" | "left" | null;
  q?: string | null;
  applicant?: string | null;
  tag?: "vegetable_basket" | "rice_bag" | null;
  month?: number | null;
  certificate_no?: string | null;
  sort?: "" | "ending" | "households" | "price";
}

export interface ProductOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "product";
  certificate_no: string;
  name: string;
  category: string;
  category_label: string;
  applicant: string;
  credit_code: string;
  origin: string;
  township_code: string | null;
  valid_from: string;
  valid_until: string;
  status: "active" | "suspended" | "removed" | "expired";
  status_label: string;
  standing: "active" | "expiring" | "suspended" | "removed" | "expired" | "not_yet";
  standing_label: string;
  stopped: StopOut | null;
  sales_spec: string;
  reference_price_fen: number | null;
  households: number | null;
  persons: number | null;
  tags: Array<string>;
  tag_labels: Array<string>;
  photo: PhotoOut | null;
}

export interface PuzzleOut {
  algorithm: string;
  challenge: string;
  maxNumber: number;
  salt: string;
  signature: string;
}

export interface QuarterOut {
  quarter: string;
  url: string;
  frozen_at: string;
  count: number | null;
  amount_fen: number | null;
  amount: string | null;
  tables: Array<SalesTableOut>;
}

export interface QuarterlyDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "bulletin";
  number: string;
  quarter: string;
  kind: "lead_unit" | "district";
  kind_label: string;
  issuing_unit: string;
  published_at: string;
  parts: Array<ParagraphOut>;
  praised: Array<string>;
  urged: Array<string>;
  frozen_on: string;
  lines_sha256: string;
  issued_on: string | null;
  is_superseded: boolean;
  corrects: string | null;
  correction_reason: string;
  corrected_by: string | null;
  correction: PageRef | null;
  pdf_url: string;
  word_url: string;
  breadcrumbs: Array<CrumbOut>;
}

export interface QuarterlyOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "bulletin";
  number: string;
  quarter: string;
  kind: "lead_unit" | "district";
  kind_label: string;
  issuing_unit: string;
  published_at: string;
}

export interface QuestionBlock {
  type: "question";
  question: string;
  answer_html: string;
  answer_text: string;
}

export interface QuoteBlock {
  type: "quote";
  text: string;
  source: string;
}

export interface ReasonIn {
  reason: string;
}

export interface ReasonOut {
  field: string;
  reason: string;
}

export interface ReceiptOut {
  handled_as: "complaint" | "objection" | "purchaseintent";
  number: string;
  query_code: string;
  received_at: string;
}

export interface RelatedOut {
  repeals: Array<PageRef>;
  repealed_by: Array<PageRef>;
  partly_repeals: Array<PageRef>;
  partly_repealed_by: Array<PageRef>;
  amends: Array<PageRef>;
  amended_by: Array<PageRef>;
  interprets: PageRef | null;
  interpretations: Array<PageRef>;
  see_also: Array<PageRef>;
  seen_from: Array<PageRef>;
}

export interface RemovalDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "removal";
  published_at: string;
  certificate_no: string;
  product: string;
  applicant: string;
  reason: "initial" | "renewal" | "change_report" | "annual_review" | "complaint_upheld" | "quality_safety" | "illegal_act" | "no_longer_qualified" | "voluntary_exit" | "expired" | "data_correction";
  reason_label: string;
  decision_no: string;
  ruled_on: string;
  removed_on: string;
  issuing_unit: string;
  rules: RulesOut;
  breadcrumbs: Array<CrumbOut>;
}

export interface RemovalFilters {
  certificate_no?: string | null;
}

export interface RemovalOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "removal";
  published_at: string;
  certificate_no: string;
  product: string;
  applicant: string;
  reason: "initial" | "renewal" | "change_report" | "annual_review" | "complaint_upheld" | "quality_safety" | "illegal_act" | "no_longer_qualified" | "voluntary_exit" | "expired" | "data_correction";
  reason_label: string;
  decision_no: string;
  ruled_on: string;
  removed_on: string;
}

export interface ResultDetail {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "result";
  number: string;
  published_at: string;
  first_day: string;
  last_day: string;
  notice: PageRef;
  entries: Array<EntryOut>;
  passed: number;
  accepting_unit: string;
  rules: RulesOut;
  signed_on: string;
  breadcrumbs: Array<CrumbOut>;
}

export interface ResultFilters {
  number?: string | null;
}

export interface ResultOut {
  id: number;
  slug: string;
  title: string;
  url: string;
  api_url: string;
  updated_at: string | null;
  type: "result";
  number: string;
  published_at: string;
  first_day: string;
  last_day: string;
  notice: PageRef;
}

export interface RulesOut {
  name: string;
  document_no: string;
  product_term: string;
  station_term: string;
  contact_phone: string;
  hotline: string;
  second_hotline: string;
  address: string;
}

export interface SaleIn {
  certificate: string;
  external_id: string;
  sold_on: string;
  quantity: number | string;
  unit: string;
  unit_price_fen: number;
  amount_fen?: number | null;
  channel: "national_platform" | "platform_832" | "ecommerce" | "live_stream" | "new_media" | "village_station" | "canteen" | "community" | "market" | "counter" | "zone" | "hall" | "exhibition" | "supermarket_direct" | "outside_zone" | "direct";
  buyer_type: "organ" | "school" | "hospital" | "enterprise" | "community" | "market" | "trader" | "union" | "individual";
  buyer_name?: string;
  six_entry?: "" | "organ" | "school" | "hospital" | "enterprise" | "community" | "market";
  fund_source?: "market" | "unit_budget" | "union_welfare" | "canteen_fund" | "buy_for_donate" | "buy_for_help";
  paired_village?: string;
  hundred_enterprises?: boolean;
  venue_code?: string;
  event_code?: string;
}

export interface SaleReversalIn {
  reason: string;
}

export interface SalesTableOut {
  name: string;
  title: string;
  rows: Array<SumOut>;
}

export interface SearchFilters {
  q: string;
  kind?: string;
  since?: string | null;
  until?: string | null;
  sort?: "relevance" | "date";
}

export interface SectionOut {
  kind: string;
  block: ParagraphBlock | HeadingBlock | TableBlock | FigureBlock | AttachmentBlock | QuoteBlock | QuestionBlock | VideoBlock | LinksBlock | DocumentsBlock | GalleryBlock | TwoColumnsBlock | null;
}

export interface SiteOut {
  name: string;
  url: string;
  language: string;
  names: NamesOut;
  address: string;
  contact_phone: string;
  hotline: string;
  second_hotline: string;
  imprint: ImprintOut;
  header_html: string;
  footer_html: string;
  navigation: Array<ColumnOut>;
  menu: Array<LinkOut>;
  footer_links: Array<LinkOut>;
  doors: Array<DoorOut>;
  feeds: Array<FeedOut>;
}

export interface SizeOut {
  url: string;
  width: number;
  height: number;
  type?: string;
}

export interface StatisticsOut {
  product_count: number;
  suspended_count: number;
  categories: Array<Counted>;
  complaints: ComplaintFiguresOut;
}

export interface StopOut {
  on: string;
  reason: string;
  decision_no: string;
}

export interface StoryOut {
  type: "product";
  id: number;
  slug: string;
  certificate_no: string;
  name: string;
  applicant: string;
  valid_from: string;
  ended_on: string;
  ended_by: "removed" | "exited" | "expired";
  ended_by_label: string;
  reason: string;
  decision_no: string;
  decision: PageRef | null;
  successor: PageRef | null;
  renewal_sought: boolean;
  track: Array<TrackStepOut>;
  hotline: string;
  misuse_url: string;
  breadcrumbs: Array<CrumbOut>;
}

export interface SuggestionsAsked {
  q: string;
}

export interface SuggestionsOut {
  similar: Array<FoundOut>;
  fewer_words: Array<FewerWordsOut>;
}

export interface SumOut {
  label: string;
  amount_fen: number;
  amount: string;
}

export interface TableBlock {
  type: "table";
  caption: string;
  columns: Array<string>;
  rows: Array<Array<string>>;
  head: Array<Array<TableCell>>;
  body: Array<Array<TableCell>>;
}

export interface TableCell {
  text: string;
  rowspan: number;
  colspan: number;
  scope: "" | "col" | "colgroup" | "row" | "rowgroup";
  align: "left" | "center" | "right";
}

export interface TicketAsked {
  scope: "complaint" | "objection" | "intent";
}

export interface TicketOut {
  ticket: string;
  puzzle: PuzzleOut;
  good_until: string;
}

export interface TokenOut {
  name: string;
  start: string;
  scopes: Array<"documents" | "ledgers" | "sales">;
  made_at: string;
  expires_at: string;
  last_used_at: string | null;
}

export interface TrackStepOut {
  step: string;
  on: string;
  until: string | null;
}

export interface TwoColumnsBlock {
  type: "two_columns";
  left: Array<ParagraphBlock | FigureBlock | AttachmentBlock | LinksBlock>;
  right: Array<ParagraphBlock | FigureBlock | AttachmentBlock | LinksBlock>;
}

export interface UploadedFileOut {
  id: number;
  title: string;
  sha256: string;
}

export interface VerdictOut {
  certificate_no: string;
  product: string;
  applicant: string;
  credit_code: string;
  standing: "active" | "expiring" | "suspended" | "removed" | "expired" | "not_yet";
  standing_label: string;
  is_valid: boolean;
  since: string | null;
  valid_from: string;
  valid_until: string;
  checked_at: string;
}

export interface VersionOut {
  number: number;
  published_at: string;
  note: string;
  text_sha256: string;
  url: string | null;
}

export interface VideoBlock {
  type: "video";
  title: string;
  url: string;
  transcript: string;
}

export interface WordOut {
  value: string;
  label: string;
}

export interface WordsIn {
  title: string;
  issuer: string;
  written_on: string;
  topic: string;
  doc_no?: string;
  category?: string;
  joint_issuers?: string;
  drafting_unit?: string;
  recipients?: string;
  effective_from?: string | null;
  expires_on?: string | null;
  keywords?: Array<string>;
  summary?: string;
  source?: string;
  disclosure?: "active" | "on_request";
  interpretation_form?: "" | "text" | "pictures" | "questions" | "video";
  is_normative?: boolean;
  no_interpretation_because?: string;
  names_persons?: "" | "no" | "yes";
  go_live_at?: string | null;
  expire_at?: string | null;
  body?: Array<ParagraphIn | HeadingIn>;
  attachments?: Array<AttachedIn>;
}

export interface WorkingDaysOut {
  year: number;
  working_days: number;
  days: Array<DayOut>;
}

export interface Answers {
  "/api/v1/site": SiteOut;
  "/api/v1/home": HomeOut;
  "/api/v1/feeds": Array<FeedOut>;
  "/api/v1/pages": HomeOut | ColumnDetail | DocumentDetail | FeatureDetail | NoticeDetail | ResultDetail | RemovalDetail | ProductDetail | QuarterlyDetail;
  "/api/v1/pages/{key}": HomeOut | ColumnDetail | DocumentDetail | FeatureDetail | NoticeDetail | ResultDetail | RemovalDetail | ProductDetail | QuarterlyDetail;
  "/api/v1/redirects": Array<MovedOut>;
  "/api/v1/draws": PageDrawOut;
  "/api/v1/draws/{number}": DrawDetail;
  "/api/v1/statistics": StatisticsOut;
  "/api/v1/complaint-figures": ComplaintFiguresOut;
  "/api/v1/working-days": WorkingDaysOut;
  "/api/v1/enums": Record<string, Array<WordOut>>;
  "/api/v1/figures": Array<FigureTableOut>;
  "/api/v1/sales": Array<QuarterOut>;
  "/api/v1/dishonesty": PageDishonestyOut;
  "/api/v1/dishonesty/{number}": DishonestyOut;
  "/api/v1/changes": ChangesOut;
  "/api/v1/preview/{token}": HomeOut | ColumnDetail | DocumentDetail | FeatureDetail | NoticeDetail | ResultDetail | RemovalDetail | ProductDetail | QuarterlyDetail;
  "/api/v1/token": TokenOut;
  "/api/v1/tickets": TicketOut;
  "/api/v1/columns": PageColumnOut;
  "/api/v1/columns/{slug}": ColumnDetail;
  "/api/v1/notices": PageNoticeOut;
  "/api/v1/notices/{slug}": NoticeDetail;
  "/api/v1/results": PageResultOut;
  "/api/v1/results/{slug}": ResultDetail;
  "/api/v1/removals": PageRemovalOut;
  "/api/v1/removals/{slug}": RemovalDetail;
  "/api/v1/bulletins": PageQuarterlyOut;
  "/api/v1/bulletins/{slug}": QuarterlyDetail;
  "/api/v1/documents": PageDocumentOut;
  "/api/v1/documents/{slug}": DocumentDetail;
  "/api/v1/features": PageFeatureOut;
  "/api/v1/features/{slug}": FeatureDetail;
  "/api/v1/products": PageProductOut;
  "/api/v1/products/facets": FacetsOut;
  "/api/v1/products/{slug}": ProductDetail;
  "/api/v1/search/suggestions": SuggestionsOut;
  "/api/v1/search": PagedFoundOut;
  "/api/v1/verify/{certificate_no}": VerdictOut;
  "/api/v1/drafts/documents": DraftsOut;
  "/api/v1/drafts/documents/{number}": DraftOut;
  "/api/v1/ledgers": Array<LedgerOut>;
  "/api/v1/ledgers/{word}/entries": LedgerEntriesOut;
  "/api/v1/ledgers/{word}/entries/{number}": LedgerEntryOut;
  "/api/v1/own/certificates": Array<OwnCertificateOut>;
  "/api/v1/own/sales": OwnSalesOut;
  "/api/v1/own/sales/{sale}": OwnSaleOut;
}
