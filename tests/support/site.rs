//! A site in a temporary folder, and what its sync leaves there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rosterbook::config::{self, Site};
use rosterbook::graph::{Environment, Limits};
use rosterbook::model::{Event, TenantKey};
use rosterbook::snapshot::{self, TenantSnapshot};
use rosterbook::sync::{BaseOverride, Progress, SyncError, SyncOptions, SyncReport};

use super::routes::FakeGraph;
use super::world::id;

/// Makes a folder, in memory where that is possible: tests sync files to the disk thousands of times.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = match memory.is_dir() {
        true => tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()),
        false => tempfile::tempdir(),
    };
    made.expect("a folder")
}

/// A site with tenants, each read from its own directory.
pub struct TestSite {
    pub folder: tempfile::TempDir,
    pub site: Site,
    pub options: SyncOptions,
    pub notices: std::sync::Mutex<Vec<Progress>>,
    hour: i64,
}

impl TestSite {
    /// A site whose only tenant is `contoso`; `more` is added to its table.
    pub fn new(graph: &FakeGraph, more: &str) -> Self {
        Self::with_tenants(&[("contoso", graph, id('t', 1))], more)
    }

    pub fn with_tenants(tenants: &[(&str, &FakeGraph, String)], more: &str) -> Self {
        let folder = folder();
        let mut text = String::from("title = \"Test\"\n");
        for (key, _, tenant_id) in tenants {
            text.push_str(&format!(
                "[connection.{key}]\nauth = \"client_secret\"\nclient_id = \"app\"\n\
                 secret_env = \"SECRET\"\n[[organization]]\nkey = \"{key}\"\nname = \"{key}\"\n\
                 [[tenant]]\nkey = \"{key}\"\nid = \"{tenant_id}\"\norganization = \"{key}\"\n\
                 connection = \"{key}\"\n{more}\n"
            ));
        }
        std::fs::write(folder.path().join("site.toml"), &text).expect("written");
        let site = config::load(folder.path(), None).expect("a good site.toml");
        let bases = tenants.iter().map(|(key, graph, _)| {
            let base = BaseOverride {
                graph: graph.base.clone(),
                login: graph.base.clone(),
            };
            ((*key).to_owned(), base)
        });
        let options = SyncOptions {
            bases: bases.collect(),
            environment: Environment::fixed([("SECRET", "s3cret-value")]),
            limits: Limits {
                first_backoff: Duration::from_millis(1),
                ..Limits::default()
            },
            ..SyncOptions::at("2026-11-23T02:17:00Z".parse().expect("a time"))
        };
        Self {
            folder,
            site,
            options,
            notices: std::sync::Mutex::new(Vec::new()),
            hour: 0,
        }
    }

    /// Reads `site.toml` again after a change.
    pub fn edit(&mut self, from: &str, to: &str) {
        let path = self.root().join("site.toml");
        let text = std::fs::read_to_string(&path).expect("read");
        assert!(text.contains(from), "{from} is in site.toml");
        std::fs::write(&path, text.replace(from, to)).expect("written");
        self.site = config::load(self.root(), None).expect("a good site.toml");
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Lets an hour pass.
    pub fn next_hour(&mut self) {
        self.hour += 1;
        self.options.now += jiff::SignedDuration::from_hours(1);
    }

    pub fn try_sync(&self) -> Result<SyncReport, SyncError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let keep = |event| self.notices.lock().expect("lock").push(event);
        runtime.block_on(rosterbook::sync::run(&self.site, &self.options, &keep))
    }

    pub fn sync(&self) -> SyncReport {
        self.try_sync().expect("a report")
    }

    /// Syncs and expects every tenant to be complete.
    #[track_caller]
    pub fn sync_well(&self) -> SyncReport {
        let report = self.sync();
        for tenant in &report.tenants {
            assert!(tenant.problems.is_empty(), "{:?}", tenant.problems);
        }
        report
    }

    pub fn sync_full(&mut self) -> SyncReport {
        self.options.full = true;
        let report = self.sync();
        self.options.full = false;
        report
    }

    /// The files below a folder of the site, by path.
    pub fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.root().join(folder);
        let entries = rosterbook::files::walk(&root).expect("readable");
        let read = |path: &Path| std::fs::read(root.join(path)).expect("read");
        let files = entries.into_iter().map(|entry| {
            let bytes = read(&entry.path);
            (entry.path, bytes)
        });
        files.collect()
    }

    /// The snapshot's files without the journal, whose times tell how the state was reached.
    pub fn state_files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = self.files("snapshot");
        files.retain(|path, _| !path.to_string_lossy().contains("journal"));
        files
    }

    pub fn snapshot(&self) -> TenantSnapshot {
        self.snapshot_of("contoso").expect("a snapshot")
    }

    pub fn snapshot_of(&self, key: &str) -> Option<TenantSnapshot> {
        let key: TenantKey = key.parse().expect("a key");
        snapshot::read_tenant(&self.root().join("snapshot"), &key).expect("readable")
    }

    pub fn journal(&self) -> Vec<Event> {
        let key: TenantKey = "contoso".parse().expect("a key");
        snapshot::read_journal(&self.root().join("snapshot"), &key).expect("readable")
    }

    /// The labels of the members of a group.
    #[track_caller]
    pub fn members(&self, group: &str) -> Vec<String> {
        let snapshot = self.snapshot();
        let group = snapshot
            .group(group.parse().expect("an id"))
            .expect("a group");
        let label =
            |member: &rosterbook::model::Member| member.label.as_deref().unwrap_or("?").to_owned();
        let mut labels: Vec<String> = group.members.listed().iter().map(label).collect();
        labels.sort();
        labels
    }

    pub fn took_notice_of(&self, words: &str) -> bool {
        let notices = self.notices.lock().expect("lock");
        notices.iter().any(|event| match event {
            Progress::Notice { message, .. } => message.contains(words),
            _ => false,
        })
    }
}

/// What differs between two sets of files, in words.
pub fn differences(
    left: &BTreeMap<PathBuf, Vec<u8>>,
    right: &BTreeMap<PathBuf, Vec<u8>>,
) -> Vec<String> {
    let paths: std::collections::BTreeSet<&PathBuf> = left.keys().chain(right.keys()).collect();
    let text = |files: &BTreeMap<PathBuf, Vec<u8>>, path: &PathBuf| match files.get(path) {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => "nothing".to_owned(),
    };
    paths
        .into_iter()
        .filter(|path| left.get(*path) != right.get(*path))
        .map(|path| {
            let (left, right) = (text(left, path), text(right, path));
            format!("{}: {left} against {right}", path.display())
        })
        .collect()
}
