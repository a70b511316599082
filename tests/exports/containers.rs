//! Folders, zips and organizations: which files are opened, and whose rows are taken.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Folder, lines_of_contacts};

const CONTACTS: &[u8] = b"id,organization,name,email\n\
    1,Fabrikam Works,Noor Haddad,noor@fabrikam.example\n\
    2,Contoso,Mira Okafor,mira@contoso.example\n\
    3, fabrikam  works ,Sam Hale,sam@fabrikam.example\n";
const NOOR_AND_SAM: [&str; 2] = [
    "1 | Noor Haddad | noor@fabrikam.example |  | -",
    "3 | Sam Hale | sam@fabrikam.example |  | -",
];
/// Opening it would fail the test: the quote is never closed.
const TRAP: &[u8] = b"id,name,password\n1,\"hunter2\n";

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("starts");
        zip.write_all(bytes).expect("writes");
    }
    zip.finish().expect("finishes").into_inner()
}

#[track_caller]
fn check(folder: &Folder, paths: &[&str], lines: &[&str], warnings: &[&str]) {
    let imported = folder.contacts(paths).expect("reads");
    assert_eq!(lines_of_contacts(&imported), lines);
    let found: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(found, warnings);
}

#[track_caller]
fn check_error(folder: &Folder, path: &str, message: &str) {
    let error = folder.contacts(&[path]).expect_err("refused");
    assert_eq!(error.to_string(), message);
}

#[test]
fn of_an_account_export_only_the_files_asked_for_are_opened() {
    let files: [(&str, &[u8]); 5] = [
        ("export/contacts.csv", CONTACTS),
        ("export/passwords.csv", TRAP),
        ("export/documents.csv", TRAP),
        ("export/configurations.csv", TRAP),
        ("export/attachments/contacts/1/contacts.csv", TRAP),
    ];
    check(&Folder::of(&files), &["export"], &NOOR_AND_SAM, &[]);
    let zip = zip_of(&files);
    check(
        &Folder::of(&[("all.zip", &zip)]),
        &["all.zip"],
        &NOOR_AND_SAM,
        &[],
    );
    let renamed = Folder::of(&[("export.bin", &zip)]);
    check(&renamed, &["export.bin"], &NOOR_AND_SAM, &[]);
}

#[test]
fn containers_without_the_file_are_an_error() {
    let folder = Folder::of(&[("export/passwords.csv", TRAP), ("export/other.csv", TRAP)]);
    check_error(&folder, "export", "export `export` has no contacts in it");
    let zip = zip_of(&[
        ("passwords.csv", TRAP),
        ("a/b/contacts.csv", CONTACTS),
        ("Attachments/contacts.csv", TRAP),
    ]);
    let folder = Folder::of(&[("all.zip", &zip)]);
    check_error(&folder, "all.zip", "export `all.zip` has no contacts in it");
    check_error(&folder, "gone.csv", "export `gone.csv` does not exist");
    let sheet = zip_of(&[("[Content_Types].xml", b"<Types/>")]);
    check_error(
        &Folder::of(&[("people.xlsx", &sheet)]),
        "people.xlsx",
        "export `people.xlsx` is a spreadsheet or document, not a CSV, which is not imported",
    );
    let cut = Folder::of(&[("all.zip", &zip[..zip.len() / 2])]);
    let error = cut.contacts(&["all.zip"]).expect_err("cut").to_string();
    assert!(error.starts_with("cannot read `all.zip`: "), "{error}");
}

#[test]
fn a_zip_that_unpacks_to_too_much_is_refused() {
    let bomb = [b"id,name,email\n".as_slice(), &vec![b' '; 8 << 20]].concat();
    let zip = zip_of(&[("contacts.csv", &bomb)]);
    let folder = Folder::of(&[("all.zip", &zip)]);
    let error = folder
        .contacts(&["all.zip"])
        .expect_err("refused")
        .to_string();
    assert_eq!(
        error,
        "cannot read `all.zip/contacts.csv`: it holds more than the 1048576 bytes that are read of it"
    );
}

#[test]
fn a_plain_folder_gives_all_its_files_and_names_those_it_leaves_out() {
    let page = |id: u8, name: &str| {
        format!(
            "{{\"data\":[{{\"id\":\"{id}\",\"type\":\"contacts\",\"attributes\":{{\
             \"organization-name\":\"Fabrikam Works\",\"first-name\":\"{name}\",\
             \"last-name\":\"Hale\"}}}}]}}"
        )
    };
    let folder = Folder::of(&[
        ("in/page-2.json", page(2, "Sam").as_bytes()),
        ("in/page-1.json", page(1, "Ada").as_bytes()),
        ("in/devices.csv", b"Azure AD Device ID,Device name\nx,y\n"),
        ("in/notes.md", TRAP),
        ("in/all-passwords.csv", TRAP),
    ]);
    check(
        &folder,
        &["in"],
        &["1 | Ada Hale |  |  | -", "2 | Sam Hale |  |  | -"],
        &["in/devices.csv: not read: export `in/devices.csv` holds configurations, not contacts"],
    );
}

