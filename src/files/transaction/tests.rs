//! What transactions leave behind, whole and cut short.

use super::*;

fn read(root: &Path, name: &str) -> Option<Vec<u8>> {
    crate::files::read_if_exists(&root.join(name)).expect("readable")
}

#[test]
fn files_appear_together_and_equal_ones_stay_untouched() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
    write::write_atomic(&root.join("same"), b"1").expect("written");
    write::write_atomic(&root.join("old/gone"), b"2").expect("written");
    let before = crate::files::stamp(&root.join("same")).expect("stamp");

    let transaction = Transaction::begin(&root, &staging, false).expect("begun");
    let same = transaction.write(Path::new("same"), b"1");
    assert!(!same.expect("staged").changed);
    let staged = transaction.write(Path::new("new/file"), b"3");
    let staged = staged.expect("staged");
    assert!(staged.changed);
    assert_eq!(read(&root, "new/file"), None);
    let report = transaction
        .commit(&[PathBuf::from("old/gone")].into())
        .expect("committed");

    assert_eq!(report.written, [PathBuf::from("new/file")]);
    assert_eq!(report.removed, [PathBuf::from("old/gone")]);
    assert_eq!(report.unchanged, 1);
    assert_eq!(read(&root, "new/file"), Some(b"3".to_vec()));
    assert!(!crate::files::exists(&root.join("old")));
    assert!(!crate::files::exists(&staging));
    assert_eq!(
        crate::files::stamp(&root.join("same")).expect("stamp"),
        before
    );
    assert_eq!(
        crate::files::stamp(&root.join("new/file")).expect("stamp"),
        Some(staged.stamp)
    );
}

#[test]
fn folders_of_an_empty_root_are_moved_whole() {
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("out");
    let staging = root.join(".staging");
    let transaction = Transaction::begin(&root, &staging, false).expect("begun");
    assert!(transaction.is_fresh());
    for name in ["a/b/1", "a/b/2", "a/3", "4"] {
        let staged = transaction.write(Path::new(name), name.as_bytes());
        assert!(staged.expect("staged").changed);
        assert_eq!(read(&root, name), None);
    }
    let report = transaction.commit(&BTreeSet::new()).expect("committed");

    assert_eq!(
        report.written,
        ["4", "a/3", "a/b/1", "a/b/2"].map(PathBuf::from)
    );
    for name in ["a/b/1", "a/b/2", "a/3", "4"] {
        assert_eq!(read(&root, name), Some(name.as_bytes().to_vec()));
    }
    assert!(!crate::files::exists(&staging));
    let again = Transaction::begin(&root, &staging, false).expect("begun");
    assert!(!again.is_fresh());
}

#[test]
fn folder_that_appeared_meanwhile_keeps_what_is_in_it() {
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("out");
    let staging = root.join(".staging");
    let transaction = Transaction::begin(&root, &staging, false).expect("begun");
    for name in ["a/b/1", "a/2"] {
        transaction.write(Path::new(name), b"new").expect("staged");
    }
    write::write_atomic(&root.join("a/b/foreign"), b"theirs").expect("written");
    transaction.commit(&BTreeSet::new()).expect("committed");
    assert_eq!(read(&root, "a/b/foreign"), Some(b"theirs".to_vec()));
    assert_eq!(read(&root, "a/b/1"), Some(b"new".to_vec()));
    assert_eq!(read(&root, "a/2"), Some(b"new".to_vec()));
    assert!(!crate::files::exists(&staging));
}

#[test]
fn commit_that_was_cut_short_is_finished_by_the_next_run() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
    write::write_atomic(&staging.join("0.tmp"), b"new").expect("written");
    let record = Record {
        moves: vec![
            ("0.tmp".into(), "a".into()),
            ("1.tmp".into(), "moved-before".into()),
        ],
        removals: vec!["never-there".into()],
    };
    let bytes = serde_json::to_vec(&record).expect("json");
    write::write_atomic(&staging.join(RECORD), &bytes).expect("written");

    assert!(recover(&root, &staging).expect("recovered"));
    assert_eq!(read(&root, "a"), Some(b"new".to_vec()));
    assert!(!recover(&root, &staging).expect("nothing left"));
}

#[test]
fn staged_files_without_a_record_are_swept() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
    write::write_atomic(&staging.join("0.tmp"), b"half").expect("written");
    assert!(!recover(&root, &staging).expect("swept"));
    assert!(!crate::files::exists(&staging));
}

#[test]
fn record_that_points_outside_is_refused() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
    write::write_atomic(
        &staging.join(RECORD),
        br#"{"moves":[],"removals":["../x"]}"#,
    )
    .expect("written");
    assert!(recover(&root, &staging).is_err());
}

#[test]
fn moves_of_whole_folders_are_finished_wherever_they_were_cut_short() {
    let names = ["a/b/1", "a/2", "c/3", "4"];
    let files: Vec<PathBuf> = names.map(PathBuf::from).into();
    let record = Record {
        moves: whole_folders(&files),
        removals: Vec::new(),
    };
    assert_eq!(record.moves.len(), 3);
    for done in 0..=record.moves.len() {
        let folder = tempfile::tempdir().expect("temp folder");
        let root = folder.path().join("out");
        let staging = root.join(".staging");
        for name in names {
            let path = staging.join(TREE).join(name);
            write::write_atomic(&path, name.as_bytes()).expect("written");
        }
        let bytes = serde_json::to_vec(&record).expect("json");
        write::write_atomic(&staging.join(RECORD), &bytes).expect("written");
        for (from, to) in record.moves.iter().take(done) {
            shift(&staging.join(from), &root.join(to)).expect("moved");
        }
        assert!(recover(&root, &staging).expect("recovered"));
        for name in names {
            assert_eq!(read(&root, name), Some(name.as_bytes().to_vec()), "{done}");
        }
        assert!(!crate::files::exists(&staging));
    }
}
