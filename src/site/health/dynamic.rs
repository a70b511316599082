//! Rules about dynamic groups: what their membership rule reads, and whether it is processed.
//!
//! What people may change about themselves is Microsoft's table of default user permissions: their
//! mobile number; and everybody may invite guests, whose name and address the invitation sets.

use super::HealthFinding;
use crate::model::{HealthRule, MembershipType};
use crate::site::model::{Index, Organization};
use crate::site::text::list;

/// Attributes that people change themselves.
const OWN: [&str; 1] = ["mobile"];

/// Attributes of a guest that the invitation sets.
const INVITED: [&str; 5] = [
    "displayname",
    "mail",
    "mailnickname",
    "othermails",
    "userprincipalname",
];

/// Operators that a chosen text can satisfy; the end of an address is a domain that was verified.
const LOOSE: [&str; 4] = ["contains", "match", "startswith", "any"];

/// Adds what deserves a look in the rule of a dynamic group.
pub(super) fn look(organization: &Organization, at: Index, found: &mut Vec<HealthFinding>) {
    let group = organization.group(at);
    let membership = &group.group.membership;
    if membership.kind != MembershipType::Dynamic {
        return;
    }
    let mut add = |rule, message: String| found.push(HealthFinding::new(rule, vec![at], message));
    let paused = membership.state.as_deref();
    if paused.is_some_and(|it| it.eq_ignore_ascii_case("paused")) {
        let message = "its rule is not processed: members are as they were when it was paused";
        add(HealthRule::RulePaused, message.to_owned());
    }
    let tokens = tokens(membership.rule.as_deref().unwrap_or_default());
    if tokens.iter().any(|it| property(it) == Some("memberof")) {
        let message = "its rule takes the members of other groups";
        add(HealthRule::RuleMemberOf, message.to_owned());
    }
    let own = named(&tokens, |name, _| OWN.contains(&name));
    let invited = if only_members(&tokens) {
        Vec::new()
    } else {
        named(&tokens, |name, operator| {
            INVITED.contains(&name) && (name == "displayname" || LOOSE.contains(&operator))
        })
    };
    let mut reasons = Vec::new();
    if !own.is_empty() {
        reasons.push(format!("{}, which people change themselves", list(&own)));
    }
    if !invited.is_empty() {
        reasons.push(format!(
            "{}, which whoever invites a guest chooses",
            list(&invited)
        ));
    }
    if !reasons.is_empty() {
        add(
            HealthRule::RuleUserAttribute,
            format!("its rule reads {}", reasons.join("; and ")),
        );
    }
}

/// A piece of a membership rule.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A property, an operator without its hyphen, or a bare value, in lower case; and as written.
    Word(String, String),
    /// A quoted value, in lower case.
    Text(String),
}

/// Splits a rule into words and quoted values; brackets and blanks only part them.
fn tokens(rule: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut letters = rule.chars();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() || letter == '.' || letter == '_' {
            word.push(letter);
            continue;
        }
        end(&mut tokens, &mut word);
        if letter == '"' || letter == '\'' {
            let mut text = String::new();
            while let Some(inner) = letters.next() {
                match inner {
                    // A backtick takes the meaning from what follows.
                    '`' => text.extend(letters.next()),
                    _ if inner == letter => break,
                    _ => text.push(inner),
                }
            }
            tokens.push(Token::Text(text.to_lowercase()));
        }
    }
    end(&mut tokens, &mut word);
    tokens
}

/// Returns the properties of people and devices that a membership rule names, as they are written,
/// in its order, each once.
pub(in crate::site) fn properties(rule: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in tokens(rule) {
        if property(&token).is_some()
            && let Token::Word(_, written) = &token
            && let Some((_, name)) = written.split_once('.')
            && !name.is_empty()
            && !found.iter().any(|it| it == name)
        {
            found.push(name.to_owned());
        }
    }
    found
}

fn end(tokens: &mut Vec<Token>, word: &mut String) {
    if !word.is_empty() {
        let written = std::mem::take(word);
        tokens.push(Token::Word(written.to_lowercase(), written));
    }
}

/// Returns the property of a person or device that a word names, in lower case.
fn property(token: &Token) -> Option<&str> {
    let Token::Word(word, _) = token else {
        return None;
    };
    word.strip_prefix("user.")
        .or_else(|| word.strip_prefix("device."))
}

/// Returns the properties of people that are `wanted` with the operator after them, as they are
/// written, each once.
fn named(tokens: &[Token], wanted: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Word(word, written) = token else {
            continue;
        };
        let Some(name) = word.strip_prefix("user.") else {
            continue;
        };
        let operator = match tokens.get(at + 1) {
            Some(Token::Word(operator, _)) => operator.as_str(),
            _ => "",
        };
        if wanted(name, operator) && !names.contains(written) {
            names.push(written.clone());
        }
    }
    names
}

/// Returns whether the rule asks for members, so that no guest fits it.
fn only_members(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|window| {
        let [property, Token::Word(operator, _), value] = window else {
            return false;
        };
        let value = match value {
            Token::Text(text) => text,
            Token::Word(word, _) => word,
        };
        let wanted = match operator.as_str() {
            "eq" => "member",
            "ne" => "guest",
            _ => return false,
        };
        matches!(property, Token::Word(word, _) if word == "user.usertype") && value == wanted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what the rule reads of people's own attributes, and of those that invitations set.
    fn read(rule: &str) -> (Vec<String>, Vec<String>, bool) {
        let tokens = tokens(rule);
        (
            named(&tokens, |name, _| OWN.contains(&name)),
            named(&tokens, |name, operator| {
                INVITED.contains(&name) && (name == "displayname" || LOOSE.contains(&operator))
            }),
            only_members(&tokens),
        )
    }

    #[test]
    fn rule_names_the_attributes_it_reads_outside_of_quotes() {
        let none = Vec::<String>::new;
        let some = |name: &str| vec![name.to_owned()];
        for (rule, own, invited, members) in [
            ("user.department -eq \"Sales\"", none(), none(), false),
            (
                "user.mobile -startsWith \"+44\"",
                some("user.mobile"),
                none(),
                false,
            ),
            ("(USER.MOBILE -ne null)", some("USER.MOBILE"), none(), false),
            (
                "user.department -eq \"user.mobile -eq 1\"",
                none(),
                none(),
                false,
            ),
            (
                "user.department -eq \"a `\" user.mobile\"",
                none(),
                none(),
                false,
            ),
            (
                "user.displayName -contains \"admin\"",
                none(),
                some("user.displayName"),
                false,
            ),
            (
                "user.mail -endsWith \"@contoso.example\"",
                none(),
                none(),
                false,
            ),
            ("user.mail -ne null", none(), none(), false),
            (
                "(user.mail -match \"^adm\") and (user.userType -eq \"Member\")",
                none(),
                some("user.mail"),
                true,
            ),
            ("user.userType -ne 'Guest'", none(), none(), true),
            ("user.userType -eq \"Guest\"", none(), none(), false),
            (
                "user.otherMails -any (_ -contains \"boss\")",
                none(),
                some("user.otherMails"),
                false,
            ),
            (
                "device.displayName -startsWith \"LT-\"",
                none(),
                none(),
                false,
            ),
            ("user.mobilePhoneish -eq 1", none(), none(), false),
            ("\"never closed user.mobile", none(), none(), false),
        ] {
            assert_eq!(read(rule), (own, invited, members), "{rule}");
        }
        let tokens = tokens("user.memberof -any (group.objectId -in ['a'])");
        assert_eq!(property(&tokens[0]), Some("memberof"));
    }
}
