// The types of @volet/widget: what index.js exports, the elements, and the events.

import type { Address, EcitValue, MemoValue, VoletContext } from './values.js';

export type * from './values.js';

/** Registers `<volet-session>`, `<volet-form>`, `<volet-documents>` and `<volet-antecedents>`; a second call does nothing. */
export function defineElements(options?: DefineOptions): Promise<void>;

/** Makes an engine, finishes a sign-in that the page's address answers, and looks the session up. */
export function createVolet(options: VoletOptions): Promise<Volet>;

/** What methods reject with. The table of codes, causes and cures is in README.md. */
export class VoletError extends Error implements Failure {
  constructor(failure: Pick<Failure, 'code' | 'phase'> & Partial<Failure>);
  readonly name: 'VoletError';
  readonly code: VoletErrorCode;
  readonly phase: VoletPhase;
  readonly retryable: boolean;
  readonly correlationId: string;
  readonly field?: string;
}

export interface DefineOptions {
  /** Address of `volet_bg.wasm`, where it is not beside the package. */
  wasmUrl?: string | URL;
}

export type VoletOptions = BaseOptions & (
  | {
    auth: MediatedAuth | BffAuth;
    /** An opaque id of the host's signed-in user: 1 to 128 visible ASCII characters. */
    hostUser: string;
  }
  | { auth: HostAuth | PublicAuth; hostUser?: string }
);

export interface BaseOptions extends DefineOptions, NoSecret {
  /** The gateway's base on this page's own origin, for example `/volet`. */
  gateway: string;
  environment: Environment;
  /** Language of elements that name none; `fr` when it is left out. */
  lang?: string;
  /** The kinds of documents that the host has a place for; `other` has to be among them. */
  documentTypes?: readonly DocumentTypeName[];
  /** Takes the place of the example of diagnoses; `schemas/diagnoses.schema.json`. */
  diagnoses?: DiagnosisTable;
  /** Takes the place of the built-in tariffs; `schemas/tariffs.schema.json`. */
  tariffs?: object;
  /** Takes the place of the table of document types and queries, `data/type-map.json`; `schemas/typeMap.schema.json`. */
  typeMap?: object;
  /** Keeps refusals of antecedents and the filters of lists, sealed by the widget; without it they last as long as the engine. */
  store?: VoletStore;
  /** Address of the PDF worker's script, where it is not beside the package. */
  workerUrl?: string | URL;
  /**
   * When the module that writes PDF files is fetched: with the first file (`first-use`, when it is left out), or before
   * it, when the first form's pages are shown and the browser is idle.
   */
  pdfEngine?: 'first-use' | 'idle';
  /** Takes the place of `fetch`; `null` leaves a request to the default. */
  transport?: Transport;
}

/**
 * The host's own store, to be guarded like the rest of its patients' data: names and values say nothing at a glance, but whoever
 * knows users and practitioners can try the numbers of all patients. Names are the same on every computer.
 */
