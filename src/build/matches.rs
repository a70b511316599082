//! How many people and devices matched at the last builds: `.rosterbook/matches.json`.
//!
//! A net under exports that look sound and are not (SAFETY.md 3): a steep fall is told, and
//! nothing else. No output depends on this file, and it may be lost at any time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::BuildError;
use crate::files;
use crate::matching::Outcome;
use crate::model::OrgKey;
use crate::site::Model;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// A fall is told when it is more than this many matches …
const MOST: usize = 100;
/// … and more than this many of a hundred.
const MOST_PERCENT: usize = 20;

/// How many there are, and how many of them have a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Matched {
    /// All of them.
    pub total: usize,
    /// Those with a record.
    pub matched: usize,
}

/// The matches of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MatchCounts {
    /// People with a contact.
    pub people: Matched,
    /// Devices with a configuration.
    pub devices: Matched,
}

/// What is remembered of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// The counts of the last build.
    last: MatchCounts,
    /// The counts of the last build that had others.
    before: Option<MatchCounts>,
}

impl Known {
    /// Returns what `now` is a change from.
    fn baseline(&self, now: &MatchCounts) -> Option<MatchCounts> {
        if *now == self.last {
            self.before
        } else {
            Some(self.last)
        }
    }
}

/// The matches of the last builds, by organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMatches {
    version: u32,
    organizations: BTreeMap<OrgKey, Known>,
}

/// Far fewer matches than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchFall {
    /// The organization; `None` = all together, where no single one fell that far.
    pub organization: Option<OrgKey>,
    /// `people` or `devices`.
    pub members: &'static str,
    /// What they are matched with.
    pub records: &'static str,
    /// How many matched before.
    pub before: Matched,
    /// How many match now.
    pub now: Matched,
}

impl std::fmt::Display for MatchFall {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            members,
            records,
            before,
            now,
            ..
        } = self;
        match &self.organization {
            Some(key) => write!(out, "matches of `{key}` fell")?,
            None => write!(out, "matches of all organizations together fell")?,
        }
        write!(
            out,
            ": {} of {} {members} have a {records}, before it were {} of {}; \
             `rosterbook match` shows each organization, and `match --headers FILE` how its \
             export is read",
            now.matched, now.total, before.matched, before.total,
        )
    }
}

/// Returns how many members of each organization match now.
pub fn match_counts(model: &Model) -> BTreeMap<OrgKey, MatchCounts> {
    fn matched<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Matched {
        let mut counts = Matched::default();
        for outcome in outcomes {
            counts.total += 1;
            counts.matched += usize::from(outcome.record().is_some());
        }
        counts
    }
    let organizations = model.organizations.iter();
    organizations
        .map(|it| {
            let counts = MatchCounts {
                people: matched(it.people.iter().map(|it| &it.outcome)),
                devices: matched(it.devices.iter().map(|it| &it.outcome)),
            };
            (it.key.clone(), counts)
        })
        .collect()
}

impl Default for LastMatches {
    fn default() -> Self {
        Self {
            version: VERSION,
            organizations: BTreeMap::new(),
        }
    }
}

impl LastMatches {
    fn path(root: &Path) -> PathBuf {
        root.join(".rosterbook").join("matches.json")
    }

    /// Reads what the last builds of a site left; nothing is known without a file that can be used.
    pub fn read(root: &Path) -> Self {
        let bytes = files::read_if_exists(&Self::path(root)).ok().flatten();
        bytes
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|it| it.version == VERSION)
            .unwrap_or_default()
    }

    pub(super) fn write(&self, root: &Path) -> Result<(), BuildError> {
        let bytes = serde_json::to_vec_pretty(self).expect("plain fields become JSON");
        files::write_if_changed(&Self::path(root), &bytes)?;
        Ok(())
    }

    /// Returns the counts of the last build.
    pub fn last(&self, organization: &OrgKey) -> Option<MatchCounts> {
        self.organizations.get(organization).map(|it| it.last)
    }

    /// Remembers the counts of a build; organizations that it left out keep theirs.
    #[must_use]
    pub(super) fn after(&self, now: &BTreeMap<OrgKey, MatchCounts>) -> Self {
        let mut after = self.clone();
        for (key, counts) in now {
            let before = self.organizations.get(key);
            let known = Known {
                last: *counts,
                before: before.and_then(|it| it.baseline(counts)),
            };
            after.organizations.insert(key.clone(), known);
        }
        after
    }

    /// Returns the counts of the last build, of organizations that are still there.
    pub(super) fn known(&self, organizations: &[OrgKey]) -> BTreeMap<OrgKey, MatchCounts> {
        let known = organizations.iter();
        known
            .filter_map(|key| Some((key.clone(), self.last(key)?)))
            .collect()
    }

    /// Returns where matches fell by more than a fifth and by more than a hundred.
    pub fn falls(&self, now: &BTreeMap<OrgKey, MatchCounts>) -> Vec<MatchFall> {
        let mut falls = Vec::new();
        type Of = fn(&MatchCounts) -> Matched;
        let kinds: [(_, _, Of); 2] = [
            ("people", "contact", |it| it.people),
            ("devices", "configuration", |it| it.devices),
        ];
        for (members, records, of) in kinds {
            let mut all = (Matched::default(), Matched::default());
            let mut found = false;
            for (key, counts) in now {
                let Some(known) = self.organizations.get(key) else {
                    continue;
                };
                // Without other counts than these there is no change to speak of.
                let baseline = known.baseline(counts).unwrap_or(*counts);
                let (before, now) = (of(&baseline), of(counts));
                add(&mut all.0, before);
                add(&mut all.1, now);
                if is_fall(before, now) {
                    found = true;
                    falls.push(MatchFall {
                        organization: Some(key.clone()),
                        members,
                        records,
                        before,
                        now,
                    });
                }
            }
            if !found && is_fall(all.0, all.1) {
                falls.push(MatchFall {
                    organization: None,
                    members,
                    records,
                    before: all.0,
                    now: all.1,
                });
            }
        }
        falls
    }
}

