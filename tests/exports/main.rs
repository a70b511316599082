//! Exports read from files, as a site does (EXPORTS.md 2 to 4).

mod containers;
mod describe;
mod formats;
mod property;
mod tolerance;

use std::path::{Path, PathBuf};

use rosterbook::exports::{
    ExportError, ExportOptions, ExportRequest, Imported, OrganizationSelector, read_configurations,
    read_contacts,
};
use rosterbook::model::{Configuration, Contact};

/// A folder with exports, and the organization that lists them.
struct Folder {
    root: PathBuf,
    organization: OrganizationSelector,
    options: ExportOptions,
    /// Removes a folder made for one test when the test ends.
    _guard: Option<tempfile::TempDir>,
}

impl Folder {
    /// The committed examples, one for each tool.
    fn fixtures() -> Self {
        Self {
            root: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports"),
            organization: OrganizationSelector {
                key: "fabrikam".into(),
                name: "Fabrikam Works".into(),
                aliases: Vec::new(),
            },
            options: ExportOptions::default(),
            _guard: None,
        }
    }

    /// A folder with these files.
    fn of(files: &[(&str, &[u8])]) -> Self {
        let guard = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            let path = guard.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            std::fs::write(path, bytes).expect("writable");
        }
        Self {
            root: guard.path().to_owned(),
            _guard: Some(guard),
            ..Self::fixtures()
        }
    }

    fn contacts(&self, paths: &[&str]) -> Result<Imported<Contact>, ExportError> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        read_contacts(&self.request(&paths))
    }

    fn configurations(&self, paths: &[&str]) -> Result<Imported<Configuration>, ExportError> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        read_configurations(&self.request(&paths))
    }

    fn request<'a>(&'a self, paths: &'a [PathBuf]) -> ExportRequest<'a> {
        ExportRequest {
            root: &self.root,
            paths,
            organization: &self.organization,
            options: &self.options,
        }
    }
}

/// Writes the fields that matching and pages need, as one line a record.
fn lines_of_contacts(imported: &Imported<Contact>) -> Vec<String> {
    imported
        .records
        .iter()
        .map(|contact| {
            format!(
                "{} | {} | {} | {} | {}",
                contact.id,
                contact.name(),
                contact.emails.join(" "),
                contact.phones.join(", "),
                contact.title.as_deref().unwrap_or("-"),
            )
        })
        .collect()
}
