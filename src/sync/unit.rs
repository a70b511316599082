//! Whether what is known still fits: the checks that come before an incremental read.

use jiff::SignedDuration;

use super::decide::OnPremises;
use super::job::Job;
use super::problem::TenantProblem;
use super::state::{self, Header};
use crate::graph::{Round, Select, Stream};
use crate::snapshot;

/// Everything is read anew at least this often (GRAPH.md 10).
const FULL_EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Why everything is read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FullReason {
    /// The caller asked for it.
    Asked,
    /// There is no state of the tenant, and no snapshot either.
    First,
    /// The state is missing or damaged.
    Lost,
    /// The state belongs to another directory or address.
    Foreign,
    /// A stored link points away from the configured address.
    ForeignLink,
    /// Other properties, types or filters are asked for.
    Configuration,
    /// Something else changed the snapshot.
    Snapshot,
    /// A week has passed.
    Weekly,
    /// The directory asks to start over.
    Reset,
    /// Too many members are unknown.
    TooManyUnknown,
    /// Too many groups are no longer frozen.
    Thawed,
}

impl FullReason {
    /// Returns one line on the reason, unless the caller knows it.
    pub(super) fn notice(self) -> Option<&'static str> {
        Some(match self {
            Self::Asked | Self::First => return None,
            Self::Lost => "everything is read anew: the state of the last run is not there",
            Self::Foreign => "everything is read anew: the state belongs to another directory",
            Self::ForeignLink => {
                "everything is read anew: a stored link points away from the configured address"
            }
            Self::Configuration => "everything is read anew: `site.toml` asks for other groups",
            Self::Snapshot => "everything is read anew: the snapshot was changed by something else",
            Self::Weekly => "everything is read anew: that is done once a week",
            Self::Reset => "everything is read anew: the directory asks to start over",
            Self::Thawed => "everything is read anew: many groups are no longer frozen",
            Self::TooManyUnknown => "everything is read anew: too many members are unknown",
        })
    }
}

/// Reads the header of the unit, or says why everything must be read anew.
pub(super) fn open(job: &Job) -> Result<Result<Header, FullReason>, TenantProblem> {
    if job.options.full {
        return Ok(Err(FullReason::Asked));
    }
    let (root, key) = (&job.site.root, &job.settings.key);
    let dir = root.join(snapshot::FOLDER);
    let Some(mut header) = state::read_header(root, key)? else {
        let known = snapshot::read_tenant_file(&dir, key)?.is_some();
        let reason = if known {
            FullReason::Lost
        } else {
            FullReason::First
        };
        return Ok(Err(reason));
    };
    if header.tenant != job.settings.id || header.graph != job.address() {
        return Ok(Err(FullReason::Foreign));
    }
    for stream in Stream::ALL {
        let asked = Select::of(stream, &job.site.privacy.user_fields).delta();
        let Some(link) = state::link(&header, stream) else {
            continue;
        };
        if header.selects.get(stream.key()) != Some(&asked) {
            return Ok(Err(FullReason::Configuration));
        }
        if Round::resume(&job.client, stream, link).is_err() {
            return Ok(Err(FullReason::ForeignLink));
        }
    }
    if state::link(&header, Stream::Groups).is_none() {
        return Ok(Err(FullReason::Lost));
    }
    if header.fingerprint != fingerprint(job)? {
        return Ok(Err(FullReason::Configuration));
    }
    if job.options.now.duration_since(header.full) >= FULL_EVERY {
        return Ok(Err(FullReason::Weekly));
    }
    let stamps = snapshot::stamp_digest(&dir, key)?;
    if header.stamps != stamps {
        if header.digest != snapshot::digest(&dir, key)? {
            return Ok(Err(FullReason::Snapshot));
        }
        header.stamps = stamps;
    }
    Ok(Ok(header))
}

/// Returns the digest of everything in `site.toml` that decides what is documented, and how.
pub(super) fn fingerprint(job: &Job) -> Result<String, TenantProblem> {
    let dir = job.site.root.join(snapshot::FOLDER);
    let kept = snapshot::read_tenant_file(&dir, &job.settings.key)?;
    let confirmed = job.options.confirm_on_premises;
    let answer = OnPremises::answer(&job.settings, confirmed, kept.as_ref());
    let settings = &job.settings;
    let text = format!(
        "{:?} {:?} {:?} {:?} {:?} {answer:?} {:?} {:?}",
        settings.microsoft_365_groups,
        settings.security_groups,
        settings.kinds,
        settings.filter,
        settings.dynamic_members,
        job.site.privacy.hidden_membership,
        job.site.privacy.user_fields,
    );
    Ok(blake3::hash(text.as_bytes()).to_hex().to_string())
}
