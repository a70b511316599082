//! What templates can call beside Tera's own: `href`, `picture`, `icon`, `symbols`.
//!
//! It must not decide anything: the rules are in `address` and `icon`.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Function, Kwargs, State, Tera, TeraResult, Value};

use super::address;
use super::icon::{self, Icons};

/// Registers the functions.
pub(super) fn register(tera: &mut Tera, icons: Icons) {
    let icons = Arc::new(icons);
    tera.register_function("href", |args: Kwargs, _: &State| -> TeraResult<String> {
        let url: &str = args.must_get("url")?;
        Ok(address::href(args.must_get("root")?, url))
    });
    tera.register_function("picture", |args: Kwargs, _: &State| -> TeraResult<String> {
        Ok(address::picture(args.must_get("url")?))
    });
    tera.register_function("symbols", Symbols(icons.clone()));
    tera.register_function("icon", Icon::new(&icons));
}

/// `icon(name)`: the drawing itself.
///
/// It has a size of its own on the page for lost addresses alone, whose way to the style is a
/// guess where the site's address is not known; elsewhere that would be bytes without use.
struct Icon {
    drawn: BTreeMap<String, [Value; 2]>,
    fallback: [Value; 2],
}

impl Icon {
    fn new(icons: &Icons) -> Self {
        let draw = |name: &str| {
            [false, true].map(|sized| Value::safe_string(&icon::inline(icons, name, sized)))
        };
        Self {
            drawn: icons
                .keys()
                .map(|name| (name.clone(), draw(name)))
                .collect(),
            fallback: draw(icon::FALLBACK),
        }
    }
}

impl Function<TeraResult<Value>> for Icon {
    fn call(&self, args: Kwargs, state: &State) -> TeraResult<Value> {
        let name: &str = args.must_get("name")?;
        let shell: Option<Value> = state.get("shell")?;
        let root = shell.as_ref().and_then(|it| it.get_from_path("root"));
        let sized = root
            .and_then(Value::as_str)
            .is_some_and(|root| root.starts_with('/'));
        let drawn = self.drawn.get(name).unwrap_or(&self.fallback);
        Ok(drawn[usize::from(sized)].clone())
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// `symbols(names)`: drawings to refer to with `<use href="#icon-…">` on the same page.
struct Symbols(Arc<Icons>);

impl Function<TeraResult<Value>> for Symbols {
    fn call(&self, args: Kwargs, _: &State) -> TeraResult<Value> {
        let names: Vec<String> = args.must_get("names")?;
        Ok(Value::safe_string(&icon::symbols(&self.0, &names)))
    }

    fn is_safe(&self) -> bool {
        true
    }
}