export interface VoletStore {
  get(key: string): Promise<Uint8Array | null>;
  set(key: string, bytes: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Diagnoses that a certificate can name. */
export interface DiagnosisTable {
  /** Where the list comes from. */
  source?: string;
  /** Whether it is no list of anybody's: the form then says so. */
  example?: boolean;
  diagnoses: readonly {
    code: string;
    /** One text, or one for each language. */
    text: string | { fr?: string; de?: string; en?: string; lb?: string };
    /** Offered for one click. */
    favourite?: boolean;
  }[];
}

/** Who exchanges the authorization code. No mode is a default, and none has a place for a client secret. */
export type VoletAuth = MediatedAuth | BffAuth | HostAuth | PublicAuth;

/** A browser keeps no secret (RFC 6749 §2.1): there is no way to write one. */
export interface NoSecret {
  clientSecret?: never;
  client_secret?: never;
}

export interface AuthOptions extends NoSecret {
  /** Whether the session is renewed while the page is seen and used; `true` when it is left out. */
  keepAlive?: boolean;
}

/** Where the sign-in takes place. A popup that the browser blocks becomes a redirect. */
export type LoginWindow = 'redirect' | 'popup';

/** The widget runs PKCE; the gateway adds the secret. */
export interface MediatedAuth extends AuthOptions {
  mode: 'mediated';
  /** On this page's origin, without query or fragment, registered at the issuer and in `VOLET_REDIRECT_URIS`. */
  redirectUri: string;
  login?: LoginWindow;
}

/** The gateway signs the person in; no token reaches the page. */
export type BffAuth = BffRedirect | BffPopup;

export interface BffRedirect extends AuthOptions {
  mode: 'bff';
  login?: 'redirect';
  redirectUri?: string;
}

export interface BffPopup extends AuthOptions {
  mode: 'bff';
  login: 'popup';
  /** A page on this origin that makes the engine too: the popup comes back to it. */
  redirectUri: string;
}

/** The host software is signed in at the issuer and gives tokens. */
export interface HostAuth extends AuthOptions {
  mode: 'host';
  /** A token that lives at least `minValidity` seconds more; `null` when nobody is signed in. */
  getToken(wanted: { minValidity: number }): HostToken | null | Promise<HostToken | null>;
}

export interface HostToken {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
}

/** The widget straight at an issuer that gives public clients: sandboxes. */
export interface PublicAuth extends AuthOptions {
  mode: 'public';
  redirectUri: string;
  /** As the issuer itself writes it in its metadata. */
  issuer: string;
  clientId: string;
  login?: LoginWindow;
}

export type Environment = 'sandbox' | 'integration' | 'production';

export type DocumentTypeName = 'summary' | 'laboratory' | 'prescription' | 'vaccination' | 'imaging' | 'other';

export type Transport = (request: Request, how: TransportHow) => Response | null | Promise<Response | null>;

export interface TransportHow {
  tag: TransportTag;
  /** Aborted when the widget no longer waits. */
  signal: AbortSignal;
}

export type TransportTag =
  | 'session'
  | 'token'
  | 'econnector.status'
  | 'econnector.send-document'
  | 'econnector.send-mh'
  | 'econnector.generate-pdf'
  | 'econnector.revoke-document'
  | 'dsp.search'
  | 'dsp.retrieve';

/** One engine: a session, a context, the sends. */
export interface Volet extends EventTarget {
  /** Leaves the page for the issuer; what is typed is kept first. With a popup, ends when somebody is signed in. */
  login(): Promise<void>;
  /** Erases what was typed, and ends the session here, at the gateway and at the issuer. */
  logout(): Promise<void>;
  status(): Promise<SessionStatus>;
  /**
   * Whom the form is about; another patient gets another form, and what was typed for the old one is erased.
   * Throws a VoletError.
   */
  setContext(context: VoletContext): void;
  /** Every send since the engine was made, and of earlier pages of this tab the open sends and what was deposited. */
  readonly sends: readonly SendRecord[];
  /** Ends the engine; its elements become empty. */
  destroy(): void;

  addEventListener<K extends keyof VoletEventMap>(
    type: K,
    listener: ((this: Volet, event: VoletEventMap[K]) => unknown) | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    callback: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof VoletEventMap>(
    type: K,
    listener: ((this: Volet, event: VoletEventMap[K]) => unknown) | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    callback: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

export type SessionState = 'signed-out' | 'signing-in' | 'signed-in' | 'renewing' | 'expired';

export interface SessionStatus {
  state: SessionState;
  /** Seconds until the session ends; 0 when there is none. */
  expiresIn: number;
}

export type FormType = 'ecit' | 'mh' | 'memoire';

export interface SendRecord {
  documentId: string;
  type: FormType;
  state: 'sending' | 'unknown' | 'accepted' | 'refused' | 'revoked' | 'replaced';
  /** When it got into that state, ISO 8601 in UTC. */
  at: string;
}

/** What all four elements have. */
export interface VoletElement extends HTMLElement {
  /** The engine. Without one the element uses the only engine on the page. */
  get volet(): Volet | undefined;
  set volet(engine: Volet | null | undefined);
}

/** `<volet-session>`: who is signed in, sign-in and sign-out, sends to follow up. */
export interface VoletSessionElement extends VoletElement {}

/** `<volet-form>`: the form with its pages. */
export interface VoletFormElement extends VoletElement {
  /** A `FormType`; another one shows nothing and says so. */
  type: string;
  readonly: boolean;
  /** What stands in the fields, `null` before the form is there. Setting it leaves the fields that it does not name. */
  get value(): EcitValue | MemoValue | null;
  set value(value: DeepPartial<EcitValue> | DeepPartial<MemoValue> | null);
  /** Shows every issue. */
  validate(): Promise<FormState>;
  /** Sends without the look before it: the host has shown its own. */
  send(): Promise<SendReceipt>;
  /** Begins a new certificate. */
  reset(): Promise<void>;
  /**
   * One copy as a PDF: the preview, or with `official` what the eConnector answered; of a fee memo that is not sent yet, what
   * it makes of it now.
   */
  pdf(options: PdfOptions): Promise<Uint8Array>;
  /** What the host needs to file a deposited certificate; `null` when none is deposited. */
  receipt(): Receipt | null;
}

export type DeepPartial<T> = { [K in keyof T]?: T[K] extends object | undefined ? DeepPartial<NonNullable<T[K]>> : T[K] };

export interface PdfOptions {
  copy: Copy;
  official?: boolean;
}

export type Copy = 'caisse' | 'employeur' | 'assure' | 'mh';

export interface SendReceipt {
  documentId: string;
  uuidSecu: string;
  state: 'accepted';
  /** When the answer came, ISO 8601 in UTC. */
  sentAt: string;
}

export interface Receipt {
  documentId: string;
  uuidSecu: string;
  state: 'accepted' | 'revoked';
  sentAt: string;
  xml: string;
  documents: readonly ReceiptDocument[];
}

export interface ReceiptDocument {
  /** As the eConnector named it. */
  volet: Copy;
  /** Whether the eConnector made it. Of a fee memo of which it makes none, our page is the document. */
  official: boolean;
  bytes: Uint8Array;
}

/** The state of a form: the answer of `validate()` and the detail of `volet-change`. */
export interface FormState {
  /** No issue is an error. */
  valid: boolean;
  /** Nothing that has to be filled is empty. */
  complete: boolean;
  /** Something was typed or set since the form was new. */
  dirty: boolean;
  issues: readonly Issue[];
}

export interface Issue {
  /** A field path, the `name` of its input. */
  field: string;
  code: IssueCode;
  severity: 'error' | 'warning' | 'notice';
}

export type IssueCode =
  | 'required'
  | 'too_long'
  | 'control_character'
  | 'glyph_missing'
  | 'page_overflow'
  | 'not_ascii_digits'
  | 'matricule_shape'
  | 'matricule_check_digits'
  | 'matricule_date'
  | 'matricule_date_unknown'
  | 'matricule_unusual_year'
  | 'provider_code'
  | 'provider_code_unusual'
  | 'biller_not_allowed'
  | 'choice'
  | 'date'
  | 'end_before_start'
  | 'days_differ'
  | 'period_very_long'
  | 'issued_late'
  | 'issued_in_future'
  | 'street_missing'
  | 'country'
  | 'child_is_insured'
  | 'child_of_age'
  | 'person_differs'
  | 'diagnosis_unknown'
  | 'accident_number'
  | 'accident_after_start'
  | 'stay_abroad'
  | 'prolongation_gap'
  | 'prolongation_late'
  | 'transmission_late'
  | 'crf_quota'
  | 'crf_quota_in_hospital'
  | 'crf_over_quota'
  | 'patient_unnamed'
  | 'paid_before_act'
  | 'not_paid'
  | 'date_in_future'
  | 'date_far'
  | 'after_memo'
  | 'time'
  | 'time_skipped'
  | 'count'
  | 'amount_shape'
  | 'amount_negative'
  | 'amount_too_large'
  | 'share_over_amount'
  | 'deposit_over_total'
  | 'prescription_id'
  | 'place'
  | 'no_lines'
  | 'too_many_lines'
  | 'biller_address_missing'
  | 'act_shape'
  | 'act_unknown'
  | 'act_retired'
  | 'suffix_unknown'
  | 'amount_differs'
  | 'outside_tariff'
  | 'rule'
  | 'anomaly';

/** The detail of `volet-error`, and the members of a VoletError. */
export interface Failure {
  code: VoletErrorCode;
  phase: VoletPhase;
  /** Whether the same call can succeed later with nothing changed. */
  retryable: boolean;
  /** The id under which the gateway logged the call; empty where there was none. */
  correlationId: string;
  /** The option or form field concerned. */
  field?: string;
}

export type VoletPhase =
  | 'configure'
  | 'login'
  | 'callback'
  | 'refresh'
  | 'logout'
  | 'check'
  | 'preview'
  | 'send'
  | 'revoke'
  | 'search'
  | 'retrieve';

export type VoletErrorCode =
  | 'option_invalid'
  | 'patient_conflict'
  | 'dsp_unavailable'
  | 'dsp_link_refused'
  | 'too_large'
  | 'document_hash_mismatch'
  | 'gateway_unavailable'
  | 'login_denied'
  | 'state_mismatch'
  | 'nonce_mismatch'
  | 'code_expired'
  | 'issuer_mismatch'
  | 'id_token_missing'
  | 'id_token_malformed'
  | 'id_token_alg'
  | 'id_token_hmac'
  | 'id_token_audience'
  | 'id_token_audience_missing'
  | 'id_token_azp'
  | 'id_token_expired'
  | 'id_token_signature'
  | 'id_token_kid'
  | 'id_token_iat'
  | 'id_token_subject'
  | 'id_token_subject_changed'
  | 'id_token_at_hash'
  | 'issuer_unavailable'
  | 'host_token_unavailable'
  | 'token_too_short'
  | 'session_expired'
  | 'session_of_another_user'
  | 'not_entitled'
  | 'gp_code_refused'
  | 'econnector_down'
  | 'econnector_answer_unreadable'
  | 'form_invalid'
  | 'send_cancelled'
  | 'send_refused'
  | 'send_outcome_unknown'
  | 'state_conflict'
  | 'practitioner_not_enrolled'
  | 'document_types_incomplete'
  | 'document_not_available'
  | 'symbol_unreadable'
  | 'symbol_unchecked'
  | 'official_page_differs'
  | 'glyph_missing'
  | 'preview_failed'
  | 'part_unavailable';

export interface ReadyDetail {
  version: string;
}

export interface PreviewDetail {
  pages: number;
  milliseconds: number;
}

export interface BeforeSendDetail {
  type: FormType;
  documentId: string;
  /** The sending waits for the promise; a rejection holds it back, as `preventDefault()` does. */
  waitUntil(promise: PromiseLike<unknown>): void;
}

export interface SentDetail {
  type: FormType;
  documentId: string;
  /** Empty when the document was refused. */
  uuidSecu: string;
  state: 'accepted' | 'refused';
}

export interface RevokedDetail {
  documentId: string;
}

export interface AuditDetail {
  action: 'query' | 'retrieve' | 'send' | 'revoke';
  /** Absent for a query. */
  documentId?: string;
  correlationId: string;
  /** ISO 8601 in UTC. */
  at: string;
}

/** Events of the engine. */
export interface VoletEventMap {
  'volet-session': CustomEvent<SessionStatus>;
  'volet-sent': CustomEvent<SentDetail>;
  'volet-revoked': CustomEvent<RevokedDetail>;
  'volet-audit': CustomEvent<AuditDetail>;
  'volet-error': CustomEvent<Failure>;
}

/** Events of the elements; they bubble and leave the shadow root. */
export interface VoletElementEventMap extends VoletEventMap {
  'volet-ready': CustomEvent<ReadyDetail>;
  'volet-unseen': CustomEvent<UnseenDetail>;
  'volet-document-open': CustomEvent<DocumentOpenDetail>;
  'volet-change': CustomEvent<FormState>;
  'volet-preview': CustomEvent<PreviewDetail>;
  'volet-before-send': CustomEvent<BeforeSendDetail>;
}

/** A document of the host's own. */
export interface LocalDocument {
  id: string;
  /** A business identifier, `system|value`: the same document of the shared record is not listed twice. */
  identifier?: string;
  /** Hexadecimal. */
  sha256?: string;
  /** ISO 8601: a day, a month or a year. */
  date: string;
  from: string;
  title: string;
  type?: { system: string; code: string };
  typeName?: DocumentTypeName;
  /** The host shows it. */
  open(): void;
}

/** `<volet-documents>`: documents of the host and of the shared record, of some types, in one list. */
export interface VoletDocumentsElement extends VoletElement {
  /** One type or several, separated by spaces. */
  type: string;
  localDocuments: readonly LocalDocument[];
}

export type AntecedentGroup =
  | 'medical' | 'surgical' | 'family' | 'gynaecology' | 'treatment' | 'allergy-medication' | 'allergy-food'
  | 'allergy-other' | 'alcohol' | 'tobacco' | 'drug' | 'device';

/** What the host's record holds already. */
export interface RecordedAntecedent {
  group?: AntecedentGroup;
  system?: string;
  code?: string;
  text: string;
  onset?: string;
}

/** An antecedent that the professional takes over. */
export interface OfferedAntecedent {
  group: AntecedentGroup;
  /** `ResourceType/id` in the shared record. */
  reference: string;
  identifier: string;
  system: string;
  code: string;
  text: string;
  detail: string;
  onset: string;
  status: string;
  recorded: string;
  from: string;
  origin: 'dsp';
}

/** `<volet-antecedents>`: what the shared record knows and the host's does not, line by line. */
export interface VoletAntecedentsElement extends VoletElement {
  recorded: readonly RecordedAntecedent[];
  /** Takes a resource over; its line leaves when the promise resolves. */
  onaccept: ((resource: OfferedAntecedent) => Promise<void> | void) | null;
}

/** `volet-unseen`: how many documents of the shared record were not on the screen yet. */
export interface UnseenDetail {
  type: DocumentTypeName;
  count: number;
}

/** `volet-document-open`. */
export interface DocumentOpenDetail {
  id: string;
  type: DocumentTypeName;
  origin: 'local' | 'dsp';
}

declare global {
  interface HTMLElementTagNameMap {
    'volet-session': VoletSessionElement;
    'volet-form': VoletFormElement;
    'volet-documents': VoletDocumentsElement;
    'volet-antecedents': VoletAntecedentsElement;
  }

  interface GlobalEventHandlersEventMap extends VoletElementEventMap {}
}
