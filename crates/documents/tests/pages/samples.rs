//! Certificates to lay out.

use domain::forms::ecit::{Copies, EmployerCopy, FullCopy, Writer};

/// Every text as long as a form accepts it, of one letter and with no place to break it.
pub(crate) fn long(letter: &str) -> Copies {
    let text = |count| letter.repeat(count);
    let Copies { mut full, .. } = crf();
    full.last_name = text(150);
    full.first_name = text(100);
    full.address = vec![text(102), text(99)];
    full.diagnosis = text(100);
    full.previous = text(36);
    full.matricule = text(40);
    full.writer.name = text(250);
    full.writer.specialty = text(150);
    full.writer.address = vec![text(102), text(99)];
    full.child = Some([text(40), text(150), text(100)]);
    let employer = employer(&full);
    Copies {
        full,
        employer,
        ..Copies::default()
    }
}

/// A first certificate for an illness.
pub(crate) fn illness() -> Copies {
    let text = str::to_owned;
    let full = FullCopy {
        writer: Writer {
            name: text("Anne Weber"),
            code: text("90813319"),
            specialty: text("Médecine générale"),
            address: vec![
                text("12, Rue de l'Alzette"),
                text("L-4011 Esch-sur-Alzette"),
            ],
            biller: text("90120070"),
        },
        matricule: text("1893 12 01 057 32"),
        last_name: text("Şahin"),
        first_name: text("Łukasz"),
        address: vec![
            text("7, Boulevard de la Pétrusse"),
            text("L-2320 Luxembourg"),
        ],
        prolongation: Some(false),
        outings_excluded: Some(false),
        reason: text("illness"),
        start: text("22/11/2026"),
        end: text("24/11/2026"),
        days: text("3"),
        diagnosis: text("J11"),
        issued: text("22/11/2026"),
        symbol: text("DMCIT;1;1893120105732;I;20261122;20261124;20261122;90813319"),
        ..FullCopy::default()
    };
    let employer = employer(&full);
    Copies {
        full,
        employer,
        ..Copies::default()
    }
}

/// A prolongation for a child's illness.
pub(crate) fn crf() -> Copies {
    let Copies { mut full, .. } = illness();
    full.prolongation = Some(true);
    full.previous = "6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c01".to_owned();
    full.reason = "crf".to_owned();
    full.outings_excluded = Some(true);
    full.last_name = "von Habsburg-Lothringen und zu Ploërmel-Châteauneuf".to_owned();
    full.child = Some(["2019 03 14 123 45", "Şahin", "Zoé Marie"].map(str::to_owned));
    full.symbol = full.symbol.replace("DMCIT", "DMCRF").replace(";I;", ";P;");
    let employer = employer(&full);
    Copies {
        full,
        employer,
        ..Copies::default()
    }
}

fn employer(full: &FullCopy) -> EmployerCopy {
    EmployerCopy {
        writer_name: full.writer.name.clone(),
        writer_code: full.writer.code.clone(),
        matricule: full.matricule.clone(),
        last_name: full.last_name.clone(),
        first_name: full.first_name.clone(),
        prolongation: full.prolongation,
        start: full.start.clone(),
        end: full.end.clone(),
        issued: full.issued.clone(),
        family_leave: full.child.is_some(),
        symbol: full.symbol.clone(),
    }
}
