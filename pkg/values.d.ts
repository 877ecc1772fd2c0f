// What goes into a form: the context that the host sets, and `form.value`, a nested object of the field paths.

/** Field paths as nested members; dates are ISO 8601, texts as typed. */
export interface EcitValue {
  practitioner: string;
  biller: string;
  insured: {
    matricule: string;
    lastName: string;
    firstName: string;
    number: string;
    street: string;
    postcode: string;
    city: string;
    country: string;
  };
  certificate: {
    kind: 'initial' | 'prolongation' | '';
    /** Only of a prolongation. */
    previous?: string;
    reason:
      | 'illness'
      | 'accident'
      | 'work-accident'
      | 'commuting-accident'
      | 'occupational-disease'
      | 'maternity'
      | 'crf'
      | '';
    /** Only of an accident: `U` or `L` and nine digits. */
    accidentNumber?: string;
    /** Only of an accident. */
    accidentDate?: string;
    start: string;
    days: string;
    end: string;
    diagnosis: string;
    outings: 'allowed' | 'excluded' | '';
    issued: string;
  };
  /** Where the insured person stays, when not at home. */
  stay: {
    number: string;
    street: string;
    floor: string;
    bell: string;
    postcode: string;
    city: string;
    country: string;
  };
  /** Only when the reason is `crf`. */
  child?: {
    matricule: string;
    lastName: string;
    firstName: string;
  };
}

/** The fee memo, for both routes. Amounts are texts with a point. */
export interface MemoValue {
  practitioner: string;
  biller: string;
  patient: { matricule: string; birthDate: string; lastName: string; firstName: string };
  insured: EcitValue['insured'];
  accident: { number: string; date: string };
  memo: { date: string; number: string; note: string };
  /** By number, from `'1'`. Setting it takes the place of all lines. */
  line: Record<string, MemoLine>;
  payment: { deposit: string; paid: 'true' | ''; paidOn: string };
}

export interface MemoLine {
  code: string;
  suffixes: string;
  date: string;
  time: string;
  endDate: string;
  endTime: string;
  class: 'A' | '1' | '2' | '';
  place: string;
  count: string;
  amount: string;
  personalShare: string;
  performer: string;
  prescriber: string;
  prescriptionId: string;
}

/** What the host knows of the open file. Members may be left out. */
export interface VoletContext {
  practitioner?: Practitioner | null;
  biller?: Biller | null;
  patient?: Person | null;
  insured?: Person | null;
  previous?: readonly PreviousCertificate[];
  /** Acts billed before; the billing rules that need them say nothing without. */
  earlierActs?: readonly EarlierAct[];
}

export interface Practitioner {
  /** Provider code, eight digits. */
  code: string;
  lastName?: string;
  firstName?: string;
  specialty?: string;
  address?: Address;
}

export interface Biller {
  /** Provider code of the biller: the doctor's own or an association's. */
  gpCode: string;
  name?: string;
  address?: Address;
}

export interface Person {
  matricule?: string;
  lastName?: string;
  birthName?: string;
  firstName?: string;
  /** ISO 8601, `YYYY-MM-DD`. */
  birthDate?: string;
  /** FHIR administrative gender. */
  sex?: string;
  address?: Address;
}

export interface Address {
  line1?: string;
  line2?: string;
  number?: string;
  street?: string;
  postcode?: string;
  city?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
}

/** An act already billed for the patient by this doctor or association, outside the memo that is being written. */
export interface EarlierAct {
  /** Its code in the nomenclature, without suffixes. */
  code: string;
  /** Its day, `YYYY-MM-DD`. */
  date: string;
}

export interface PreviousCertificate {
  documentId: string;
  start: string;
  end: string;
}
