//! Real processes on loopback: `volet-gateway` as it is built, and Debian's nginx before it.

use std::collections::BTreeMap;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;

use super::Page;

/// One instance of the gateway; killed when it is dropped.
pub(crate) struct Gateway {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) admin: SocketAddr,
}

/// nginx with a configuration of this test's own; stopped when it is dropped.
pub(crate) struct Nginx {
    child: Child,
    folder: PathBuf,
    pub(crate) address: SocketAddr,
}

impl Gateway {
    pub(crate) async fn start(variables: &BTreeMap<String, String>) -> Self {
        let (address, admin) = (free(), free());
        let child = Command::new(env!("CARGO_BIN_EXE_volet-gateway"))
            .env_clear()
            .envs(variables)
            .env("VOLET_LISTEN", address.to_string())
            .env("VOLET_ADMIN_LISTEN", admin.to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        listening(address).await;
        listening(admin).await;
        Self {
            child,
            address,
            admin,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What an orchestrator sends before it takes an instance away.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for the end that `terminate` asked for; gives whether it was a good one.
    pub(crate) async fn ended(mut self) -> bool {
        for _ in 0..500 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        false
    }

    /// Ends it at once, whatever it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// A figure of `/metrics`, summed over its labels.
    pub(crate) async fn figure(&self, name: &str) -> f64 {
        let text = Page::over(self.admin).get("/metrics").await.body;
        let lines = text.lines().filter(|line| line.starts_with(name));
        lines
            .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
            .sum()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended by itself.
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

impl Nginx {
    /// Starts nginx with these directives inside its `http` block; `ADDRESS` is where it listens.
    pub(crate) async fn start(http: &str) -> Self {
        let address = free();
        let folder = std::env::temp_dir().join(format!("volet-nginx-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&folder).unwrap();
        let at = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {at}/{kind};\n"))
            .concat();
        let http = http.replace("ADDRESS", &address.to_string());
        let configuration = format!(
            "daemon off; master_process off; pid {at}/pid; error_log {at}/errors;\n\
             events {{ worker_connections 512; }}\n\
             http {{ access_log off; keepalive_requests 1000000;\n{temporary}\n{http}\n}}\n"
        );
        fs::write(folder.join("nginx.conf"), configuration).unwrap();
        let child = Command::new("nginx")
            .arg("-p")
            .arg(&folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("nginx has to be installed (Debian: nginx-light): {error}")
            });
        listening(address).await;
        Self {
            child,
            folder,
            address,
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// A port at which nobody listens for the moment.
fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

async fn listening(address: SocketAddr) {
    for _ in 0..500 {
        if TcpStream::connect(address).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nobody listens at {address}");
}
