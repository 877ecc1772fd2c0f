//! Patient into the traits that are compared.

use domain::dsp::identity::{Candidate, MATRICULE_SYSTEM, Sex, Traits};

use crate::tree::Node;

/// Reads a candidate. Assumption: a name of use `maiden` is the birth name, the first of another use but `old` the used one.
pub(crate) fn read(resource: &Node<'_>) -> Candidate {
    let names = resource.list_of("name");
    let of_use = |wanted: fn(&str) -> bool| names.iter().find(|name| wanted(name.text_of("use")));
    let birth = of_use(|code| code == "maiden");
    let used = of_use(|code| !matches!(code, "maiden" | "old" | "nickname" | "anonymous"));
    let family =
        |name: Option<&Node<'_>>| name.map_or("", |name| name.text_of("family")).to_owned();
    let given = used.or(birth).map_or(&[][..], |name| name.list_of("given"));
    let given: Vec<&str> = given
        .iter()
        .map(Node::text)
        .filter(|text| !text.is_empty())
        .collect();
    let mut identifiers = resource.list_of("identifier").iter();
    let matricule = identifiers.find(|one| one.text_of("system") == MATRICULE_SYSTEM);
    Candidate {
        id: resource.text_of("id").to_owned(),
        traits: Traits {
            matricule: matricule.map_or("", |one| one.text_of("value")).to_owned(),
            birth_name: family(birth),
            used_name: family(used),
            first_name: given.join(" "),
            birth_date: resource.text_of("birthDate").to_owned(),
            sex: Sex::read(resource.text_of("gender")),
        },
    }
}
