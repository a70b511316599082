//! What a tolerant importer takes (EXPORTS.md 3): bytes, separators, broken rows, secrets.

use rosterbook::exports::{ExportOptions, RecordKind};
use rosterbook::model::{Contact, Location, Warning};

use crate::{Folder, lines_of_contacts};

const PEOPLE: &str = "\
id,organization,first_name,last_name,title,primary_email,primary_phone,archived
8123,Fabrikam Works,Zoë,Lindqvist,Planner,zoe@fabrikam.example,+44 20 7946 0000,No
8124,Fabrikam Works,Noor,Haddad,\"Dispatch, night\",noor@fabrikam.example,,Yes
8125,Fabrikam Works,=1+3,O'Hara,\"says \"\"hi\"\"\",ohara@fabrikam.example,,No
";

fn records_of(bytes: &[u8]) -> Vec<Contact> {
    let imported = Folder::of(&[("people.csv", bytes)])
        .contacts(&["people.csv"])
        .expect("reads");
    assert_eq!(imported.warnings, []);
    imported.records
}

/// Writes rows with another separator; the rows of [`PEOPLE`] are split by the same crate that
/// joins them again, so that only the reading is under test.
fn rewrite(text: &str, delimiter: u8, columns: &[usize]) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in reader.records() {
        let row = row.expect("a row");
        let cells: Vec<&str> = columns.iter().map(|column| &row[*column]).collect();
        writer.write_record(cells).expect("writes");
    }
    String::from_utf8(writer.into_inner().expect("writes")).expect("UTF-8")
}

#[test]
fn encoding_separator_line_end_and_column_order_do_not_matter() {
    let expected = records_of(PEOPLE.as_bytes());
    assert_eq!(expected.len(), 3);
    assert_eq!(expected[0].first_name.as_deref(), Some("Zoë"));
    assert_eq!(expected[2].first_name.as_deref(), Some("=1+3"));
    assert!(expected[1].archived);

    let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(PEOPLE.encode_utf16());
        units.flat_map(bytes).collect()
    };
    let order: Vec<usize> = (0..8).collect();
    let shuffled = [5, 0, 7, 3, 6, 1, 4, 2];
    let variants: Vec<(&str, Vec<u8>)> = vec![
        ("BOM", format!("\u{feff}{PEOPLE}").into_bytes()),
        ("UTF-16LE", wide(u16::to_le_bytes)),
        ("UTF-16BE", wide(u16::to_be_bytes)),
        (
            "Windows-1252",
            PEOPLE
                .chars()
                .map(|c| u8::try_from(c).expect("Latin"))
                .collect(),
        ),
        ("CRLF", PEOPLE.replace('\n', "\r\n").into_bytes()),
        ("CR", PEOPLE.replace('\n', "\r").into_bytes()),
        (";", rewrite(PEOPLE, b';', &order).into_bytes()),
        ("TAB", rewrite(PEOPLE, b'\t', &order).into_bytes()),
        ("shuffled", rewrite(PEOPLE, b',', &shuffled).into_bytes()),
        ("no line end", PEOPLE.trim_end().as_bytes().to_vec()),
        (
            "headers",
            PEOPLE
                .replace("first_name", " First-Name ")
                .replace("primary_email", "E-Mail Address")
                .into_bytes(),
        ),
        (
            "synonyms",
            PEOPLE.replace("last_name", "Surname").into_bytes(),
        ),
        ("guarded", PEOPLE.replace("=1+3", "'=1+3").into_bytes()),
    ];
    for (name, bytes) in variants {
        assert_eq!(records_of(&bytes), expected, "{name}");
    }
}

#[test]
fn row_order_does_not_matter() {
    let mut lines: Vec<&str> = PEOPLE.lines().collect();
    lines[1..].reverse();
    let mut reversed = records_of(lines.join("\n").as_bytes());
    for (record, expected) in reversed.iter_mut().zip(records_of(PEOPLE.as_bytes())) {
        record.origin = expected.origin.clone();
        assert_eq!(*record, expected);
    }
}

#[track_caller]
fn check(text: &str, lines: &[&str], warnings: &[(usize, &str)]) {
    let imported = Folder::of(&[("people.csv", text.as_bytes())])
        .contacts(&["people.csv"])
        .expect("reads");
    assert_eq!(lines_of_contacts(&imported), lines);
    let expected: Vec<Warning> = warnings
        .iter()
        .map(|(line, message)| Warning {
            location: Location::line("people.csv", *line),
            message: (*message).to_owned(),
        })
        .collect();
    assert_eq!(imported.warnings, expected);
}

#[track_caller]
fn check_error(bytes: &[u8], message: &str) {
    let error = Folder::of(&[("people.csv", bytes)])
        .contacts(&["people.csv"])
        .expect_err("refused");
    assert_eq!(error.to_string(), message);
}

