//! Reading the streams of one tenant: all at once from the start, or groups first from a link.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::directory::Directory;
use super::options::Progress;
use crate::graph::{
    Client, DevicePatch, GraphError, GroupPatch, Link, OrganizationPatch, OtherPatch, Page, Patch,
    Round, Select, Stream, UserPatch,
};
use crate::model::{GroupId, MemberType};

/// How a stream was read.
#[derive(Debug)]
pub(super) enum StreamOutcome {
    /// To its end.
    Read {
        link: Link,
        /// Without optional properties, because the service refused them.
        reduced: bool,
    },
    /// Not at all: a permission is missing.
    Denied(GraphError),
}

/// What came since the last run, not applied yet.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) groups: Vec<GroupPatch>,
    pub(super) users: Vec<UserPatch>,
    pub(super) devices: Vec<DevicePatch>,
    pub(super) contacts: Vec<OtherPatch>,
    pub(super) applications: Vec<OtherPatch>,
    /// Streams that were read from the start, so that what they do not name is gone.
    pub(super) fresh: BTreeSet<Stream>,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
            && self.users.is_empty()
            && self.devices.is_empty()
            && self.contacts.is_empty()
            && self.applications.is_empty()
            && self.fresh.is_empty()
    }

    /// Returns the groups that the stream told of.
    pub(super) fn groups(&self) -> impl Iterator<Item = GroupId> + '_ {
        self.groups.iter().filter_map(|group| group.id.map(GroupId))
    }

    /// Applies everything in order of arrival; returns whether anything is news, and how many
    /// edges had no good id. Replays are normal, and no news.
    pub(super) fn apply(self, directory: &mut Directory) -> (bool, usize) {
        let mut changed = !self.fresh.is_empty();
        for stream in &self.fresh {
            forget(directory, *stream);
        }
        let mut skipped = 0;
        for group in self.groups {
            let (differs, left_out) = directory.groups.merge(group);
            changed |= differs;
            skipped += left_out;
        }
        for user in self.users {
            changed |= directory.people.merge(user);
        }
        for device in self.devices {
            changed |= directory.devices.merge(device);
        }
        for (kind, patches) in [
            (MemberType::OrgContact, self.contacts),
            (MemberType::ServicePrincipal, self.applications),
        ] {
            changed |= merge_others(directory, &kind, patches);
        }
        (changed, skipped)
    }
}

fn forget(directory: &mut Directory, stream: Stream) {
    let kind = match stream {
        Stream::Groups => return directory.groups.0.clear(),
        Stream::Users => return directory.people.0.clear(),
        Stream::Devices => return directory.devices.0.clear(),
        Stream::Contacts => MemberType::OrgContact,
        Stream::ServicePrincipals => MemberType::ServicePrincipal,
    };
    directory
        .others
        .0
        .retain(|_, entry| entry.record.kind != kind);
}

/// Merges applications or contacts, whose type is that of their stream.
pub(super) fn merge_others(
    directory: &mut Directory,
    kind: &MemberType,
    patches: impl IntoIterator<Item = OtherPatch>,
) -> bool {
    let mut changed = false;
    for patch in patches {
        let id = patch.id;
        changed |= directory.others.merge(patch);
        if let Some(entry) = id.and_then(|id| directory.others.0.get_mut(&id)) {
            entry.record.kind = kind.clone();
        }
    }
    changed
}

/// What a read of all streams gave.
#[derive(Debug)]
pub(super) struct Reading<T> {
    pub(super) outcomes: BTreeMap<Stream, StreamOutcome>,
    pub(super) organization: Option<OrganizationPatch>,
    /// The whole directory, or what changed in it.
    pub(super) data: T,
    /// Objects and edges whose id is malformed.
    pub(super) skipped: usize,
}

/// Reads the streams of a tenant.
pub(super) struct Reader<'a> {
    pub(super) client: &'a Client,
    pub(super) user_fields: &'a [String],
    pub(super) progress: Arc<dyn Fn(Progress) + Send + Sync>,
    /// Optional streams that the app may read.
    pub(super) optional: BTreeSet<Stream>,
}

/// A stream's outcome and the objects that were skipped in it.
type Read = (StreamOutcome, usize);

