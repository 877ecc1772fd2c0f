//! The six POSTs of the eConnector SaaS v2 (CNS meeting with editors, eConnector 1.2.5), and what each leaves behind.

use url::Url;

use crate::config::Config;
use crate::entitlements::GpCode;

/// One of the allow-listed operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    SendDocument,
    RevokeDocument,
    GenerateSignature,
    GeneratePdf,
    DepositDocument,
    SendMh,
}

/// What stays behind at mySecu when an operation succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    None,
    /// A document.
    Deposit,
    /// A document less.
    Revocation,
}

impl Effect {
    /// The word of an audit line; no effect, no line.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Deposit => Some("deposit"),
            Self::Revocation => Some("revocation"),
        }
    }
}

impl Operation {
    pub(super) const ALL: [Self; 6] = [
        Self::SendDocument,
        Self::RevokeDocument,
        Self::GenerateSignature,
        Self::GeneratePdf,
        Self::DepositDocument,
        Self::SendMh,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::SendDocument => "send-document",
            Self::RevokeDocument => "revoke-document",
            Self::GenerateSignature => "generate-signature",
            Self::GeneratePdf => "generate-pdf",
            Self::DepositDocument => "deposit-document",
            Self::SendMh => "send-MH",
        }
    }

    /// Digital reimbursement has a branch of its own.
    fn branch(self) -> &'static [&'static str] {
        match self {
            Self::SendMh => &["saas", "v2", "ra"],
            Self::SendDocument
            | Self::RevokeDocument
            | Self::GenerateSignature
            | Self::GeneratePdf
            | Self::DepositDocument => &["saas", "v2"],
        }
    }

    pub(super) fn effect(self) -> Effect {
        match self {
            Self::SendDocument | Self::DepositDocument | Self::SendMh => Effect::Deposit,
            Self::RevokeDocument => Effect::Revocation,
            Self::GenerateSignature | Self::GeneratePdf => Effect::None,
        }
    }

    /// The public route, as a pattern.
    pub(super) fn route(self) -> String {
        format!(
            "/volet/econnector/{}/{{gp_code}}/{}",
            self.branch().join("/"),
            self.name()
        )
    }

    /// The address upstream: made of parsed parts only, nothing of the request's path is in it.
    pub(super) fn upstream(self, config: &Config, gp_code: &GpCode) -> Url {
        let mut segments = self.branch().to_vec();
        segments.extend([gp_code.as_str(), self.name()]);
        config.econnector_at(&segments)
    }
}
