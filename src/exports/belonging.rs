//! Whose a row is: organizations by name or id (EXPORTS.md 3, Organization).
//!
//! It must not know which columns name the organization.

use std::collections::{BTreeSet, HashMap, HashSet};

use csv::StringRecord;

use super::draft::Draft;
use super::formula::unguard;
use super::plan::{Names, Plan};
use super::table::RowTaker;
use super::{ExportError, ExportOptions, Field, Preset, RecordKind};
use crate::model::text_key;

/// The organization whose records are wanted, by all that exports may call it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationSelector {
    /// The key of `[[organization]]`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Further names and ids: its entry in `[exports.organizations]`.
    pub aliases: Vec<String>,
}

/// Whether a row belongs to the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It does.
    Ours,
    /// It belongs to another one.
    Others,
    /// The row does not say.
    Unsaid,
}

/// Judges rows, and remembers the names of the others.
pub(super) struct Belonging {
    known: HashSet<String>,
    /// Texts as written that were judged before: an export repeats few names very often.
    judged: HashMap<String, bool>,
    others: BTreeSet<String>,
}

/// So many other organizations are named.
pub(super) const NAMED_OTHERS: usize = 10;

/// So many texts are remembered; a file with more has another name in each row.
const REMEMBERED: usize = 1 << 16;

impl Belonging {
    /// Starts with the names of `site.toml`.
    pub(super) fn new(organization: &OrganizationSelector) -> Self {
        let names = [&organization.key, &organization.name].into_iter();
        Self {
            known: names
                .chain(&organization.aliases)
                .map(|name| text_key(name))
                .filter(|key| !key.is_empty())
                .collect(),
            judged: HashMap::new(),
            others: BTreeSet::new(),
        }
    }

    /// Learns a row of `organizations.csv`: when either text is ours, both are.
    pub(super) fn learn(&mut self, id: &str, name: &str) {
        let keys = [text_key(id), text_key(name)];
        if keys.iter().any(|key| self.known.contains(key)) {
            self.known
                .extend(keys.into_iter().filter(|key| !key.is_empty()));
            self.judged.clear();
        }
    }

    /// Judges a row by the name and the id it gives.
    pub(super) fn judge(&mut self, name: Option<&str>, id: Option<&str>) -> Verdict {
        let Some(shown) = name.or(id) else {
            return Verdict::Unsaid;
        };
        if [name, id]
            .into_iter()
            .flatten()
            .any(|text| self.is_ours(text))
        {
            return Verdict::Ours;
        }
        let shown = shown.trim();
        if !self.others.contains(shown) {
            self.others.insert(shown.to_owned());
            // One more than are named, to know that there are more; always the first by name.
            if self.others.len() > NAMED_OTHERS + 1 {
                self.others.pop_last();
            }
        }
        Verdict::Others
    }

    fn is_ours(&mut self, text: &str) -> bool {
        if let Some(ours) = self.judged.get(text) {
            return *ours;
        }
        let ours = self.known.contains(&text_key(text));
        if self.judged.len() < REMEMBERED {
            self.judged.insert(text.to_owned(), ours);
        }
        ours
    }

    /// Returns the first names of other organizations, one more than are to be named.
    pub(super) fn others(&self) -> &BTreeSet<String> {
        &self.others
    }
}

/// Takes the rows of `organizations.csv`: id and name of each.
pub(super) struct OrganizationRows {
    plan: Plan,
    draft: Draft,
    /// Id and name.
    pub(super) found: Vec<(String, String)>,
}

impl OrganizationRows {
    /// Starts the file.
    pub(super) fn new() -> Self {
        let names = Names::new(
            Preset::Generic,
            RecordKind::Organization,
            &ExportOptions::default(),
        );
        Self {
            plan: Plan::new(names),
            draft: Draft::new(),
            found: Vec::new(),
        }
    }
}

impl RowTaker for OrganizationRows {
    type Error = ExportError;

    fn header(&mut self, cells: &StringRecord, _line: usize) -> Result<(), ExportError> {
        for header in cells {
            self.plan.add(header);
        }
        Ok(())
    }

    fn row(&mut self, cells: &StringRecord, _line: usize) -> Result<(), ExportError> {
        self.draft
            .fill(&self.plan, |column| cells.get(column).map(unguard));
        if let (Some(id), Some(name)) = (self.draft.get(Field::Id), self.draft.get(Field::Name)) {
            self.found.push((id.to_owned(), name.to_owned()));
        }
        Ok(())
    }
}
