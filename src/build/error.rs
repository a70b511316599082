//! Why a site could not be loaded or built, as data.

use std::path::PathBuf;

use crate::config::ConfigError;
use crate::content::ContentError;
use crate::exports::ExportError;
use crate::files::{FileError, LockError};
use crate::matching::DuplicatePin;
use crate::model::{Location, OrgKey, TenantKey};
use crate::render::{RenderError, ThemeError};
use crate::site::WrongCount;
use crate::snapshot::SnapshotError;

/// Why a site could not be loaded or built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An overlay, page or pin is wrong.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// An export is wrong.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// `[exports.*] format` names no preset.
    #[error("there is no export format `{name}`")]
    UnknownFormat {
        /// What was named.
        name: String,
        /// The presets there are.
        known: Vec<&'static str>,
    },
    /// The snapshot is wrong.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A folder of the snapshot that no `[[tenant]]` names (FEATURES.md S17).
    #[error("`snapshot/{key}` belongs to no `[[tenant]]` of `site.toml`")]
    ForeignTenant {
        /// The folder.
        key: TenantKey,
        /// The directory's id, when its file can be read.
        id: Option<String>,
    },
    /// `site.toml` and the snapshot name different directories (SAFETY.md 3).
    #[error(
        "tenant `{key}` has the id `{configured}` in `site.toml`, but `{found}` in its snapshot"
    )]
    WrongTenant {
        /// The tenant.
        key: TenantKey,
        /// The id in `site.toml`.
        configured: String,
        /// The id in `tenant.json`.
        found: String,
    },
    /// An organization was named that does not exist.
    #[error("there is no organization `{name}`")]
    UnknownOrganization {
        /// What was named.
        name: String,
        /// The nearest key.
        nearest: Option<String>,
        /// The keys there are.
        known: Vec<OrgKey>,
    },
    /// An overlay limits access to an audience that does not exist.
    #[error("`{location}` gives access to `{audience}`, which is no `[[audience]]` of `site.toml`")]
    UnknownAudience {
        /// The overlay.
        location: Location,
        /// What it names.
        audience: String,
    },
    /// `site.toml` declares audiences, which this version does not build.
    #[error(
        "`site.toml` declares an `[[audience]]`, and this version builds one tree for all readers"
    )]
    Audiences,
    /// One member is pinned twice.
    #[error(transparent)]
    Pin(#[from] DuplicatePin),
    /// The theme is wrong.
    #[error(transparent)]
    Theme(#[from] ThemeError),
    /// A page could not be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A number on a page is not that of its rows.
    #[error(transparent)]
    Count(#[from] WrongCount),
    /// Two pages would have one address.
    #[error("two pages have the address `{path}`")]
    Collision {
        /// The address.
        path: String,
    },
    /// The output folder is not one to write to.
    #[error("refusing to write to `{}`: {reason}", path.display())]
    Output {
        /// The folder.
        path: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// Another run writes there.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// With `--strict`: input was imperfect.
    #[error("{} in strict mode", crate::build::error::warnings(*count))]
    Strict {
        /// How many warnings there are.
        count: usize,
    },
}

fn warnings(count: usize) -> String {
    if count == 1 {
        "1 warning".to_owned()
    } else {
        format!("{count} warnings")
    }
}
