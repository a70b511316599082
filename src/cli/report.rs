//! From errors of the layers below to what the reader is told: exit code, place and hint.

use super::outcome::{Code, Failure};
use crate::build::BuildError;
use crate::config::ConfigError;
use crate::content::ContentError;
use crate::exports::ExportError;
use crate::files::{FileError, LockError};
use crate::render::{RenderError, TemplateProblem, ThemeError};
use crate::snapshot::SnapshotError;

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let failure = Self::new(Code::Usage, error.to_string());
        match error {
            ConfigError::NoSite { .. } => {
                failure.hint("make one with `rosterbook init`, or name its folder with `-C DIR`")
            }
            ConfigError::File(_) => failure,
            ConfigError::UnknownKey {
                nearest, known, at, ..
            } => {
                let failure = failure.at(at);
                match nearest {
                    Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
                    None => failure.hint(format!("known here are {}", known.join(", "))),
                }
            }
            ConfigError::Invalid { hint, at, .. } => {
                let failure = failure.at(at);
                match hint {
                    Some(hint) => failure.hint(hint),
                    None => failure,
                }
            }
        }
    }
}

impl From<ContentError> for Failure {
    fn from(error: ContentError) -> Self {
        let failure = Self::new(Code::Usage, error.to_string());
        match error {
            ContentError::File(_) => failure,
            ContentError::UnknownKey {
                nearest, known, at, ..
            } => {
                let failure = failure.at(at);
                match nearest {
                    Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
                    None => failure.hint(format!("known here are {}", known.join(", "))),
                }
            }
            ContentError::Invalid { hint, at, .. } => {
                let failure = failure.at(at);
                match hint {
                    Some(hint) => failure.hint(hint),
                    None => failure,
                }
            }
            ContentError::Name { hint, .. } => match hint {
                Some(hint) => failure.hint(hint),
                None => failure,
            },
            ContentError::SameAddress { .. } => failure.hint("rename one of the two files"),
            ContentError::PinnedTwice { second, .. } => {
                failure.at(second).hint("keep one of the two pins")
            }
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let failure = Self::new(Code::Failed, error.to_string());
        match error {
            FileError::NotPlain { .. } => Self {
                code: Code::Usage,
                ..failure
            }
            .hint("put a plain file or folder in its place"),
            _ => failure,
        }
    }
}

impl From<LockError> for Failure {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held { .. } => Self::new(Code::Locked, error.to_string())
                .hint("wait for it with `--lock-timeout SECS`, or end it"),
            LockError::File(error) => error.into(),
        }
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Self {
        let failure = Self::new(Code::Snapshot, error.to_string());
        match error {
            SnapshotError::File(error) => error.into(),
            SnapshotError::Unmerged { .. } => failure.hint(
                "take either side of the merge, remove the markers, then run `rosterbook sync`",
            ),
            SnapshotError::Newer { .. } => failure.hint("install a newer rosterbook"),
            SnapshotError::Broken { .. } => failure.hint(
                "take the file from git again, or run `rosterbook sync --full` to write it anew",
            ),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        let failure = Self::new(Code::Failed, error.to_string());
        match &error {
            ExportError::File(_) | ExportError::Unreadable { .. } => failure,
            ExportError::Missing { .. } => failure
                .hint("put the export there, or change its path in `site.toml`; nothing was touched"),
            ExportError::NoKeyColumn { .. } => failure.hint(
                "map the column in `site.toml`: `[exports.contacts.columns] primary_email = \"…\"`; \
                 `rosterbook match --headers FILE` shows how the file is read",
            ),
            ExportError::WrongKind { .. } => {
                failure.hint("list the file under the other key of its organization in `site.toml`")
            }
            _ => failure.hint("export the file again; what was matched before is untouched"),
        }
    }
}

fn template(problem: TemplateProblem) -> Failure {
    let mut failure = Failure::new(Code::Usage, problem.to_string());
    failure.notes = problem.excerpt.lines().map(str::to_owned).collect();
    failure.hint("mend the template; the last good output is untouched")
}

impl From<ThemeError> for Failure {
    fn from(error: ThemeError) -> Self {
        match error {
            ThemeError::File(error) => Self {
                code: Code::Usage,
                ..error.into()
            },
            ThemeError::Template(problem) => template(problem),
            other => Self::new(Code::Usage, other.to_string()),
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Template(problem) => template(problem),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        let message = error.to_string();
        let fail = |code| Self::new(code, message.clone());
        match error {
            BuildError::Config(error) => error.into(),
            BuildError::Content(error) => error.into(),
            BuildError::Export(error) => error.into(),
            BuildError::Snapshot(error) => error.into(),
            BuildError::Theme(error) => error.into(),
            BuildError::Render(error) => error.into(),
            BuildError::Lock(error) => error.into(),
            BuildError::File(FileError::Secret { .. }) => fail(Code::Restricted).hint(
                "take it out of `content/`, the exports, or the name or description in Entra, and \
                 renew it; the last good output is untouched",
            ),
            BuildError::File(error) => error.into(),
            BuildError::UnknownFormat { known, .. } => {
                fail(Code::Usage).hint(format!("known are {}", known.join(", ")))
            }
            BuildError::ForeignTenant { key, id } => fail(Code::Usage).hint(format!(
                "add it to `site.toml`: `[[tenant]] key = \"{key}\"  id = \"{}\"  \
                 organization = \"…\"  connection = \"…\"` (with `enabled = false` its data stays \
                 without being read), or remove the folder",
                id.as_deref().unwrap_or("…"),
            )),
            BuildError::WrongTenant { key, .. } => fail(Code::Usage).hint(format!(
                "correct the `id`, or remove `snapshot/{key}` if the tenant was replaced"
            )),
            BuildError::UnknownOrganization { nearest, .. } => match nearest {
                Some(nearest) => fail(Code::Usage).hint(format!("did you mean `{nearest}`?")),
                None => fail(Code::Usage),
            },
            BuildError::UnknownAudience { .. } => fail(Code::Usage).hint(
                "remove `access`; without an `[[audience]]` there is one tree for all readers",
            ),
            BuildError::Audiences => fail(Code::Usage).hint(
                "remove the `[[audience]]` tables: publishing everything to everyone instead would \
                 show people what is not meant for them",
            ),
            BuildError::Pin(_) => fail(Code::Usage).hint("keep one of the two pins"),
            BuildError::Count(_) => fail(Code::Failed)
                .hint("this is a fault of rosterbook: please report it; the output is as it was"),
            BuildError::Collision { .. } => {
                fail(Code::Failed).hint("rename one of the pages below `content/`")
            }
            BuildError::Output { .. } => {
                fail(Code::Usage).hint("choose another folder with `output_dir` or `-o DIR`")
            }
            BuildError::Strict { .. } => {
                fail(Code::Failed).hint("`rosterbook check` lists them; nothing was published")
            }
        }
    }
}
