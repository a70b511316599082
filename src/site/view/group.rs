//! The page of one group.

use serde::Serialize;

use super::change::ChangeDay;
use super::health::GroupHealthView;
use super::list::Pager;
use super::picture::PictureView;

/// A mark beside a name: archived, manual, on-premises, dynamic, guest …
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// A stable key, for the colour and the icon.
    pub key: &'static str,
    /// The word.
    pub label: &'static str,
    /// What belongs to it: the home domain of a guest on person pages and in rows of members.
    /// Or `null`.
    pub detail: Option<String>,
}

/// A property with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// A stable key: the anchor of the field on the page, each once.
    pub key: String,
    /// The label.
    pub label: String,
    /// The value, as text.
    pub value: String,
    /// Whether the value takes the whole width.
    pub wide: bool,
    /// `text`, `code` (ids, rules), `time` (ISO time in `iso`), `link` (leads to `url`) or `long`.
    pub kind: &'static str,
    /// Where the value leads: `mailto:`, or an address relative to the site's root. Or `null`.
    pub url: Option<String>,
    /// The time in full, for `time`. Or `null`.
    pub iso: Option<String>,
    /// A remark: where the value comes from. Or `null`.
    pub note: Option<String>,
}

/// A member, owner or device of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberRow {
    /// The object's id: the value of `data-member`.
    pub id: String,
    /// The object's type: the value of `data-type`.
    pub kind: String,
    /// The type in words.
    pub kind_label: String,
    /// The rule: the value of `data-match`.
    pub match_key: &'static str,
    /// The rule in words ("matched by mail address"), or why there is no match.
    pub match_words: String,
    /// The name: the record's where there is one.
    pub name: String,
    /// Mail, sign-in name or model; empty when there is none.
    pub detail: String,
    /// The page of the contact or configuration, relative to the site's root; `null` when there is no match.
    pub url: Option<String>,
    /// The page of the person or device itself, or `null`.
    pub object_url: Option<String>,
    /// Lines for `matches.toml` that would settle a match that several records fit, or `null`.
    pub pin: Option<String>,
    /// Marks: guest, disabled, archived record.
    pub marks: Vec<Mark>,
}

/// A group inside or around this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NestedRow {
    /// The group's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page, relative to the site's root; `null` when it is not documented.
    pub url: Option<String>,
    /// Its kind in words; empty when not known.
    pub kind_label: String,
    /// How deep it is nested, from 1.
    pub depth: usize,
    /// Whether it leads back to a group above it.
    pub cycle: bool,
    /// Whether the groups inside it are listed at an earlier row.
    pub again: bool,
    /// Whether the rest of what is inside it is on its own page, because this list is long.
    pub cut: bool,
    /// What is in it directly, as its own page counts: "2 members, 1 device, 3 groups", "members
    /// not visible"; empty for a group that is not documented.
    pub inside: String,
    /// Marks: archived, orphaned, disabled.
    pub marks: Vec<Mark>,
}

/// A group on the way to a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathStep {
    /// Its name; "5 further groups" in the middle of a long path.
    pub text: String,
    /// Its page, relative to the site's root; `null` for what is left out of a long path.
    pub url: Option<String>,
    /// Why its data is not refreshed: "Orphaned", "Disabled", "Archived". Or `null`.
    pub frozen: Option<&'static str>,
}

/// An object, not a group, that is reached directly or through nesting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectiveRow {
    /// The object's id.
    pub id: String,
    /// The object's type.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its page, relative to the site's root, or `null`.
    pub url: Option<String>,
    /// Whether it is a member directly.
    pub direct: bool,
    /// The groups that lead to it, from this group inwards; empty when direct.
    pub path: Vec<PathStep>,
    /// Marks: guest, disabled.
    pub marks: Vec<Mark>,
}

/// Why members are not listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberNote {
    /// The remark in words.
    pub text: String,
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomValue {
    /// The field's key.
    pub key: String,
    /// The field's label.
    pub label: String,
    /// The kind of field.
    pub kind: &'static str,
    /// The value as text; empty when not set.
    pub value: String,
    /// A hint for whoever fills it in, or `null`.
    pub hint: Option<String>,
    /// Whether a value is asked for and missing.
    pub missing: bool,
}

/// Who may see the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessView {
    /// Who may see it, in words.
    pub text: String,
    /// The audiences it is limited to; empty = all.
    pub audiences: Vec<String>,
}

