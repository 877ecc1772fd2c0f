//! The command line of `volet-demo`.

use std::path::PathBuf;

/// What the command line says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Args {
    /// The host's port; the stand-ins take those after it.
    pub(crate) port: u16,
    /// The folder that holds `www/` and `pkg/`.
    pub(crate) root: PathBuf,
}

/// Why there is nothing to start.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    #[error(
        "volet-demo [--port 8080] [--root DIR]\n\n\
         Serves www/ and pkg/ of DIR (default: the current folder) at http://localhost:PORT with\n\
         the gateway at /volet and the control API at /sandbox; the AeS stand-in on PORT+1, the\n\
         eConnector stand-in on PORT+2, the DSP stand-in on PORT+3, the control API alone on PORT+4."
    )]
    Help,
    #[error("volet-demo: {0} is not an option; --help lists them")]
    Unknown(String),
    #[error("volet-demo: --port needs a number from 1 to 65531")]
    Port,
    #[error("volet-demo: --root needs a folder")]
    Root,
}

impl Stop {
    /// Whether help was asked for.
    pub(crate) fn is_help(&self) -> bool {
        *self == Self::Help
    }
}

impl Args {
    /// Reads the arguments after the program's name.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, Stop> {
        let mut args = Self {
            port: 8080,
            root: PathBuf::from("."),
        };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--port" => {
                    let port = words.next().and_then(|text| text.parse().ok());
                    // The last stand-in is four ports up.
                    args.port = port
                        .filter(|port| (1..=65_531).contains(port))
                        .ok_or(Stop::Port)?;
                }
                "--root" => args.root = words.next().map(PathBuf::from).ok_or(Stop::Root)?,
                "--help" | "-h" => return Err(Stop::Help),
                _ => return Err(Stop::Unknown(word)),
            }
        }
        Ok(args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Args, Stop> {
        Args::parse(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn reads_port_and_root() {
        assert_eq!(
            parse(&[]),
            Ok(Args {
                port: 8080,
                root: ".".into()
            })
        );
        let args = Args {
            port: 9000,
            root: "/srv".into(),
        };
        assert_eq!(parse(&["--port", "9000", "--root", "/srv"]), Ok(args));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(parse(&["--port", "x"]), Err(Stop::Port));
        assert_eq!(parse(&["--port", "65535"]), Err(Stop::Port));
        assert_eq!(parse(&["--root"]), Err(Stop::Root));
        assert_eq!(parse(&["--prot"]), Err(Stop::Unknown("--prot".into())));
        assert_eq!(parse(&["-h"]), Err(Stop::Help));
    }
}
