//! What keeps the session in step with its surroundings: signs of the page's life, a beat a minute, and the other tabs.
//!
//! Timers do not run in a page that is hidden or a laptop that sleeps, so that nothing hangs on the beat alone: every call
//! looks at its token first.

use std::sync::{Arc, Weak};

use domain::auth::Event;
use domain::failure::{Code, Failure, Phase};
use futures_util::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::platform::channel::Channel;
use crate::platform::wake::{Sign, Watch, is_seen};
use crate::platform::{clock, timer};

/// Milliseconds.
const BEAT: u32 = 60_000;

/// What tabs tell each other, and nothing else.
pub(super) const SIGNED_IN: &str = "signed-in";
pub(super) const SIGNED_OUT: &str = "signed-out";
pub(super) const RENEWING: &str = "renewing";
pub(super) const RENEWED: &str = "renewed";

/// Listeners, channel and beat of one session; dropping it ends them.
#[derive(Debug)]
pub(super) struct Awake {
    tabs: Option<Channel>,
    _watch: Watch,
    beat: AbortHandle,
}

impl Awake {
    /// Begins; nothing of it keeps the session alive.
    pub(super) fn begin(session: &Arc<Session>) -> Self {
        let weak = Arc::downgrade(session);
        let watch = Watch::begin({
            let weak = Weak::clone(&weak);
            move |sign| notice(&weak, sign)
        });
        let (beat, handle) = abortable(beat(Weak::clone(&weak)));
        spawn_local(async move { _ = beat.await });
        Self {
            tabs: Channel::open(&name(session), move |word| hear(&weak, &word)),
            _watch: watch,
            beat: handle,
        }
    }

    /// Tells the other tabs a word.
    pub(super) fn tell(&self, word: &str) {
        if let Some(tabs) = &self.tabs {
            tabs.tell(word);
        }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.beat.abort();
    }
}

/// Tabs of the same gateway and the same user of the host hear each other.
fn name(session: &Session) -> String {
    let settings = &session.settings;
    let user = settings.host_user.as_str();
    ["volet.session ", &settings.gateway, " ", user].concat()
}

fn notice(session: &Weak<Session>, sign: Sign) {
    let Some(session) = session.upgrade() else {
        return;
    };
    let event = match sign {
        Sign::Used => return session.touch(),
        Sign::Woken => Event::Woken,
        Sign::CameBack => Event::CameBack,
    };
    spawn_local(async move { session.run_alone(event).await });
}

fn hear(session: &Weak<Session>, word: &str) {
    let Some(session) = session.upgrade() else {
        return;
    };
    let event = match word {
        SIGNED_IN => Event::SignedInElsewhere,
        SIGNED_OUT => Event::SignedOutElsewhere,
        RENEWING => return session.hear_renewal(Some(clock::now_in_milliseconds())),
        RENEWED => return session.hear_renewal(None),
        _ => return,
    };
    spawn_local(async move { session.run(event).await });
}

async fn beat(session: Weak<Session>) {
    loop {
        timer::wait(BEAT).await;
        let Some(session) = session.upgrade() else {
            return;
        };
        if !is_seen() {
            continue;
        }
        let event = of_a_beat(session.trouble().as_ref(), session.last_use());
        session.run_alone(event).await;
    }
}

/// A gateway that did not answer is asked again: the message must not outlast its cause. A sign-out that was not confirmed
/// is not made good by asking, and keeps no session from being kept alive.
fn of_a_beat(trouble: Option<&Failure>, used: Option<i64>) -> Event {
    let unanswered = |failure: &Failure| {
        failure.code == Code::GatewayUnavailable && failure.phase != Phase::Logout
    };
    if trouble.is_some_and(unanswered) {
        Event::Woken
    } else {
        Event::Beat { used }
    }
}

/// Now, if the host lets a used session be kept alive.
pub(super) fn use_of(session: &Session) -> Option<i64> {
    session.settings.keep_alive.then(clock::now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_asks_a_silent_gateway_again_and_else_keeps_a_used_session_alive() {
        let used = Some(7);
        let check = |trouble: Option<Failure>, expect: Event| {
            assert_eq!(of_a_beat(trouble.as_ref(), used), expect, "{trouble:?}");
        };
        let silent = |phase| Some(Failure::new(Code::GatewayUnavailable, phase));
        check(silent(Phase::Configure), Event::Woken);
        check(silent(Phase::Refresh), Event::Woken);
        check(silent(Phase::Logout), Event::Beat { used });
        let ended = Failure::new(Code::SessionExpired, Phase::Refresh);
        check(Some(ended), Event::Beat { used });
        check(None, Event::Beat { used });
    }
}
