//! Findings that people have accepted for a while: `[[health.suppress]]` (FEATURES.md C9).

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::check::Check;
use super::error::ConfigError;
use super::filter::GlobSet;
use crate::model::{HealthRule, Location, ObjectId};

/// Which findings of group hygiene are accepted: `[health]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HealthSettings {
    /// Suppressions in the order of the file.
    pub suppressions: Vec<Suppression>,
}

/// Findings of a rule about some groups that a person has accepted until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The rule.
    pub rule: HealthRule,
    /// The groups: a pattern of names, or the id of one.
    pub groups: GlobSet,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Date,
    /// Where it stands.
    pub location: Location,
}

impl Suppression {
    /// Returns whether a group of this name and id is meant.
    pub fn names(&self, name: &str, id: ObjectId) -> bool {
        self.groups.matches(name, id)
    }

    /// Returns whether it has ended by `day`.
    pub fn has_ended(&self, day: Date) -> bool {
        self.until < day
    }

    /// Returns the pattern or id as it is written.
    pub fn pattern(&self) -> &str {
        self.groups.0.first().map_or("", String::as_str)
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawHealth {
    suppress: Vec<RawSuppression>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSuppression {
    rule: Spanned<String>,
    group: Spanned<String>,
    reason: Spanned<String>,
    until: Spanned<toml::Value>,
}

impl Check<'_> {
    pub(super) fn health(&self, raw: RawHealth) -> Result<HealthSettings, ConfigError> {
        let suppressions = raw.suppress.into_iter().map(|it| self.suppression(it));
        Ok(HealthSettings {
            suppressions: suppressions.collect::<Result<_, _>>()?,
        })
    }

    fn suppression(&self, raw: RawSuppression) -> Result<Suppression, ConfigError> {
        let span = raw.rule.span();
        let known = HealthRule::ALL.iter().map(|it| it.id());
        self.one_of("rule", span.clone(), raw.rule.get_ref(), known)?;
        let rule = HealthRule::from_id(raw.rule.get_ref()).expect("it is one of the known ones");
        if rule == HealthRule::SuppressionEnded {
            let hint = "set a new `until` in the suppression that has ended, or take it out";
            return Err(self.wrong(
                span,
                format!("`{}` cannot be suppressed", rule.id()),
                Some(hint.into()),
            ));
        }
        for (text, key, hint) in [
            (
                &raw.group,
                "group",
                "write the id of a group, or a pattern of names such as `SG-*`",
            ),
            (
                &raw.reason,
                "reason",
                "say why the finding is accepted: readers see it on the page",
            ),
        ] {
            if text.get_ref().trim().is_empty() {
                return Err(self.wrong(
                    text.span(),
                    format!("`{key}` is empty"),
                    Some(hint.to_owned()),
                ));
            }
        }
        Ok(Suppression {
            rule,
            groups: GlobSet(vec![raw.group.into_inner().trim().to_owned()]),
            reason: raw.reason.into_inner().trim().to_owned(),
            until: self.day(&raw.until)?,
            location: Location::line(&self.path, self.line(span.start)),
        })
    }

    /// Reads a day, written bare or as text.
    fn day(&self, value: &Spanned<toml::Value>) -> Result<Date, ConfigError> {
        let text = match value.get_ref() {
            toml::Value::String(text) => text.clone(),
            toml::Value::Datetime(time) => time.to_string(),
            other => other.to_string(),
        };
        let is_plain = text.len() == 10;
        let day = text.parse::<Date>().ok().filter(|_| is_plain);
        day.ok_or_else(|| {
            self.wrong(
                value.span(),
                format!("`{text}` is not a day"),
                Some("write it as `2027-01-31`".into()),
            )
        })
    }
}
