//! Figures for operations, in the text format that Prometheus reads.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Counters and times since the start; labels are of small, fixed sets, never personal.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    exchanges: Family<Outcome, Counter>,
    refreshes: Family<Outcome, Counter>,
    deposits: Family<Outcome, Counter>,
    upstream: Family<Upstream, Histogram>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    route: String,
    status: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Upstream {
    upstream: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("volet");
        let requests = Family::default();
        registry.register(
            "requests",
            "Requests by route and class of status",
            requests.clone(),
        );
        let exchanges = Family::default();
        registry.register(
            "token_exchanges",
            "Codes exchanged for tokens",
            exchanges.clone(),
        );
        let refreshes = Family::default();
        registry.register("refreshes", "Sessions renewed", refreshes.clone());
        let deposits = Family::default();
        registry.register(
            "deposits",
            "Documents deposited or taken back",
            deposits.clone(),
        );
        let upstream = Family::new_with_constructor(histogram as fn() -> Histogram);
        registry.register_with_unit(
            "upstream",
            "Time until an upstream had answered",
            Unit::Seconds,
            upstream.clone(),
        );
        Self {
            registry,
            requests,
            exchanges,
            refreshes,
            deposits,
            upstream,
        }
    }

    /// `route` is the pattern that matched, not the path.
    pub(crate) fn request(&self, route: &str, status: u16) {
        let labels = Request {
            route: route.to_owned(),
            status: format!("{}xx", status / 100),
        };
        self.requests.get_or_create(&labels).inc();
    }

    pub(crate) fn token_exchange(&self, outcome: &'static str) {
        self.exchanges.get_or_create(&Outcome { outcome }).inc();
    }

    pub(crate) fn refresh(&self, outcome: &'static str) {
        self.refreshes.get_or_create(&Outcome { outcome }).inc();
    }

    pub(crate) fn deposit(&self, outcome: &'static str) {
        self.deposits.get_or_create(&Outcome { outcome }).inc();
    }

    pub(crate) fn upstream(&self, upstream: &'static str, time: Duration) {
        self.upstream
            .get_or_create(&Upstream { upstream })
            .observe(time.as_secs_f64());
    }

    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// From a quick answer on the same host to the longest time limit.
fn histogram() -> Histogram {
    Histogram::new([
        0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
    ])
}
