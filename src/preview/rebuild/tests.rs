//! How the loop tells changes, with and without the system's watches.

use std::path::Path;
use std::sync::mpsc::channel;

use super::*;
use crate::preview::Served;

struct Counted {
    watched: Vec<PathBuf>,
    /// A place that the first rebuild brings in.
    more: Option<PathBuf>,
    built: Sender<Changes>,
}

struct Empty;

impl SitePages for Empty {
    fn get(&self, _: &str) -> Option<Result<Served, Box<BuildProblem>>> {
        None
    }
}

impl SiteSource for Counted {
    fn watched(&self) -> Vec<PathBuf> {
        self.watched.clone()
    }

    fn rebuild(&mut self, changes: &Changes) -> Outcome {
        self.watched.extend(self.more.take());
        self.built.send(changes.clone()).expect("received");
        Ok(Arc::new(Empty))
    }
}

/// Runs the loop over a folder; `failed` says that the watches have run out.
fn watch(folder: &Path, failed: bool, act: impl FnOnce(&Receiver<Changes>)) -> Vec<Notice> {
    watch_more(vec![folder.to_owned()], None, failed, act)
}

fn watch_more(
    watched: Vec<PathBuf>,
    more: Option<PathBuf>,
    failed: bool,
    act: impl FnOnce(&Receiver<Changes>),
) -> Vec<Notice> {
    let (signals, received) = channel();
    let (built, builds) = channel();
    let (told, notices) = channel();
    let mut source = Counted {
        watched,
        more,
        built,
    };
    let site = Site::default();
    let tell = move |notice| told.send(notice).expect("received");
    let mut watching = Watching::new(source.watched(), signals.clone(), &tell);
    watching.take_stock();
    if failed {
        let reason = "no watches left".to_owned();
        signals.send(Signal::Failed(reason)).expect("received");
    }
    thread::scope(|scope| {
        let (site, tell) = (&site, &tell);
        scope.spawn(move || watching.run(&received, &mut source, site, tell, false));
        act(&builds);
        signals.send(Signal::Stop).expect("received");
    });
    drop(tell);
    notices.iter().collect()
}

#[test]
fn without_watches_changes_are_found_by_looking_and_a_notice_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.md");
    files::write_atomic(&page, b"one").expect("a file");
    let notices = watch(folder.path(), true, |builds| {
        files::write_atomic(&page, b"two").expect("a file");
        let changes = builds
            .recv_timeout(Duration::from_secs(60))
            .expect("a build");
        assert!(matches!(changes, Changes::Anything | Changes::Files(_)));
        files::write_atomic(&page, b"three").expect("a file");
        let changes = builds
            .recv_timeout(Duration::from_secs(60))
            .expect("a build");
        assert_eq!(changes, Changes::Files(vec![page.clone()]));
    });
    let reason = "no watches left".to_owned();
    assert!(notices.contains(&Notice::Polling { reason }), "{notices:?}");
}

#[test]
fn watched_folder_tells_which_files_differ() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("a/page.md");
    let notices = watch(folder.path(), false, |builds| {
        files::create_dir(&folder.path().join("a")).expect("a folder");
        files::write_atomic(&page, b"one").expect("a file");
        let mut changed = Vec::new();
        while changed != [page.clone()] {
            match builds
                .recv_timeout(Duration::from_secs(60))
                .expect("a build")
            {
                Changes::Files(files) => changed = files,
                Changes::Anything => panic!("the folder was known"),
            }
        }
    });
    assert!(
        !notices
            .iter()
            .any(|it| matches!(it, Notice::Polling { .. })),
        "{notices:?}"
    );
}

#[test]
fn place_that_a_change_brings_in_is_watched_from_then_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, export) = (
        folder.path().join("site.toml"),
        folder.path().join("exports/a.csv"),
    );
    files::create_dir(&folder.path().join("exports")).expect("a folder");
    files::write_atomic(&site, b"one").expect("a file");
    files::write_atomic(&export, b"one").expect("a file");
    watch_more(vec![site.clone()], Some(export.clone()), false, |builds| {
        let next = || {
            builds
                .recv_timeout(Duration::from_secs(60))
                .expect("a build")
        };
        files::write_atomic(&site, b"two").expect("a file");
        assert_eq!(next(), Changes::Files(vec![site.clone()]));
        assert_eq!(next(), Changes::Files(vec![export.clone()]));
        files::write_atomic(&export, b"two").expect("a file");
        assert_eq!(next(), Changes::Files(vec![export.clone()]));
    });
}

#[cfg(unix)]
#[test]
fn paths_told_by_their_real_names_are_those_of_the_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let real = files::resolve(folder.path()).join("real");
    files::create_dir(&real.join("content")).expect("a folder");
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    let watching = Watching {
        roots: vec![link.join("content"), link.join("site.toml")],
        known: Fingerprints::default(),
        disk: None,
    };
    let as_given = |path: PathBuf| Vec::from_iter(watching.as_given(&BTreeSet::from([path])));
    assert_eq!(
        as_given(real.join("content/a.md")),
        [link.join("content/a.md")]
    );
    assert_eq!(as_given(real.join("site.toml")), [link.join("site.toml")]);
    assert_eq!(as_given(link.join("content")), [link.join("content")]);
    assert_eq!(as_given(real.clone()), watching.roots);
}
