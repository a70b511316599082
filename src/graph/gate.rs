//! Waiting: what `Retry-After` says, growing waits otherwise, and the window in which a tenant is
//! left alone.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use jiff::Timestamp;
use tokio::time::Instant;

/// The longest wait that is made when the server names none.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// Retries without a told wait that a run may always make, before the share of 20 % counts.
const FREE_RETRIES: u64 = 10;

/// Returns the wait that a `Retry-After` header asks for: seconds, also fractional, or a date.
///
/// Nonsense, zero and the past are no wait at all; the caller then chooses one.
pub(super) fn told_wait(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    let seconds = match value.parse::<f64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let date = jiff::fmt::rfc2822::parse(value).ok()?;
            date.timestamp().duration_since(now).as_secs_f64()
        }
    };
    if seconds.is_nan() || seconds <= 0.0 {
        return None;
    }
    // A day is beyond every limit, and far from any overflow.
    Some(Duration::from_secs_f64(seconds.min(86_400.0)))
}

/// Returns 64 bits that nobody can foresee.
pub(super) fn random() -> u64 {
    RandomState::new().hash_one(0u8)
}

/// Returns a new GUID of version 4.
pub(super) fn guid() -> String {
    let bits = u128::from(random()) << 64 | u128::from(random());
    let bits = (bits & !(0xf << 76)) | (0x4 << 76);
    let bits = (bits & !(0x3 << 62)) | (0x2 << 62);
    crate::model::ObjectId::from_u128(bits).to_string()
}

/// The waits of one call when the server names none: doubling, each with full jitter.
pub(super) struct Backoff(backon::ExponentialBackoff);

impl Backoff {
    pub(super) fn new(first: Duration, tries: usize) -> Self {
        let waits = ExponentialBuilder::new()
            .with_min_delay(first)
            .with_max_delay(LONGEST_BACKOFF)
            .with_factor(2.0)
            .with_max_times(tries.saturating_sub(1));
        Self(waits.build())
    }

    /// Returns the next wait, or `None` when all tries are used up.
    pub(super) fn next(&mut self) -> Option<Duration> {
        let whole = self.0.next()?;
        let share = (random() >> 11) as f64 / (1u64 << 53) as f64;
        Some(whole.mul_f64(share))
    }
}

/// What a tenant's server asked us to keep to, shared by all calls of the tenant.
#[derive(Debug, Default)]
pub(super) struct Gate {
    closed_until: Mutex<Option<Instant>>,
    successes: AtomicU64,
    retries: AtomicU64,
}

impl Gate {
    /// Keeps all calls of the tenant back for this long.
    pub(super) fn close(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut closed = self.lock();
        *closed = Some(closed.map_or(until, |old| old.max(until)));
    }

    /// Waits until calls are welcome; returns for how long it waited.
    pub(super) async fn pass(&self) -> Duration {
        let begin = Instant::now();
        loop {
            let until = *self.lock();
            match until {
                Some(until) if until > Instant::now() => tokio::time::sleep_until(until).await,
                _ => return begin.elapsed(),
            }
        }
    }

    /// Returns whether calls are welcome now.
    pub(super) fn is_open(&self) -> bool {
        self.lock().is_none_or(|until| until <= Instant::now())
    }

    pub(super) fn succeeded(&self) {
        self.successes.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes one retry out of the run's budget; returns whether there was one left.
    pub(super) fn take_retry(&self) -> bool {
        let allowed = FREE_RETRIES + self.successes.load(Ordering::Relaxed) / 5;
        self.retries.fetch_add(1, Ordering::Relaxed) < allowed
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.closed_until
            .lock()
            .expect("no thread panics while it holds the time")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_fraction_or_date_and_nonsense_is_none() {
        let now: Timestamp = "2026-11-23T02:17:00Z".parse().expect("valid");
        let cases = [
            ("2", Some(2.0)),
            ("2.128", Some(2.128)),
            (" 120 ", Some(120.0)),
            ("Mon, 23 Nov 2026 02:17:30 GMT", Some(30.0)),
            ("Mon, 23 Nov 2026 02:16:30 GMT", None),
            ("86400", Some(86_400.0)),
            ("1e99", Some(86_400.0)),
            ("inf", Some(86_400.0)),
            ("0", None),
            ("-5", None),
            ("abc", None),
            ("NaN", None),
            ("", None),
        ];
        for (text, seconds) in cases {
            let expected = seconds.map(Duration::from_secs_f64);
            assert_eq!(told_wait(text, now), expected, "{text}");
        }
    }

    #[test]
    fn waits_double_up_to_a_minute_and_jitter_over_their_whole_length() {
        let mut backoff = Backoff::new(Duration::from_secs(1), 9);
        let waits: Vec<Duration> = std::iter::from_fn(|| backoff.next()).collect();
        assert_eq!(waits.len(), 8);
        for (at, wait) in waits.iter().enumerate() {
            assert!(*wait <= Duration::from_secs((1 << at).min(60)), "{wait:?}");
        }
    }

    #[test]
    fn retries_without_a_told_wait_are_a_fifth_of_the_successes() {
        let gate = Gate::default();
        let spent = |gate: &Gate| std::iter::from_fn(|| gate.take_retry().then_some(())).count();
        assert_eq!(spent(&gate), 10);
        (0..50).for_each(|_| gate.succeeded());
        assert!(spent(&gate) <= 10);
    }

    #[test]
    fn guids_are_of_version_four() {
        let id = guid();
        assert!(id.parse::<crate::model::ObjectId>().is_ok());
        assert_eq!(&id[14..15], "4");
        assert!("89ab".contains(&id[19..20]));
    }
}
