//! `GET /econnector/status`: 200 means usable (CNS meeting with editors, eConnector 1.2.5).

use http::{Request, Response};

/// The question has no input.
#[derive(Clone, Copy, Debug)]
pub struct StatusRequest;

/// Whether documents can be sent now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Availability {
    /// Not asked yet, or nobody is signed in.
    Unknown,
    /// Usable.
    Up,
    /// Not usable.
    Down,
}

impl StatusRequest {
    /// The request, relative to the gateway's base.
    pub fn request(self, gateway: &str) -> http::Result<Request<Vec<u8>>> {
        Request::get(format!("{gateway}/econnector/status")).body(Vec::new())
    }

    /// Reads the answer.
    pub fn read(self, response: &Response<Vec<u8>>) -> Availability {
        match response.status().as_u16() {
            200 => Availability::Up,
            401 | 403 => Availability::Unknown,
            _ => Availability::Down,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_200_is_usable_and_a_dead_session_says_nothing_about_it() {
        let check = |status: u16, expect| {
            let response = Response::builder().status(status).body(Vec::new()).unwrap();
            assert_eq!(StatusRequest.read(&response), expect);
        };
        check(200, Availability::Up);
        check(503, Availability::Down);
        check(502, Availability::Down);
        check(401, Availability::Unknown);
    }
}