#[test]
fn json_comes_as_a_page_as_pages_or_one_value_a_line() {
    let one = r#"{"id":1,"name":"Ada Bell","email":"ada@fabrikam.example"}"#;
    let two = r#"{"id":2,"name":"Sam Hale","email":"sam@fabrikam.example"}"#;
    for text in [
        format!("[{one},{two}]"),
        format!("{one}\n{two}\n"),
        format!("{{\"contacts\":[{one},{two}],\"total\":2}}"),
        format!("[{{\"contacts\":[{one}]}},{{\"contacts\":[{two}]}}]"),
        format!("\u{feff} {{\"data\":[{one}]}}\n{{\"data\":[{two}]}}"),
    ] {
        let folder = Folder::of(&[("people.json", text.as_bytes())]);
        check(
            &folder,
            &["people.json"],
            &[
                "1 | Ada Bell | ada@fabrikam.example |  | -",
                "2 | Sam Hale | sam@fabrikam.example |  | -",
            ],
            &[],
        );
    }
}

#[test]
fn rows_belong_by_name_key_alias_or_id() {
    let rows = b"id,organization,organization_id,name\n\
        1,FABRIKAM works,,A\n2,fabrikam,,B\n3,Fab Ltd,,C\n4,,60001,D\n5,Other,60002,E\n6,,,F\n";
    let mut folder = Folder::of(&[("people.csv", rows)]);
    folder.organization.aliases = vec!["Fab Ltd".into(), "60001".into()];
    check(
        &folder,
        &["people.csv"],
        &[
            "1 | A |  |  | -",
            "2 | B |  |  | -",
            "3 | C |  |  | -",
            "4 | D |  |  | -",
        ],
        &["people.csv: rows that name no organization are skipped: 1"],
    );
}

#[test]
fn organizations_file_turns_ids_into_names() {
    let contacts = b"id,organization,name\n1,60001,Noor Haddad\n2,60002,Mira Okafor\n";
    let organizations = b"id,name\n60001,Fabrikam Works\n60002,Contoso\n";
    let folder = Folder::of(&[
        ("export/contacts.csv", contacts),
        ("export/organizations.csv", organizations),
    ]);
    check(&folder, &["export"], &["1 | Noor Haddad |  |  | -"], &[]);
    check(
        &folder,
        &["export/contacts.csv"],
        &["1 | Noor Haddad |  |  | -"],
        &[],
    );
    let mut by_id = Folder::of(&[
        ("export/contacts.csv", CONTACTS),
        ("export/organizations.csv", organizations),
    ]);
    by_id.organization.name = "Somebody".into();
    by_id.organization.key = "somebody".into();
    by_id.organization.aliases = vec!["60001".into()];
    check(&by_id, &["export"], &NOOR_AND_SAM, &[]);
}

#[test]
fn a_file_of_others_is_a_warning_that_names_them() {
    let rows = b"id,organization,name\n1,Northwind,A\n2,Contoso,B\n3,Northwind,C\n";
    check(
        &Folder::of(&[("people.csv", rows)]),
        &["people.csv"],
        &[],
        &["people.csv: all contacts belong to other organizations: `Contoso`, `Northwind`"],
    );
    let names: Vec<String> = (10..40).map(|at| format!("{at},Client {at},A")).collect();
    let many = format!("id,organization,name\n{}\n", names.join("\n"));
    let imported = Folder::of(&[("people.csv", many.as_bytes())])
        .contacts(&["people.csv"])
        .expect("reads");
    assert!(
        imported.warnings[0]
            .message
            .ends_with("`Client 18`, `Client 19` and others"),
        "{imported:?}"
    );
    let unsaid = b"id,organization,name\n1,,A\n";
    check(
        &Folder::of(&[("people.csv", unsaid)]),
        &["people.csv"],
        &["1 | A |  |  | -"],
        &[],
    );
}

#[test]
fn files_of_one_tool_are_joined_and_ids_of_two_tools_kept_apart() {
    let glue =
        b"id,organization,first_name,last_name,contact_type\n7,Fabrikam Works,Noor,Haddad,Lead\n";
    let more = b"id,organization,first_name,last_name,contact_type\n7,Fabrikam Works,Noor,Haddad,\n8,Fabrikam Works,Sam,Hale,\n";
    let flow = b"id,Full Name,Office Extension\n7,Ada Bell,1\n";
    let folder = Folder::of(&[("a.csv", glue), ("b.csv", more), ("c.csv", flow)]);
    check(
        &folder,
        &["a.csv", "b.csv", "c.csv"],
        &[
            "7 | Noor Haddad |  |  | -",
            "8 | Sam Hale |  |  | -",
            "itflow-7 | Ada Bell |  |  | -",
        ],
        &["c.csv: ids that another tool's export has too start with `itflow-` here: 1"],
    );
}

#[cfg(unix)]
#[test]
fn links_are_refused_without_being_opened() {
    let folder = Folder::of(&[("real.csv", CONTACTS), ("in/x.txt", b"")]);
    std::os::unix::fs::symlink(folder.root.join("real.csv"), folder.root.join("link.csv"))
        .expect("links");
    std::os::unix::fs::symlink(
        folder.root.join("real.csv"),
        folder.root.join("in/contacts.csv"),
    )
    .expect("links");
    for path in ["link.csv", "in"] {
        let error = folder.contacts(&[path]).expect_err("refused").to_string();
        assert!(
            error.ends_with("is a symbolic link, not a file or folder"),
            "{error}"
        );
    }
}