#[test]
fn rows_of_another_length_are_skipped_with_their_line() {
    check(
        "id,name,email\n1,Noor Haddad\n2,Sam Hale,sam@fabrikam.example,x\n\n3,Ada Bell,\n,,\n4,,\n",
        &["3 | Ada Bell |  |  | -"],
        &[
            (2, "the row is skipped: it has 2 cells, the header has 3"),
            (3, "the row is skipped: it has 4 cells, the header has 3"),
            (7, "the row is skipped: it lacks a mail address or a name"),
        ],
    );
}

#[test]
fn skipped_rows_are_counted_beyond_the_first_hundred() {
    let text = format!("id,name\n1,Noor Haddad\n{}", "2\n".repeat(250));
    let imported = Folder::of(&[("people.csv", text.as_bytes())])
        .contacts(&["people.csv"])
        .expect("reads");
    assert_eq!(imported.warnings.len(), 101);
    assert_eq!(imported.warnings[0].message, "150 more rows are skipped");
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_row() {
    check_error(
        b"id,name\n1,Noor\n2,\"Sam\n3,Ada\n",
        "export `people.csv:3` is broken: a quote is not closed",
    );
    check_error(
        b"id,name\n1,No\0or\n",
        "export `people.csv:2` is broken: a NUL byte is in it",
    );
    check_error(b"", "export `people.csv` is empty: no record in it");
    check_error(
        b"id,name\n",
        "export `people.csv` is empty: no record in it",
    );
    check_error(
        b"id,name\n1\n2,\n",
        "export `people.csv` is empty: no record in it\n  \
         at `people.csv:2` the row is skipped: it has 1 cells, the header has 2",
    );
    check_error(
        b"nr,office\n1,Leeds\n",
        "export `people.csv` has no column for a mail address or a name\n  found `nr`, `office`",
    );
    check_error(
        b"{\"data\": [{\"id\": 1,\n \"name\": }]}",
        "export `people.csv:2` is broken: expected value at line 2 column 10",
    );
    check_error(
        b"{\"data\": []}",
        "export `people.csv` is empty: no record in it",
    );
}

#[test]
fn a_cell_of_ten_megabytes_is_read() {
    let text = format!(
        "id,name,notes\n1,Noor Haddad,\"{}\"\n",
        "x\n".repeat(5 << 20)
    );
    let records = records_of(text.as_bytes());
    assert_eq!(records[0].notes.as_deref().map(str::len), Some(10 << 20));
}

#[test]
fn repeated_header_takes_the_first_cell_that_is_filled() {
    check(
        "id,name,email,Email,note x,Note X\n\
         1,Noor Haddad,,noor@fabrikam.example,,b\n\
         2,Sam Hale,sam@fabrikam.example,hale@fabrikam.example,a,b\n",
        &[
            "1 | Noor Haddad | noor@fabrikam.example |  | -",
            "2 | Sam Hale | hale@fabrikam.example sam@fabrikam.example |  | -",
        ],
        &[],
    );
}

#[test]
fn any_number_of_columns_may_hold_addresses_and_numbers() {
    check(
        "id,name,Email 2,phone3,email,E-Mail_10,Mobile,name 2\n\
         1,Noor Haddad,b@fabrikam.example,3,a@fabrikam.example,none,4,Other\n",
        &["1 | Noor Haddad | a@fabrikam.example b@fabrikam.example | 3, 4 | -"],
        &[],
    );
}

#[test]
fn rows_with_one_id_are_one_record() {
    check(
        "id,name,email,title\n\
         7,Noor Haddad,b@fabrikam.example,Planner\n\
         8,Sam Hale,sam@fabrikam.example,\n\
         7,Noor Haddad,a@fabrikam.example,Dispatcher\n",
        &[
            "7 | Noor Haddad | a@fabrikam.example b@fabrikam.example |  | Dispatcher",
            "8 | Sam Hale | sam@fabrikam.example |  | -",
        ],
        &[(
            0,
            "`title` differs between the rows of record `7`: the smallest value is taken",
        )],
    );
}

#[test]
fn records_without_id_get_one_from_their_content_not_from_their_row() {
    let ids = |text: &str| -> Vec<String> {
        let records = records_of(text.as_bytes());
        records.into_iter().map(|record| record.id).collect()
    };
    let before = ids("name,email\nNoor Haddad,noor@fabrikam.example\nSam Hale,\n");
    let after = ids("name,email\nAda Bell,\nSAM  HALE,\nNoor Haddad,Noor@fabrikam.example\n");
    assert_eq!(before.len(), 2);
    assert_eq!(after.len(), 3);
    assert!(
        before.iter().all(|id| after.contains(id)),
        "{before:?} {after:?}"
    );
    // Two people of one name and nothing stronger in common stay two.
    assert_eq!(
        ids("name,phone\nSam Hale,1234\nSam Hale,5678\nSam Hale,1234\n").len(),
        2
    );
}

#[test]
fn full_name_with_one_comma_is_last_and_first() {
    let records = records_of(b"id,name\n1,\"Haddad, Noor\"\n2,\"Hale, Sam, PhD\"\n");
    let names = |at: usize| {
        (
            records[at].first_name.as_deref(),
            records[at].last_name.as_deref(),
        )
    };
    assert_eq!(names(0), (Some("Noor"), Some("Haddad")));
    assert_eq!(names(1), (None, None));
    assert_eq!(records[1].full_name.as_deref(), Some("Hale, Sam, PhD"));
}

#[test]
fn archived_records_are_kept_and_marked() {
    let text = "id,name,archived,status\n1,A,yes,\n2,B,TRUE,\n3,C,1,\n4,D,no,Retired\n\
                5,E,,Inactive\n6,F,0,Active\n7,G,,\n";
    let archived: Vec<bool> = records_of(text.as_bytes())
        .iter()
        .map(|record| record.archived)
        .collect();
    assert_eq!(archived, [true, true, true, true, true, false, false]);
}

#[test]
fn secrets_reach_no_record_warning_or_error() {
    const SECRET: &str = "hunter2";
    let table = format!(
        "id,name,Password,API-Key,Door PIN,footprint\n1,Noor Haddad,{SECRET},{SECRET},{SECRET},x\n\
         2,{SECRET}\n1,Noor Haddad,{SECRET}a,{SECRET}b,{SECRET}c,y\n"
    );
    let json = format!(
        "{{\"assets\":[{{\"id\":1,\"asset_layout_id\":2,\"asset_type\":\"People\",\
         \"name\":\"Noor Haddad\",\"wifiPassword\":\"{SECRET}\",\"fields\":[\
         {{\"label\":\"Portal password\",\"value\":\"{SECRET}\"}},\
         {{\"value\":\"{SECRET}\",\"label\":\"OTP\"}},\
         {{\"label\":\"Desk\",\"value\":\"4\"}}]}}]}}"
    );
    let folder = Folder::of(&[("a.csv", table.as_bytes()), ("b.json", json.as_bytes())]);
    let read = [folder.contacts(&["a.csv"]), folder.contacts(&["b.json"])];
    for imported in read {
        let imported = imported.expect("reads");
        assert!(!format!("{imported:?}").contains(SECRET));
        assert_eq!(imported.records.len(), 1);
        assert!(!imported.records[0].extra.is_empty());
    }
    let broken = Folder::of(&[("a.csv", format!("password\n{SECRET}\n").as_bytes())]);
    let error = broken.contacts(&["a.csv"]).expect_err("no name column");
    assert!(!format!("{error:?}").contains(SECRET));
}

#[test]
fn other_columns_are_kept_under_their_own_header() {
    let records = records_of(b"id,Shoe Size,name,Desk\n1,41,Noor Haddad,\n2,,Sam Hale, 4 \n");
    let extra = |at: usize| -> Vec<(&str, &str)> {
        records[at]
            .extra
            .iter()
            .map(|(header, value)| (&**header, &**value))
            .collect()
    };
    assert_eq!(extra(0), [("Shoe Size", "41")]);
    assert_eq!(extra(1), [("Desk", " 4 ")]);
}

#[test]
fn site_maps_its_own_headers() {
    let mut folder = Folder::of(&[(
        "people.csv",
        b"nr,who,Second Email,Private,email\n\
          9,Noor Haddad,n@fabrikam.example,p@fabrikam.example,not used\n",
    )]);
    let columns = [
        ("id", vec!["NR"]),
        ("full_name", vec!["Who"]),
        ("primary_email", vec!["second email"]),
        ("emails", vec!["Private", "Absent"]),
    ];
    let columns = columns
        .into_iter()
        .map(|(field, headers)| {
            (
                field.to_owned(),
                headers.into_iter().map(String::from).collect(),
            )
        })
        .collect();
    folder.options = ExportOptions::new(RecordKind::Contact, None, columns).expect("known fields");
    let imported = folder.contacts(&["people.csv"]).expect("reads");
    assert_eq!(
        lines_of_contacts(&imported),
        ["9 | Noor Haddad | n@fabrikam.example p@fabrikam.example |  | -"]
    );
    assert_eq!(
        imported.warnings[0].message,
        "no column `Absent`, which `site.toml` names for `emails`"
    );
    let unknown = [("mail".to_owned(), vec!["x".to_owned()])].into();
    let error = ExportOptions::new(RecordKind::Contact, None, unknown).expect_err("unknown");
    assert!(
        error
            .to_string()
            .starts_with("contacts have no field `mail`\n  known `id`")
    );
}
