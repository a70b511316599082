//! The environment as a value, so that tests can pin it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Where secrets and addresses of the surroundings come from, by the name of a variable.
#[derive(Clone)]
pub struct Environment(Arc<Lookup>);

impl Environment {
    /// Takes the variables of the process.
    pub fn of_process() -> Self {
        Self(Arc::new(|name| std::env::var(name).ok()))
    }

    /// Takes these variables and no others.
    pub fn fixed<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let variables: BTreeMap<String, String> = variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self(Arc::new(move |name| variables.get(name).cloned()))
    }

    /// Returns the value of a variable; an empty one counts as not set.
    pub fn var(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.trim().is_empty())
    }

    /// Returns the value of a variable as a secret, without the line feed that files leave.
    pub fn secret(&self, name: &str) -> Option<SecretString> {
        self.var(name)
            .map(|value| SecretString::from(value.trim().to_owned()))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Environment(..)")
    }
}
