//! The six POST paths of v2, as CNS shows them.

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    SendDocument,
    RevokeDocument,
    GenerateSignature,
    GeneratePdf,
    DepositDocument,
    SendMh,
}

/// Every operation with its path in the OpenAPI file.
pub(super) const ALL: [(Operation, &str); 6] = [
    (Operation::SendDocument, "/saas/v2/{gpCode}/send-document"),
    (
        Operation::RevokeDocument,
        "/saas/v2/{gpCode}/revoke-document",
    ),
    (
        Operation::GenerateSignature,
        "/saas/v2/{gpCode}/generate-signature",
    ),
    (Operation::GeneratePdf, "/saas/v2/{gpCode}/generate-pdf"),
    (
        Operation::DepositDocument,
        "/saas/v2/{gpCode}/deposit-document",
    ),
    (Operation::SendMh, "/saas/v2/ra/{gpCode}/send-MH"),
];

impl Operation {
    /// The operation of a path and its `gpCode`.
    pub(super) fn parse(path: &str) -> Option<(Self, &str)> {
        ALL.iter().find_map(|(operation, template)| {
            let (before, after) = template.split_once("{gpCode}")?;
            let code = path.strip_prefix(before)?.strip_suffix(after)?;
            (!code.is_empty() && !code.contains('/')).then_some((*operation, code))
        })
    }

    /// The path in the OpenAPI file.
    pub(super) fn template(self) -> &'static str {
        ALL.iter()
            .find(|(operation, _)| *operation == self)
            .map_or("", |(_, template)| template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_path() {
        for (operation, template) in ALL {
            let path = template.replace("{gpCode}", "90813319");
            assert_eq!(Operation::parse(&path), Some((operation, "90813319")));
        }
        assert_eq!(Operation::parse("/saas/v2/ra/90813319/send-document"), None);
        assert_eq!(Operation::parse("/saas/v2//send-document"), None);
    }
}
