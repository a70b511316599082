//! The policy that pages live under (UX.md 1), and what self-contained pages need besides.
//!
//! A runbook carries its style within and names its hash; nothing else can widen the policy.

use super::answer::policy;

/// Where a page states its policy; it stands near the top.
const META: &[u8] = b"<meta http-equiv=\"Content-Security-Policy\" content=\"";
const NEAR: usize = 8 * 1024;

/// Returns a self-contained page under a policy that lets the reload client in, with the hashes of
/// its own style for the header; any other page as it is.
pub(super) fn for_preview(page: Vec<u8>) -> (Vec<u8>, String) {
    let Some((start, length)) = stated(&page) else {
        return (page, String::new());
    };
    let own = String::from_utf8_lossy(&page[start..start + length]).replace("&#39;", "'");
    let hashes: String = own
        .split([' ', ';'])
        .filter(|source| is_hash(source))
        .map(|hash| format!(" {hash}"))
        .collect();
    if hashes.is_empty() {
        return (page, hashes);
    }
    let wider = policy(&hashes).replace('\'', "&#39;");
    let page = [&page[..start], wider.as_bytes(), &page[start + length..]].concat();
    (page, hashes)
}

fn stated(page: &[u8]) -> Option<(usize, usize)> {
    let near = &page[..page.len().min(NEAR)];
    let start = near.windows(META.len()).position(|it| it == META)? + META.len();
    let length = near[start..].iter().position(|&byte| byte == b'"')?;
    Some((start, length))
}

fn is_hash(source: &str) -> bool {
    source
        .strip_prefix("'sha256-")
        .and_then(|rest| rest.strip_suffix('\''))
        .is_some_and(|hash| {
            hash.len() == 44
                && hash
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(policy: &str) -> String {
        let meta = String::from_utf8(META.to_vec()).expect("text");
        format!("<head>{meta}{policy}\"></head>")
    }

    #[test]
    fn hash_of_a_pages_own_style_is_added_and_nothing_else() {
        let hash = format!("'sha256-{}='", "aB3+/".repeat(9).split_at(43).0);
        let stated = format!("default-src *; style-src {hash} 'unsafe-inline'; img-src data:");
        let expected = page(&policy(&format!(" {hash}")).replace('\'', "&#39;"));
        for given in [stated.clone(), stated.replace('\'', "&#39;")] {
            let (changed, hashes) = for_preview(page(&given).into_bytes());
            assert_eq!(String::from_utf8(changed).expect("text"), expected);
            assert_eq!(hashes, format!(" {hash}"));
        }
    }

    #[test]
    fn other_pages_stay_as_they_are() {
        for stated in [
            "default-src 'none'; style-src 'self'",
            "style-src 'sha256-short='",
            "style-src 'sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nX:'",
        ] {
            let given = page(stated).into_bytes();
            assert_eq!(
                for_preview(given.clone()),
                (given, String::new()),
                "{stated}"
            );
        }
    }
}
