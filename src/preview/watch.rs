//! Watching the disk with `notify`: any event means "look again", never more.
//!
//! Where the system's watches run out, the places are looked at once a second instead.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::quiet::Signal;
use crate::files;

/// Watches places on the disk, also those that do not exist yet.
pub(super) struct DiskWatch {
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl DiskWatch {
    pub(super) fn new(sender: Sender<Signal>) -> notify::Result<Self> {
        let tell = move |event| {
            if let Some(signal) = signal(event) {
                // Nobody listens any more once the preview has ended.
                let _ = sender.send(signal);
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(tell, config)?;
        Ok(Self {
            watcher,
            watched: BTreeMap::new(),
        })
    }

    /// Watches these places and no others.
    pub(super) fn watch(&mut self, roots: &[PathBuf]) -> notify::Result<()> {
        let wanted = places(roots);
        let left: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, mode)| wanted.get(*path) != Some(mode))
            .map(|(path, _)| path.clone())
            .collect();
        for path in left {
            // It may be gone from the disk, and with it the watch.
            let _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
        for (path, mode) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
            match self.watcher.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, mode);
                }
                // Gone since it was seen; its parent's event brings us back here.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Forgets the watches of folders that themselves came, went or moved; returns whether any did.
    ///
    /// Such a watch belongs to what stood there before.
    pub(super) fn forget(&mut self, paths: &BTreeSet<PathBuf>) -> bool {
        let stale: Vec<PathBuf> = self
            .watched
            .keys()
            .filter(|watched| watched.ancestors().any(|above| paths.contains(above)))
            .cloned()
            .collect();
        for path in &stale {
            // It may be gone from the disk, and with it the watch.
            let _ = self.watcher.unwatch(path);
            self.watched.remove(path);
        }
        !stale.is_empty()
    }
}

/// Returns what to watch: folders whole; for files and what is missing, the folder around.
///
/// The folder around a watched one is watched too, for a folder that is renamed takes its watch
/// with it.
fn places(roots: &[PathBuf]) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut places = BTreeMap::new();
    for root in roots {
        if files::is_folder(root) {
            places.insert(root.clone(), RecursiveMode::Recursive);
        }
        let around = root
            .ancestors()
            .skip(1)
            .find(|folder| files::exists(folder));
        if let Some(folder) = around {
            places
                .entry(folder.to_owned())
                .or_insert(RecursiveMode::NonRecursive);
        }
    }
    places
}

fn signal(event: notify::Result<Event>) -> Option<Signal> {
    match event {
        Ok(event) if event.need_rescan() => Some(Signal::LookEverywhere),
        Ok(event) => match event.kind {
            // Reading is no change; without this each build would call the next.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                Some(Signal::Look(event.paths))
            }
            EventKind::Access(_) => None,
            _ => Some(Signal::Look(event.paths)),
        },
        Err(error) => match error.kind {
            notify::ErrorKind::MaxFilesWatch => Some(Signal::Failed(error.to_string())),
            _ => Some(Signal::LookEverywhere),
        },
    }
}
