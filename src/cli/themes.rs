//! `rosterbook theme`: copying built-in files of the theme, to change them.

use super::arguments::{Global, ThemeAction, ThemeArguments};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::config::Site;
use crate::model::nearest;
use crate::{files, render};

/// Copies a built-in file, or lists them.
pub(super) fn run(
    global: &Global,
    arguments: &ThemeArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let ThemeAction::Eject(arguments) = &arguments.action;
    let Some(wanted) = &arguments.file else {
        let paths: Vec<String> = render::built_in_files().map(|(path, _)| path).collect();
        if terminal.wants_json() {
            terminal.document(&serde_json::json!({ "files": paths }));
        } else {
            paths.iter().for_each(|path| terminal.data(path));
        }
        return Ok(Code::Done);
    };
    let site = workspace::open(global)?;
    let (path, bytes) = find(wanted)?;
    let target = format!("themes/{}/{path}", site.theme);
    inside(&site, &target)?;
    let file = site.root.join(&target);
    if files::exists(&file) {
        let failure = Failure::new(Code::Failed, format!("`{target}` exists already"));
        return Err(failure.hint("move it away first: nothing was written"));
    }
    files::write_atomic(&file, bytes)?;
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "written": target }));
    }
    terminal.say(&format!(
        "wrote {target}: it replaces the built-in file now"
    ));
    Ok(Code::Done)
}

/// Refuses a file of a theme that would land elsewhere than in the site's own `themes/`.
fn inside(site: &Site, target: &str) -> Result<(), Failure> {
    if !render::is_plain(&site.theme) {
        let failure = Failure::new(Code::Usage, format!("there is no theme `{}`", site.theme));
        return Err(failure.hint("`theme` in site.toml is the name of a folder in `themes/`"));
    }
    let folders = target.match_indices('/').map(|(end, _)| &target[..end]);
    let mut links = folders.filter(|folder| files::is_link(&site.root.join(folder)));
    if let Some(link) = links.next() {
        let failure = Failure::new(Code::Usage, format!("`{link}` is a link"));
        return Err(failure.hint("put a folder in its place: nothing was written"));
    }
    Ok(())
}

/// Finds a built-in file by its path, or by its name when only one has it.
fn find(wanted: &str) -> Result<(String, &'static [u8]), Failure> {
    let plain = wanted.replace('\\', "/");
    let plain = plain.trim_start_matches("./");
    let mut same_name: Vec<(String, &'static [u8])> = Vec::new();
    for (path, bytes) in render::built_in_files() {
        if path == plain {
            return Ok((path, bytes));
        }
        if !plain.contains('/') && file_name(&path) == file_name(plain) {
            same_name.push((path, bytes));
        }
    }
    let failure = |words: String| Failure::new(Code::Usage, words);
    match same_name.len() {
        1 => Ok(same_name.remove(0)),
        0 => {
            let paths: Vec<String> = render::built_in_files().map(|(path, _)| path).collect();
            // The name alone is enough, wherever the file lies.
            let by_name = nearest(file_name(plain), paths.iter().map(|path| file_name(path)));
            let in_some_folder = || paths.iter().find(|path| by_name == Some(file_name(path)));
            let found = nearest(plain, paths.iter().map(String::as_str))
                .or_else(|| in_some_folder().map(String::as_str));
            let failure = failure(format!("the built-in theme has no file `{wanted}`"));
            Err(match found {
                Some(path) => failure.hint(format!("did you mean `{path}`?")),
                None => failure.hint("`rosterbook theme eject` lists the files"),
            })
        }
        _ => {
            let paths: Vec<String> = same_name
                .iter()
                .map(|(path, _)| format!("`{path}`"))
                .collect();
            let failure = failure(format!("several built-in files are called `{wanted}`"));
            Err(failure.hint(format!("name one of {}", paths.join(", "))))
        }
    }
}

/// Returns the last part of a path with `/`.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
