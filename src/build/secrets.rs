//! The secrets that the connections of a site use: no file of the output may hold one of them
//! (SAFETY.md 8). They are looked up where they stand, and nobody is asked for them.

use crate::config::Site;
use crate::files::{self, Secrets};

/// A larger file is no secret; sign-in would refuse it too.
const LARGEST: u64 = 64 << 10;

/// Returns the secrets that stand in the environment and in files; what is not there is none.
pub(super) fn of(site: &Site) -> Secrets {
    let mut secrets = Secrets::default();
    let usual = ["ROSTERBOOK_SECRET", "ROSTERBOOK_ACCESS_TOKEN"];
    let named = site.connections.values().flat_map(|it| &it.secret_env);
    for name in usual.into_iter().chain(named.map(String::as_str)) {
        if let Ok(secret) = std::env::var(name) {
            secrets.add(&secret);
        }
    }
    for file in site.connections.values().flat_map(|it| &it.secret_file) {
        let bytes = files::read_limited(&site.root.join(file), LARGEST);
        if let Some(text) = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            secrets.add(&text);
        }
    }
    secrets
}
