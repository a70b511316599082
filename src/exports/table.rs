//! Tables: rows of a CSV, whatever separates its cells, with the line of each (EXPORTS.md 3).
//!
//! It must not know what columns mean.

use std::io::Read;

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::text::{Encoding, TextReader};

/// Handed out after the last byte: an open quote swallows it, and so is noticed.
const END: &[u8] = b"\n\0\n";
/// The same for files whose lines end in CR and LF.
const END_CRLF: &[u8] = b"\r\n\0\r\n";

/// How the cells of a table are separated, and its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The encoding.
    pub(super) encoding: Encoding,
    /// The separator: `,`, `;` or TAB.
    pub(super) delimiter: u8,
    /// Whether lines end in CR alone.
    pub(super) lone_cr: bool,
    /// Whether lines end in CR and LF.
    pub(super) crlf: bool,
}

/// Why a table could not be read to its end.
#[derive(Debug)]
pub(super) enum TableError<E> {
    /// It is not the encoding that was tried.
    NotUtf8,
    /// The row at this line is broken.
    Broken(usize, &'static str),
    /// The file could not be read.
    Io(std::io::Error),
    /// Whoever takes the rows gave up.
    Taker(E),
}

/// Takes the rows of a table.
pub(super) trait RowTaker {
    /// Why it may give up.
    type Error;
    /// Takes the header row.
    fn header(&mut self, cells: &StringRecord, line: usize) -> Result<(), Self::Error>;
    /// Takes a row; blank ones are not handed over.
    fn row(&mut self, cells: &StringRecord, line: usize) -> Result<(), Self::Error>;
}

impl Dialect {
    /// Judges the dialect by the first bytes of a file: its header row.
    pub(super) fn of_start(bytes: &[u8], encoding: Encoding) -> Self {
        let text = encoding.decode_start(bytes);
        let lone_cr = !text.contains('\n') && text.contains('\r');
        let header = text
            .split(['\n', '\r'])
            .map(str::trim_start)
            .find(|line| !line.is_empty() && !is_preamble(line))
            .unwrap_or("");
        Self {
            encoding,
            delimiter: delimiter_of(header),
            lone_cr,
            crlf: text
                .find("\r\n")
                .is_some_and(|at| text.find('\n') == Some(at + 1)),
        }
    }
}

/// Returns whether a first line speaks to a program: `sep=;` to a spreadsheet, `#TYPE` to a shell.
fn is_preamble(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}');
    line.starts_with("#TYPE") || (line.len() <= 6 && line.to_ascii_lowercase().starts_with("sep="))
}

/// Returns the separator that occurs most outside quotes; a comma when none does.
fn delimiter_of(header: &str) -> u8 {
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in header.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        }
        if let Some((_, count)) = counts
            .iter_mut()
            .find(|(known, _)| *known == byte && !quoted)
        {
            *count += 1;
        }
    }
    let mut best = counts[0];
    for other in &counts[1..] {
        if other.1 > best.1 {
            best = *other;
        }
    }
    best.0
}

/// Reads a table to its end and hands each row to `taker`.
pub(super) fn read_rows<T: RowTaker>(
    source: impl Read,
    dialect: Dialect,
    taker: &mut T,
) -> Result<(), TableError<T::Error>> {
    let end = if dialect.crlf { END_CRLF } else { END };
    let text = TextReader::new(source, dialect.encoding, dialect.lone_cr, end);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.delimiter)
        .buffer_capacity(64 * 1024)
        .from_reader(text);
    let mut row = StringRecord::new();
    let mut headed = false;
    loop {
        let more = reader.read_record(&mut row).map_err(explain)?;
        let line = line_of(&row, reader.position().line() as usize, dialect);
        if !more {
            // The end that was handed out never came as a row of its own.
            return Err(TableError::Broken(line, "a quote is not closed"));
        }
        if row.as_slice().as_bytes().contains(&0) {
            return end_at(&mut reader, &row, line, dialect);
        }
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if headed {
            taker.row(&row, line).map_err(TableError::Taker)?;
        } else if !row.get(0).is_some_and(is_preamble) {
            headed = true;
            taker.header(&row, line).map_err(TableError::Taker)?;
        }
    }
}

/// Returns the line on which a row starts, from the one on which the reader stopped after it.
///
/// The position of the row itself would be that of the blank lines before it.
fn line_of(row: &StringRecord, stopped: usize, dialect: Dialect) -> usize {
    // The reader stops behind LF, but between CR and LF.
    let after = usize::from(!dialect.crlf);
    let inside = row.as_slice().bytes().filter(|byte| *byte == b'\n').count();
    stopped.saturating_sub(inside + after).max(1)
}

