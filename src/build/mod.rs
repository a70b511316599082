//! The pipeline: from the folders of a site to its output, with nothing written that is the same.
//!
//! It knows neither Graph nor terminals: when tenants were last read comes in as a value.

mod digest;
mod error;
mod fresh;
mod job;
mod load;
mod manifest;
mod matches;
mod names;
mod output;
mod run;
mod secrets;
mod settle;
mod writing;

pub use error::BuildError;
pub use fresh::{Extras, extra_files, is_extra};
pub use load::{Loaded, Loader, export_options};
pub use matches::{LastMatches, MatchCounts, MatchFall, Matched, match_counts};
pub use run::{BuildOptions, BuildReport, Progress, all_warnings, build};
pub use settle::settle;
