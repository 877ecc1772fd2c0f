//! The ports: host, AeS, eConnector, DSP, control; all bound before anything is announced.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

/// A port that cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("port {port} cannot be opened ({reason}); stop what uses it or choose another with --port")]
pub(crate) struct PortTaken {
    port: u16,
    reason: ErrorKind,
}

/// Bound, not yet answering.
#[derive(Debug)]
pub(crate) struct Listeners {
    /// `localhost` is one address or two, depending on the machine.
    pub(crate) host: Vec<TcpListener>,
    pub(crate) aes: TcpListener,
    pub(crate) econnector: TcpListener,
    pub(crate) dsp: TcpListener,
    pub(crate) control: TcpListener,
}

impl Listeners {
    /// Binds everything, on the loopback addresses only.
    pub(crate) async fn bind(base: u16) -> Result<Self, PortTaken> {
        let mut host = vec![v4(base).await?];
        match bind(SocketAddr::from((Ipv6Addr::LOCALHOST, base))).await {
            Ok(listener) => host.push(listener),
            Err(taken) if taken.reason == ErrorKind::AddrInUse => return Err(taken),
            // A machine without IPv6.
            Err(_) => {}
        }
        Ok(Self {
            host,
            aes: v4(base + 1).await?,
            econnector: v4(base + 2).await?,
            dsp: v4(base + 3).await?,
            control: v4(base + 4).await?,
        })
    }
}

async fn v4(port: u16) -> Result<TcpListener, PortTaken> {
    bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

async fn bind(address: SocketAddr) -> Result<TcpListener, PortTaken> {
    TcpListener::bind(address).await.map_err(|error| PortTaken {
        port: address.port(),
        reason: error.kind(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_named() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = other.local_addr().unwrap().port();
        let error = v4(port).await.unwrap_err().to_string();
        assert!(error.contains(&format!("port {port}")), "{error}");
    }
}
