//! From Graph to `snapshot/`: reads every tenant, merges, guards, and commits each as a whole.
//!
//! It prints nothing and reads no overlay: what to leave alone arrives as a value, what happened
//! is handed back as one.

mod actors;
mod assemble;
mod audit;
mod commit;
mod compare;
mod connect;
mod convert;
mod decide;
mod diagnose;
mod directory;
mod finish;
mod freshness;
mod guard;
mod job;
mod load;
mod options;
mod principals;
mod problem;
mod record;
mod report;
mod run;
mod state;
mod streams;
mod tenant;
mod thaw;
mod unit;
mod unknown;

pub use diagnose::{Diagnosis, PermissionCheck, diagnose};
pub use freshness::{freshness_file, read_freshness, recover};
pub use options::{BaseOverride, Progress, SyncOptions};
pub use problem::{Refusal, SyncError, TenantProblem};
pub use report::{Counts, SyncReport, TenantReport};
pub use run::run;