/// Judges a row with a NUL in it: it is the end, or was swallowed by a quote, or is broken.
fn end_at<E>(
    reader: &mut csv::Reader<impl Read>,
    row: &StringRecord,
    line: usize,
    dialect: Dialect,
) -> Result<(), TableError<E>> {
    let last = !reader
        .read_record(&mut StringRecord::new())
        .map_err(explain)?;
    let end = row.get(row.len() - 1).unwrap_or("");
    if last && row.len() == 1 && end == "\0" {
        return Ok(());
    }
    let swallowed = last
        && (end.ends_with("\n\0\n") || end.ends_with("\n\0\r\n"))
        && end.matches('\0').count() == 1;
    if swallowed {
        // No line end stands behind it.
        let line = line + usize::from(!dialect.crlf);
        return Err(TableError::Broken(line, "a quote is not closed"));
    }
    Err(TableError::Broken(line, "a NUL byte is in it"))
}

fn explain<E>(error: csv::Error) -> TableError<E> {
    let line = error.position().map_or(0, |place| place.line()) as usize;
    match error.into_kind() {
        ErrorKind::Utf8 { .. } => TableError::NotUtf8,
        ErrorKind::Io(source) => TableError::Io(source),
        _ => TableError::Broken(line, "the row cannot be read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Rows(Vec<String>);

    impl RowTaker for Rows {
        type Error = ();
        fn header(&mut self, cells: &StringRecord, line: usize) -> Result<(), ()> {
            self.row(cells, line)
        }
        fn row(&mut self, cells: &StringRecord, line: usize) -> Result<(), ()> {
            let cells: Vec<&str> = cells.iter().collect();
            self.0.push(format!("{line}: {}", cells.join(" | ")));
            Ok(())
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<&[&str], &str>) {
        let encoding = Encoding::of_start(bytes);
        let dialect = Dialect::of_start(bytes, encoding);
        let mut rows = Rows::default();
        match (read_rows(bytes, dialect, &mut rows), expected) {
            (Ok(()), Ok(expected)) => assert_eq!(rows.0, expected),
            (Err(error), Err(expected)) => assert_eq!(format!("{error:?}"), expected),
            (result, _) => panic!("{result:?}, {:?}", rows.0),
        }
    }

    #[test]
    fn line_ends_and_separators_are_judged_by_the_header() {
        let rows: &[&str] = &["1: id | name", "2: 1 | Mira", "3: 2 | Sam, Jr; x"];
        check(b"id,name\n1,Mira\n2,\"Sam, Jr; x\"\n", Ok(rows));
        check(b"id,name\r\n1,Mira\r\n2,\"Sam, Jr; x\"", Ok(rows));
        check(b"id,name\r1,Mira\r2,\"Sam, Jr; x\"\r", Ok(rows));
        check(b"id;name\n1;Mira\n2;\"Sam, Jr; x\"\n", Ok(rows));
        check(b"id\tname\n1\tMira\n2\tSam, Jr; x\n", Ok(rows));
    }

    #[test]
    fn blank_rows_and_lines_for_programs_are_skipped() {
        check(
            b"sep=;\n\n;\nid;name\n\n ; \n1;\"a\nb\"\n2;c\n",
            Ok(&["4: id | name", "7: 1 | a\nb", "9: 2 | c"]),
        );
        check(
            b"#TYPE Selected.Object\nid,name\n1,a\n",
            Ok(&["2: id | name", "3: 1 | a"]),
        );
        check(
            b"id,name\r\n\r\n1,\"a\r\nb\"\r\n\r\n2,c",
            Ok(&["1: id | name", "3: 1 | a\r\nb", "6: 2 | c"]),
        );
        check(
            b"id,name\n\n1,\"a\nb\"\n\n2,c",
            Ok(&["1: id | name", "3: 1 | a\nb", "6: 2 | c"]),
        );
        check(b"id,name\r\r1,a", Ok(&["1: id | name", "3: 1 | a"]));
        check(b"", Ok(&[]));
        check(b"\xef\xbb\xbfid,name", Ok(&["1: id | name"]));
    }

    #[test]
    fn open_quotes_and_nul_bytes_are_errors_with_their_line() {
        check(
            b"id,name\n1,a\n2,\"b\n3,c\n",
            Err("Broken(3, \"a quote is not closed\")"),
        );
        check(
            b"id,name\r\n1,a\r\n2,\"b\r\n3,c",
            Err("Broken(3, \"a quote is not closed\")"),
        );
        check(
            b"id,name\n1,a\0b\n2,c\n",
            Err("Broken(2, \"a NUL byte is in it\")"),
        );
        check(
            b"id,name\n\0\n2,c\n",
            Err("Broken(2, \"a NUL byte is in it\")"),
        );
        check(
            b"id,name\n1,a\n\0",
            Err("Broken(3, \"a NUL byte is in it\")"),
        );
        check(b"i\0d\0,\0", Err("Broken(1, \"a NUL byte is in it\")"));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_told_apart() {
        check(b"id,name\n1,Zo\xeb\n", Err("NotUtf8"));
    }
}
