//! Themes that cannot be loaded: each is refused by name.

use super::write;
use crate::render::{Theme, ThemeError};

#[test]
fn a_theme_that_does_not_exist_names_those_that_do() {
    let site = tempfile::tempdir().expect("temp folder");
    write(site.path(), "themes/mine/theme.toml", "");
    for name in ["yours", "../mine", "", "."] {
        match Theme::load(site.path(), name) {
            Err(ThemeError::Missing { known, .. }) => {
                assert_eq!(known, ["default", "mine"], "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_theme_is_refused_by_name() {
    let site = tempfile::tempdir().expect("temp folder");
    write(site.path(), "themes/mine/theme.toml", "");
    std::os::unix::fs::symlink("/etc/passwd", site.path().join("themes/mine/x")).expect("linked");
    let error = Theme::load(site.path(), "mine").expect_err("refused");
    assert!(error.to_string().contains("symbolic link"), "{error}");
}
