//! A page of a search (R4 `Bundle`): its entries, its `next` link, and what the server says of itself.

use domain::dsp::notice::Issue;
use domain::dsp::page::LARGEST;

use crate::tree::{self, Node, Tree};

/// A page, borrowed from its tree.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    /// The resources, matches and what was sent along, each with its entry's `fullUrl`.
    pub(crate) resources: Vec<(&'t Node<'t>, &'t str)>,
    /// The link to the next page.
    pub(crate) next: Option<&'t str>,
    /// Issues of outcomes inside the bundle, or of the answer that is one itself.
    pub(crate) issues: Vec<Issue>,
    /// Entries without a resource that has a type.
    pub(crate) unreadable: usize,
    /// The page broke off.
    pub(crate) cut: bool,
}

/// Reads the text; `None` when it is too large.
pub(crate) fn parse(bytes: &[u8]) -> Option<Tree<'_>> {
    (bytes.len() <= LARGEST).then(|| tree::read(bytes))
}

/// Takes a tree as a page. A single resource is a page of one.
pub(crate) fn page<'t>(tree: &'t Tree<'t>) -> Page<'t> {
    let root = &tree.root;
    let mut page = Page {
        resources: Vec::new(),
        next: None,
        issues: Vec::new(),
        unreadable: 0,
        cut: tree.cut,
    };
    // Of one that breaks off the type may be among what is missing.
    let is_bundle = match root.text_of("resourceType") {
        "" => tree.cut && matches!(root.get("entry"), Node::List(_)),
        kind => kind == "Bundle",
    };
    if !is_bundle {
        page.take(root, "");
        return page;
    }
    let mut entries = root.list_of("entry");
    if tree.cut && breaks_off_in_entries(root) {
        // The last entry may lack what changes its meaning, such as a status.
        entries = entries.split_last().map_or(&[], |(_, whole)| whole);
    }
    for entry in entries {
        page.take(entry.get("resource"), entry.text_of("fullUrl"));
    }
    let mut links = root.list_of("link").iter();
    page.next = links
        .find(|link| link.text_of("relation") == "next")
        .map(|link| link.text_of("url"))
        .filter(|url| !url.is_empty());
    page
}

impl<'t> Page<'t> {
    fn take(&mut self, resource: &'t Node<'t>, url: &'t str) {
        match resource.text_of("resourceType") {
            "" => self.unreadable += 1,
            "OperationOutcome" => self.issues.extend(issues(resource)),
            _ => self.resources.push((resource, url)),
        }
    }
}

fn issues(outcome: &Node<'_>) -> Vec<Issue> {
    let read = |issue: &Node<'_>| Issue {
        severity: issue.text_of("severity").to_owned(),
        code: issue.text_of("code").to_owned(),
    };
    outcome.list_of("issue").iter().map(read).collect()
}

fn breaks_off_in_entries(root: &Node<'_>) -> bool {
    match root {
        Node::Object(members) => members.last().is_some_and(|(name, _)| name == "entry"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"{"resourceType":"Bundle","link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}],
        "entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"OperationOutcome",
        "issue":[{"severity":"warning","code":"incomplete"}]},"search":{"mode":"outcome"}},{"resource":7},
        {"resource":{"resourceType":"Patient","id":"2"}}]}"#;

    #[test]
    fn entries_link_and_outcome_are_told_apart() {
        let tree = parse(PAGE.as_bytes()).unwrap();
        let page = page(&tree);
        let ids: Vec<&str> = page
            .resources
            .iter()
            .map(|one| one.0.text_of("id"))
            .collect();
        assert_eq!(
            (ids, page.next, page.unreadable, page.cut),
            (vec!["1", "2"], Some("b"), 1, false)
        );
        assert_eq!(page.issues[0].code, "incomplete");
    }

    #[test]
    fn a_page_that_breaks_off_gives_what_came_whole() {
        let cut = &PAGE.as_bytes()[..PAGE.len() - 20];
        let tree = parse(cut).unwrap();
        let page = page(&tree);
        assert!(page.cut);
        assert_eq!(page.resources.len(), 1);
        let headless =
            br#"{"entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":"#;
        let tree = parse(headless).unwrap();
        assert_eq!(super::page(&tree).resources.len(), 1);
    }

    #[test]
    fn an_outcome_alone_and_no_json_are_pages_too() {
        let tree = parse(br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"forbidden"}]}"#).unwrap();
        assert_eq!(page(&tree).issues.len(), 1);
        let tree = parse(b"<html>").unwrap();
        assert!(page(&tree).cut && page(&tree).resources.is_empty());
        assert!(parse(&vec![b' '; LARGEST + 1]).is_none());
    }
}
