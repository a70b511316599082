//! What templates get: one documented type per page, every field always present.
//!
//! All addresses in a view are relative to the site's root: templates write
//! `{{ shell.root }}{{ row.url }}`. Decisions, counts, labels and addresses are made here;
//! templates only place them. Text is raw: templates escape it.

mod change;
mod group;
mod health;
mod home;
mod list;
mod object;
mod picture;
mod record;
mod runbook;
mod shell;

pub use change::{ChangeDay, ChangeKind, ChangeLine, ChangePart, ChangeRun, ChangesView};
pub use group::{
    AccessView, CustomValue, EffectiveRow, Fact, GroupPartView, GroupView, Mark, MemberNote,
    MemberRow, NestedRow, Part, PathStep,
};
pub use health::{
    FindingCounts, GroupFinding, GroupHealthView, HealthRow, HealthRuleView, HealthView, KindCount,
    RuleCard, StreamNote, SuppressedView,
};
pub use home::{
    Counter, CounterPart, FreshnessRow, FreshnessView, HomeRow, HomeView, OrganizationView,
    QualityBar, SparklineView, StatusCounts, StreamRow,
};
pub use list::{
    Cell, Column, GuestCount, GuestListView, HomeDomain, ListRow, ListView, NameItem, PageLink,
    Pager,
};
pub use object::{BelongingRow, MatchView, NearRow, ObjectView, OwnedRow, RelatedRow};
pub use picture::{PictureEdge, PictureNode, PictureView};
pub use record::{RecordView, UnmatchedRow, UnmatchedView};
pub use runbook::{
    ContentView, DocumentRow, IndexEntry, IndexJump, IndexLetter, NotFoundView, RunbookGroup,
    RunbookLink, RunbookListView, RunbookPerson, RunbookSection, RunbookView, SearchView,
};
pub use shell::{Crumb, Frame, Link, MenuEntry, MenuSection, OrganizationLink, Shell, State};