/// The page of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// The group's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The kind in words.
    pub kind_label: &'static str,
    /// The icon's name in the theme.
    pub icon: String,
    /// `enabled`, `orphaned` or `disabled`.
    pub status: &'static str,
    /// The word for the status; "Manual" for a group kept by hand.
    pub word: &'static str,
    /// All reasons for the status, the deciding one first.
    pub reasons: Vec<String>,
    /// Whether the group carries the mark "archived".
    pub archived: bool,
    /// Whether the group is kept by hand.
    pub manual: bool,
    /// What a frozen group says above its facts, or `null`.
    pub frozen: Option<String>,
    /// The name of the connection that reads it.
    pub connection: String,
    /// Marks beside the name.
    pub marks: Vec<Mark>,
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// Why members are not listed, or `null`.
    pub members_note: Option<MemberNote>,
    /// What stands in the place of the numbers of members, devices and nested groups that were
    /// not read: "not visible", "not read"; `null` when they are listed.
    pub unlisted: Option<&'static str>,
    /// How many members there are: the rows of both lists, and the guests that are only counted.
    pub members_total: usize,
    /// Whether its tenant's groups could not be read, so that what is shown may be old.
    pub partial: bool,
    /// Whether members of some group were not read, so that it may be in that one.
    pub has_unread: bool,
    /// Whether guests are left out of this site, so that an empty list does not say "nobody".
    pub guests_hidden: bool,
    /// Whether owners may be left out, so that an empty list does not say "nobody".
    pub owners_hidden: bool,
    /// Members with a contact.
    pub members_matched: Part<MemberRow>,
    /// Members without one, with the reason; applications and external contacts are here.
    pub members_unmatched: Part<MemberRow>,
    /// Devices with a configuration.
    pub devices_matched: Part<MemberRow>,
    /// Devices without one.
    pub devices_unmatched: Part<MemberRow>,
    /// How many guests are members but not shown, when their number may be; else `null`.
    pub guests_counted: Option<usize>,
    /// The owners.
    pub owners: Part<MemberRow>,
    /// The groups inside, indented by depth, each subtree once.
    pub nested: Part<NestedRow>,
    /// How many of them are direct.
    pub nested_direct: usize,
    /// The groups that this one is a member of.
    pub parents: Part<NestedRow>,
    /// Cycles in words: "Finance contains All Staff, which contains Finance".
    pub cycles: Vec<String>,
    /// What contains it and what is inside it as a picture; `null` beyond 60 groups, or without any.
    pub picture: Option<PictureView>,
    /// Objects reached directly or through nesting, each once; empty when no group is nested:
    /// then they are the members and devices.
    pub effective: Part<EffectiveRow>,
    /// How many of them are known.
    pub effective_count: usize,
    /// Their number in words: "14", "at least 14", "not visible".
    pub effective_words: String,
    /// Whether it or a group inside it does not list everybody, so that there may be more.
    pub effective_least: bool,
    /// What changed, newest first.
    pub changes: Vec<ChangeDay>,
    /// What deserves a look in it.
    pub health: GroupHealthView,
    /// Custom fields of the type.
    pub custom: Vec<CustomValue>,
    /// The notes of the overlay, rendered from Markdown to safe HTML; empty when there are none.
    pub notes_html: String,
    /// Who may see the group.
    pub access: AccessView,
    /// The group in the Entra admin centre, or `null`.
    pub manage_url: Option<String>,
    /// Where the overlay is edited, or `null`.
    pub edit_url: Option<String>,
    /// The machine-readable twin, relative to the site's root.
    pub json_url: String,
    /// The same as a table: whoever is in it, directly or by nesting.
    pub csv_url: String,
}

/// A list of a group's page; a long one continues on further pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part<T> {
    /// How many rows the list has on all its pages.
    pub total: usize,
    /// The rows of this page.
    pub rows: Vec<T>,
    /// The pages of the list; `null` when it has this one only.
    pub pager: Option<Pager>,
}

/// A further page of a long list of a group. Two of the three lists of rows are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupPartView {
    /// The group's id.
    pub id: String,
    /// The group's name.
    pub name: String,
    /// The group's page, relative to the site's root.
    pub url: String,
    /// `enabled`, `orphaned` or `disabled`.
    pub status: &'static str,
    /// The word for the status; "Manual" for a group kept by hand.
    pub word: &'static str,
    /// Whether the group carries the mark "archived".
    pub archived: bool,
    /// Whether the group is kept by hand.
    pub manual: bool,
    /// The list: its anchor on the group's page.
    pub list: &'static str,
    /// How many rows the list has on all its pages.
    pub total: usize,
    /// Members, devices or owners.
    pub members: Vec<MemberRow>,
    /// Groups inside it or around it.
    pub groups: Vec<NestedRow>,
    /// Effective members.
    pub effective: Vec<EffectiveRow>,
    /// The pages of the list.
    pub pager: Pager,
}
