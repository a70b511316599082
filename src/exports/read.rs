//! Reading: from the paths of a request to records, file by file.
//!
//! It must not know the columns of any tool.

use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

use super::belonging::OrganizationRows;
use super::collect::{Collected, Collector};
use super::input::{self, Input, read_start};
use super::table::{Dialect, RowTaker, TableError, read_rows};
use super::text::TextReader;
use super::{Encoding, ExportError, ExportRequest, Imported, Record, Source, json};
use crate::model::{Location, Warning};

/// So much of a file is looked at to judge its form; a header row is shorter.
const START: usize = 64 * 1024;

/// Reads the records of a kind from all paths of a request.
pub(super) fn read_all<R: Record>(request: &ExportRequest<'_>) -> Result<Imported<R>, ExportError> {
    let mut imported = Imported {
        records: Vec::new(),
        warnings: Vec::new(),
        sources: Vec::new(),
    };
    for path in request.paths {
        let inputs = input::find(request.root, path, R::KIND)?;
        let mut organizations = Vec::new();
        for input in &inputs.organizations {
            let (rows, _) = read_table(input, OrganizationRows::new)?;
            organizations.extend(rows.found);
        }
        let mut rows = 0;
        let mut skipped = None;
        for input in &inputs.records {
            match read_file::<R>(request, input, &organizations) {
                Ok(found) => {
                    rows += found.rows;
                    skipped = skipped.or(found.skipped.clone());
                    add(&mut imported, found);
                }
                Err(error) if !input.named && is_other_file(&error) => {
                    imported.warnings.push(Warning {
                        location: Location::file(&input.path),
                        message: format!("not read: {}", first_line(&error)),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        if rows == 0 {
            return Err(ExportError::NoRecords {
                path: path.clone(),
                skipped,
            });
        }
    }
    Ok(imported)
}

fn first_line(error: &ExportError) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

/// Errors that mean "this file of a folder is not for us", not "this file is broken".
fn is_other_file(error: &ExportError) -> bool {
    matches!(
        error,
        ExportError::WrongKind { .. }
            | ExportError::NotImported { .. }
            | ExportError::NoKeyColumn { .. }
    )
}

/// Adds the records of a file to those of the files before it.
fn add<R: Record>(imported: &mut Imported<R>, found: Collected<R>) {
    imported.warnings.extend(found.warnings);
    let file = found.source;
    let same_tool = imported
        .sources
        .iter()
        .all(|source| source.preset == file.preset);
    if imported.records.is_empty() {
        imported.records = found.records;
    } else {
        join_files(imported, found.records, &file, same_tool);
    }
    imported.sources.push(file);
}

/// Joins records of one tool as rows; of two tools an equal id is chance, and gets the tool's name.
fn join_files<R: Record>(
    imported: &mut Imported<R>,
    records: Vec<R>,
    file: &Source,
    same_tool: bool,
) {
    let before = std::mem::take(&mut imported.records);
    let is_taken = |id: &str| before.binary_search_by(|known| known.id().cmp(id)).is_ok();
    let mut clashes = 0;
    let records: Vec<R> = records
        .into_iter()
        .map(|mut record| {
            if !same_tool && is_taken(record.id()) {
                clashes += 1;
                record.set_id(format!("{}-{}", file.preset.key(), record.id()));
            }
            record
        })
        .collect();
    if clashes > 0 {
        imported.warnings.push(Warning {
            location: Location::file(&file.path),
            message: format!(
                "ids that another tool's export has too start with `{}-` here: {clashes}",
                file.preset.key()
            ),
        });
    }
    let all = before.into_iter().chain(records).collect();
    let (records, differences) = super::merge::join_rows(all, &file.columns);
    imported.records = records;
    for (field, (count, id)) in differences {
        imported.warnings.push(Warning {
            location: Location::file(&file.path),
            message: format!(
                "`{field}` of {count} records, first `{id}`, differs from another file: \
                 the smallest value is taken"
            ),
        });
    }
}

fn read_file<R: Record>(
    request: &ExportRequest<'_>,
    input: &Input,
    organizations: &[(String, String)],
) -> Result<Collected<R>, ExportError> {
    let start = || Collector::<R>::new(request, &input.path, organizations);
    if let Some((text, _)) = json_text(input)? {
        let records = json::parse(&text).map_err(|(line, reason)| ExportError::Broken {
            location: Location::line(&input.path, line),
            reason,
        })?;
        let mut collector = start();
        collector.take_json(records)?;
        return collector.finish(false);
    }
    let (rows, _) = read_table(input, start)?;
    rows.finish(true)
}

/// Returns the whole text of a file that starts as JSON does, with its encoding, or `None` when it
/// is a table.
pub(super) fn json_text(input: &Input) -> Result<Option<(String, Encoding)>, ExportError> {
    let unreadable = |source| ExportError::Unreadable {
        path: input.path.clone(),
        source,
    };
    input.read_with(|source| {
        let mut start = vec![0; START];
        let start = read_start(source, &mut start).map_err(unreadable)?;
        let encoding = Encoding::of_start(start);
        let text = encoding.decode_start(start);
        if !text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with(['{', '['])
        {
            return Ok(None);
        }
        let bytes = read_whole(TextReader::new(start.chain(source), encoding, false, b""))
            .map_err(unreadable)?;
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => (text, encoding),
            Err(error) => {
                let text = WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0;
                (text.into_owned(), Encoding::Windows1252)
            }
        }))
    })
}

fn read_whole(mut source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut block = vec![0; START];
    loop {
        match source.read(&mut block)? {
            0 => return Ok(bytes),
            read => bytes.extend_from_slice(&block[..read]),
        }
    }
}

/// Reads a table, a second time as Windows-1252 when it turns out not to be UTF-8.
pub(super) fn read_table<T: RowTaker<Error = ExportError>>(
    input: &Input,
    taker: impl Fn() -> T,
) -> Result<(T, Dialect), ExportError> {
    let mut forced = None;
    loop {
        let mut rows = taker();
        let done = input.read_with(|source| {
            let mut start = vec![0; START];
            let start =
                read_start(source, &mut start).map_err(|source| ExportError::Unreadable {
                    path: input.path.clone(),
                    source,
                })?;
            let encoding = forced.unwrap_or_else(|| Encoding::of_start(start));
            let dialect = Dialect::of_start(start, encoding);
            match read_rows(start.chain(source), dialect, &mut rows) {
                Ok(()) => Ok(Some(dialect)),
                Err(TableError::NotUtf8) => Ok(None),
                Err(TableError::Broken(line, reason)) => Err(ExportError::Broken {
                    location: Location::line(&input.path, line),
                    reason: reason.to_owned(),
                }),
                Err(TableError::Io(source)) => Err(ExportError::Unreadable {
                    path: input.path.clone(),
                    source,
                }),
                Err(TableError::Taker(error)) => Err(error),
            }
        })?;
        if let Some(dialect) = done {
            return Ok((rows, dialect));
        }
        forced = Some(Encoding::Windows1252);
    }
}