fn add(sum: &mut Matched, counts: Matched) {
    sum.total += counts.total;
    sum.matched += counts.matched;
}

fn is_fall(before: Matched, now: Matched) -> bool {
    let fall = before.matched.saturating_sub(now.matched);
    fall > MOST && fall * 100 > before.matched * MOST_PERCENT
}

#[cfg(test)]
mod tests {
    use super::*;

    type Counts = BTreeMap<OrgKey, MatchCounts>;

    /// Counts by organization: people who match, of a thousand.
    fn counts(of: &[(&str, usize)]) -> Counts {
        let one = |&(key, matched): &(&str, usize)| {
            let people = Matched {
                total: 1000,
                matched,
            };
            let devices = Matched::default();
            let key = key.parse::<OrgKey>().expect("a key");
            (key, MatchCounts { people, devices })
        };
        of.iter().map(one).collect()
    }

    fn words(last: &LastMatches, now: &Counts) -> Vec<String> {
        let falls = last.falls(now);
        let short = |it: &MatchFall| {
            let key = it.organization.as_ref().map_or("all", OrgKey::as_str);
            format!("{key} {} -> {}", it.before.matched, it.now.matched)
        };
        falls.iter().map(short).collect()
    }

    #[test]
    fn fall_is_more_than_a_fifth_and_more_than_a_hundred() {
        let cases = [
            (600, 480, false), // a fifth
            (600, 479, true),
            (500, 400, false), // a hundred
            (500, 399, true),
            (100, 0, false),
            (101, 0, true),
            (1000, 899, false),
            (0, 500, false),
        ];
        for (before, now, expected) in cases {
            let [before, now] = [before, now].map(|matched| Matched {
                total: 1000,
                matched,
            });
            assert_eq!(is_fall(before, now), expected, "{before:?} {now:?}");
        }
    }

    #[test]
    fn fall_is_told_by_the_build_that_sees_it_and_until_counts_change_again() {
        let first = LastMatches::default().after(&counts(&[("contoso", 900)]));
        let fallen = counts(&[("contoso", 300)]);
        assert_eq!(words(&first, &fallen), ["contoso 900 -> 300"]);
        let second = first.after(&fallen);
        assert_eq!(words(&second, &fallen), ["contoso 900 -> 300"]);
        let third = second.after(&fallen);
        assert_eq!(third, second, "a build without a change forgets nothing");
        let mended = counts(&[("contoso", 901)]);
        assert_eq!(words(&third.after(&mended), &mended), [""; 0]);
    }

    #[test]
    fn organizations_that_fall_a_little_each_are_told_together() {
        let last = LastMatches::default().after(&counts(&[("contoso", 90), ("fabrikam", 80)]));
        let now = counts(&[("contoso", 0), ("fabrikam", 1), ("northwind", 0)]);
        assert_eq!(words(&last, &now), ["all 170 -> 1"]);
    }

    #[test]
    fn what_was_not_known_or_not_built_did_not_fall() {
        let last = LastMatches::default().after(&counts(&[("contoso", 900)]));
        assert_eq!(words(&last, &counts(&[("fabrikam", 0)])), [""; 0]);
        let later = last.after(&counts(&[("fabrikam", 5)]));
        let contoso = "contoso".parse::<OrgKey>().expect("a key");
        assert_eq!(
            later.last(&contoso).expect("kept").people.matched,
            900,
            "a build of others leaves it"
        );
    }
}
