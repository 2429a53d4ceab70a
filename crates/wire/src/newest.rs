//! Which of several requests of a kind counts.

use crate::channel::RequestId;

/// The newest request of a kind. What still comes of an older one (the rest of its progress, its end, that it was cancelled) is stale
/// and must not be taken for something that the newest one says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Newest(Option<RequestId>);

impl Newest {
    /// A newer one was sent.
    pub fn sent(&mut self, id: RequestId) {
        self.0 = Some(id);
    }

    /// Whether a response belongs to it.
    pub fn is(self, id: RequestId) -> bool {
        self.0 == Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_cancel_does_not_end_a_newer_request() {
        let mut reading = Newest::default();
        reading.sent(1);
        // Before the worker says that it has given up the first one, another is asked for.
        reading.sent(2);
        assert!(!reading.is(1));
        assert!(reading.is(2));
    }

    #[test]
    fn unsent_requests_have_no_callback() {
        assert!(!Newest::default().is(0));
    }
}
