//! What stands around pages: the menu, the state of the data, the way to the root.

use crate::fixture::{Fixture, SITE};

/// The second organization of the fixture.
const SECOND: &str = "[[organization]]\nkey = \"fabrikam\"\nname = \"Fabrikam Works\"\n";

/// Returns the addresses in the menu of a page.
fn menu(page: &str) -> Vec<&str> {
    let rail = page.split_once("<nav class=\"rail\"").expect("a menu").1;
    let lists = rail.split_once("<ul class=\"rail-list\"").expect("lists").1;
    let lists = lists.split_once("</nav>").expect("its end").0;
    let links = lists.split("href=\"").skip(1);
    links
        .map(|link| link.split_once('"').expect("an address").0)
        .collect()
}

#[test]
fn with_one_organization_its_menu_stands_on_the_pages_of_the_site_too() {
    let fixture = Fixture::new();
    fixture.write("content/hello.md", "# Hello\n");
    fixture.write("site.toml", &SITE.replace(SECOND, ""));
    fixture.build();
    let expected = menu(&fixture.page("contoso/index.html"))
        .iter()
        .map(|link| link.trim_start_matches("../").to_owned())
        .collect::<Vec<_>>();
    assert!(expected.contains(&"contoso/people/index.html".to_owned()));
    for (path, root) in [
        ("search/index.html", "../"),
        ("pages/hello/index.html", "../../"),
        ("404.html", "/"),
    ] {
        let page = fixture.page(path);
        let found: Vec<&str> = menu(&page)
            .iter()
            .map(|link| link.strip_prefix(root).expect(root))
            .collect();
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn every_page_says_from_when_its_data_is() {
    let fixture = Fixture::new();
    fixture.write("content/hello.md", "# Hello\n");
    fixture.write("content/contoso/hello.md", "# Hello\n");
    fixture.build();
    let home = fixture.page("index.html");
    let (_, state) = home.split_once("data-state=\"").expect("a state");
    let state = state.split_once('"').expect("its end").0;
    assert!(state.starts_with("State of 20"), "{state}");
    for path in [
        "search/index.html",
        "pages/hello/index.html",
        "contoso/pages/hello/index.html",
        "contoso/contacts/nobody-here-8125/index.html",
    ] {
        let page = fixture.page(path);
        assert!(page.contains(&format!("data-state=\"{state}\"")), "{path}");
        assert!(page.contains("data-freshness"), "{path}");
        assert!(page.contains(&format!("<span>{state}</span>")), "{path}");
    }
    assert!(!fixture.page("404.html").contains("data-state"));
}

#[test]
fn the_page_for_lost_addresses_links_from_the_root_of_its_host() {
    for (base_url, root) in [("", "/"), ("https://docs.contoso.example/entra", "/entra/")] {
        let fixture = Fixture::new();
        fixture.write("site.toml", &format!("base_url = \"{base_url}\"\n{SITE}"));
        fixture.build();
        let page = fixture.page("404.html");
        let links = page.split(" href=\"").chain(page.split(" src=\""));
        let local: Vec<&str> = links
            .filter_map(|link| link.split_once('"').map(|(link, _)| link))
            .filter(|link| link.contains(".html") || link.contains("assets/"))
            .filter(|link| !link.starts_with("https://"))
            .collect();
        assert!(local.len() > 4, "{local:?}");
        for link in local {
            assert!(
                link.starts_with(&format!("{root}index.html"))
                    || link.starts_with(&format!("{root}assets/"))
                    || link.starts_with(&format!("{root}search/"))
                    || link.starts_with(&format!("{root}contoso/"))
                    || link.starts_with(&format!("{root}fabrikam/")),
                "{link}"
            );
        }
    }
}
