// What this practice's own record holds. Invented, like its patients.

const LOINC = 'http://loinc.org';

const DOCUMENTS = {
  'p-1002': [
    { id: 'l-1', date: '2026-11-12', from: 'Dr Anne Weber', title: 'Consultation du 12.11.2026', type: { system: LOINC, code: '11488-4' }, text: 'Contrôle du diabète. Poids stable.' },
    { id: 'l-2', date: '2026-03-02', from: 'Laboratoire du Nord (exemple)', title: 'Hémogramme du 02.03.2026', typeName: 'laboratory', text: 'Sans particularité.' },
    { id: 'l-3', date: '2025-10-20', from: 'Dr Anne Weber', title: 'Vaccin contre la grippe', typeName: 'vaccination', text: 'Épaule gauche, bien toléré.' },
    { id: 'l-4', date: '2026-06-16', from: 'Dr Anne Weber', title: 'Ordonnance metformine', typeName: 'prescription', text: 'Metformine 850 mg, deux fois par jour.' },
  ],
  'p-1004': [
    { id: 'l-5', date: '2026-11-09', from: 'Dr Anne Weber', title: 'Consultation du 09.11.2026', typeName: 'other', text: 'Rhinopharyngite.' },
  ],
  'p-1006': [
    { id: 'l-6', date: '2026-11-17', from: 'Dr Anne Weber', title: 'Consultation du 17.11.2026', typeName: 'other', text: 'Lombalgie.' },
  ],
};

const RECORDED = {
  'p-1002': [
    { group: 'medical', system: 'http://snomed.info/sct', code: '44054006', text: 'Diabète de type 2', onset: '2019' },
  ],
};

/** The practice opens its own documents itself. */
export const localDocuments = (patient, open) =>
  (DOCUMENTS[patient] ?? []).map((document) => ({ ...document, open: () => open(document) }));

/** The antecedents that the practice's record holds already. */
export const recorded = (patient) => RECORDED[patient] ?? [];
