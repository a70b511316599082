//! `rosterbook init`: a new site, empty or with the built-in fictional tenants.

use std::path::{Path, PathBuf};

use super::arguments::{CiSystem, Global, InitArguments};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::{demo, files};

/// What a new site ignores in git.
const GITIGNORE: &str = "/public/\n/.rosterbook/\n";

/// Makes a new site; refuses to overwrite anything.
pub(super) fn run(
    global: &Global,
    arguments: &InitArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let base = global.root.clone().unwrap_or_default();
    let root = if base.as_os_str().is_empty() {
        arguments.dir.clone()
    } else {
        base.join(&arguments.dir)
    };
    let mut wanted: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let only_ci = arguments.ci.is_some() && files::exists(&root.join("site.toml"));
    if arguments.demo {
        wanted.extend(
            demo::site_files()
                .into_iter()
                .map(|(path, bytes)| (path.into(), bytes)),
        );
    } else if !only_ci {
        wanted.push((
            "site.toml".into(),
            include_bytes!("init/site.toml").to_vec(),
        ));
        wanted.push((
            "content/index.md".into(),
            include_bytes!("init/index.md").to_vec(),
        ));
        wanted.push((
            "exports/README.md".into(),
            include_bytes!("init/exports.md").to_vec(),
        ));
    }
    if !files::exists(&root.join(".gitignore")) {
        wanted.push((".gitignore".into(), GITIGNORE.into()));
    }
    if let Some(system) = arguments.ci {
        let (path, text) = workflow(system);
        wanted.push((path.into(), text.into()));
    }
    if let Some((taken, _)) = wanted
        .iter()
        .find(|(path, _)| files::exists(&root.join(path)))
    {
        let failure = Failure::new(
            Code::Failed,
            format!("`{}` exists already", shown(&root, taken)),
        );
        return Err(failure.hint("choose an empty folder; nothing was written"));
    }
    for (path, bytes) in &wanted {
        files::write_atomic(&root.join(path), bytes)?;
    }
    let written: Vec<String> = wanted.iter().map(|(path, _)| shown(&root, path)).collect();
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "written": written }));
    }
    terminal.say(&format!(
        "made a site of {} files in `{}`",
        wanted.len(),
        root.display()
    ));
    let place = if arguments.dir == Path::new(".") {
        String::new()
    } else {
        format!(" -C {}", root.display())
    };
    let next = if arguments.demo { "publish" } else { "check" };
    if !arguments.demo && !only_ci {
        terminal.say("fill in `site.toml`: it explains each key");
    }
    terminal.next_step(&format!("rosterbook{place} {next}"));
    Ok(Code::Done)
}

fn shown(root: &Path, path: &Path) -> String {
    workspace::shown(&root.join(path))
}

fn workflow(system: CiSystem) -> (&'static str, &'static str) {
    match system {
        CiSystem::Github => (
            ".github/workflows/rosterbook.yml",
            include_str!("init/github.yml"),
        ),
        CiSystem::Azure => ("azure-pipelines.yml", include_str!("init/azure.yml")),
        CiSystem::Gitlab => (".gitlab-ci.yml", include_str!("init/gitlab.yml")),
    }
}