impl Reader<'_> {
    /// Reads everything from the start.
    pub(super) async fn full(&self) -> Result<Reading<Directory>, GraphError> {
        let mut directory = Directory::default();
        let (mut contacts, mut applications) = (Vec::new(), Vec::new());
        let mut edges_skipped = 0;
        let Directory {
            groups,
            people,
            devices,
            ..
        } = &mut directory;
        let (from_groups, from_users, from_devices, from_contacts, from_apps, organization) = tokio::try_join!(
            self.stream(Stream::Groups, None, |page: Vec<GroupPatch>| {
                let mut changed = false;
                for group in page {
                    let (differs, skipped) = groups.merge(group);
                    changed |= differs;
                    edges_skipped += skipped;
                }
                changed
            }),
            self.stream(Stream::Users, None, |page: Vec<UserPatch>| {
                page.into_iter()
                    .fold(false, |changed, user| people.merge(user) | changed)
            }),
            self.stream(Stream::Devices, None, |page: Vec<DevicePatch>| {
                page.into_iter()
                    .fold(false, |changed, device| devices.merge(device) | changed)
            }),
            self.optional_stream(Stream::Contacts, None, &mut contacts),
            self.optional_stream(Stream::ServicePrincipals, None, &mut applications),
            self.organization(),
        )?;
        merge_others(&mut directory, &MemberType::OrgContact, contacts);
        merge_others(&mut directory, &MemberType::ServicePrincipal, applications);
        let (outcomes, skipped) = gather([
            (Stream::Groups, Some(from_groups)),
            (Stream::Users, Some(from_users)),
            (Stream::Devices, Some(from_devices)),
            (Stream::Contacts, from_contacts),
            (Stream::ServicePrincipals, from_apps),
        ]);
        Ok(Reading {
            outcomes,
            organization,
            data: directory,
            skipped: skipped + edges_skipped,
        })
    }

    /// Reads what changed since the links, groups first: a person created in between is then known
    /// from the stream of people (GRAPH.md 4, rule 5).
    pub(super) async fn since(
        &self,
        links: &BTreeMap<Stream, Link>,
    ) -> Result<Reading<Changes>, GraphError> {
        let mut changes = Changes::default();
        let link = |stream: Stream| links.get(&stream);
        let from_groups = self
            .collect(Stream::Groups, link(Stream::Groups), &mut changes.groups)
            .await?;
        let (from_users, from_devices, from_contacts, from_apps) = tokio::try_join!(
            self.collect(Stream::Users, link(Stream::Users), &mut changes.users),
            self.collect(Stream::Devices, link(Stream::Devices), &mut changes.devices),
            self.optional_stream(
                Stream::Contacts,
                link(Stream::Contacts),
                &mut changes.contacts
            ),
            self.optional_stream(
                Stream::ServicePrincipals,
                link(Stream::ServicePrincipals),
                &mut changes.applications
            ),
        )?;
        let (outcomes, skipped) = gather([
            (Stream::Groups, Some(from_groups)),
            (Stream::Users, Some(from_users)),
            (Stream::Devices, Some(from_devices)),
            (Stream::Contacts, from_contacts),
            (Stream::ServicePrincipals, from_apps),
        ]);
        let was_read =
            |stream: &Stream| matches!(outcomes.get(stream), Some(StreamOutcome::Read { .. }));
        changes.fresh = Stream::ALL
            .into_iter()
            .filter(|stream| link(*stream).is_none() && was_read(stream))
            .collect();
        let organization = match changes.is_empty() {
            true => None,
            false => self.organization().await?,
        };
        Ok(Reading {
            outcomes,
            organization,
            data: changes,
            skipped,
        })
    }

    async fn organization(&self) -> Result<Option<OrganizationPatch>, GraphError> {
        match self.client.organization().await {
            Ok(organization) => Ok(Some(organization)),
            Err(error) if error.is_denied() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn optional_stream(
        &self,
        stream: Stream,
        link: Option<&Link>,
        into: &mut Vec<OtherPatch>,
    ) -> Result<Option<Read>, GraphError> {
        if !self.optional.contains(&stream) {
            return Ok(None);
        }
        self.collect(stream, link, into).await.map(Some)
    }

    async fn collect<T: Patch>(
        &self,
        stream: Stream,
        link: Option<&Link>,
        into: &mut Vec<T>,
    ) -> Result<Read, GraphError> {
        self.stream(stream, link, |page| {
            let changed = !page.is_empty();
            into.extend(page);
            changed
        })
        .await
    }

    /// Reads one stream to its end and hands on each page; a missing permission is an outcome.
    async fn stream<T: Patch>(
        &self,
        stream: Stream,
        link: Option<&Link>,
        mut take: impl FnMut(Vec<T>) -> bool + Send,
    ) -> Result<Read, GraphError> {
        let select = Select::of(stream, self.user_fields);
        let mut reduced = false;
        let mut round = match link {
            Some(link) => Round::resume(self.client, stream, link)?,
            None => Round::full(self.client, &select),
        };
        let mut skipped = 0;
        loop {
            let page: Page<T> = match round.next_page().await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                Err(error) if error.is_denied() && stream != Stream::Groups => {
                    return Ok((StreamOutcome::Denied(error), skipped));
                }
                Err(error) if !reduced && error.names_property(Select::optional()) => {
                    reduced = true;
                    self.notice(format!(
                        "`{stream}` is read without optional properties, the service refuses them"
                    ));
                    round = Round::full(self.client, &select.clone().without_optional());
                    continue;
                }
                Err(error) => return Err(error),
            };
            (self.progress)(Progress::Page {
                tenant: self.client.tenant().clone(),
                stream: stream.key(),
                pages: round.pages(),
                objects: page.objects.len(),
            });
            skipped += page.skipped;
            let changed = take(page.objects);
            round.note(changed);
        }
        let link = round
            .into_link()
            .expect("a round that ended has the link of its last page");
        Ok((StreamOutcome::Read { link, reduced }, skipped))
    }

    pub(super) fn notice(&self, message: String) {
        (self.progress)(Progress::Notice {
            tenant: self.client.tenant().clone(),
            message,
        });
    }
}

fn gather(reads: [(Stream, Option<Read>); 5]) -> (BTreeMap<Stream, StreamOutcome>, usize) {
    let mut outcomes = BTreeMap::new();
    let mut all = 0;
    for (stream, read) in reads {
        if let Some((outcome, skipped)) = read {
            outcomes.insert(stream, outcome);
            all += skipped;
        }
    }
    (outcomes, all)
}
