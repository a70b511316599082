//! How a command ends: exit codes and failures with their hint (CONTRACT.md 1).

use std::process::ExitCode;

use crate::model::Excerpt;

/// The exit codes, never renumbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// Done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// Usage or configuration.
    Usage = 2,
    /// Done in part: some tenant or stream kept its old data.
    Partial = 3,
    /// Refused by the mass-change guard.
    Refused = 4,
    /// Locked by another run.
    Locked = 5,
    /// The snapshot is invalid.
    Snapshot = 6,
    /// An output would hold what must not be written.
    Restricted = 7,
    /// Findings.
    Findings = 8,
    /// Interrupted by Ctrl-C.
    Interrupted = 130,
    /// Ended by the system.
    Terminated = 143,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

impl Code {
    /// Returns the first of several codes in the order of FEATURES.md S21: 2, 5, 7, 6, 4, 1, 3, 8.
    pub(super) fn worst(codes: impl IntoIterator<Item = Self>) -> Self {
        const ORDER: [Code; 10] = [
            Code::Interrupted,
            Code::Terminated,
            Code::Usage,
            Code::Locked,
            Code::Restricted,
            Code::Snapshot,
            Code::Refused,
            Code::Failed,
            Code::Partial,
            Code::Findings,
        ];
        let codes: Vec<Self> = codes.into_iter().collect();
        ORDER
            .into_iter()
            .find(|code| codes.contains(code))
            .unwrap_or(Self::Done)
    }
}

/// Why a command failed, for people and for scripts.
#[derive(Debug)]
pub(super) struct Failure {
    /// The exit code.
    pub(super) code: Code,
    /// What is so: lower case, without a full stop.
    pub(super) message: String,
    /// Further lines below it.
    pub(super) notes: Vec<String>,
    /// The lines of a file that are meant.
    pub(super) excerpt: Option<Box<Excerpt>>,
    /// What to do, as an instruction.
    pub(super) hint: Option<String>,
}

impl Failure {
    /// Makes a failure.
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            notes: Vec::new(),
            excerpt: None,
            hint: None,
        }
    }

    /// Adds what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the lines that are meant.
    pub(super) fn at(mut self, excerpt: Box<Excerpt>) -> Self {
        self.excerpt = Some(excerpt);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn of_several_outcomes_the_gravest_is_the_exit_code() {
        let cases = [
            (vec![Code::Partial, Code::Done], Code::Partial),
            (vec![Code::Findings, Code::Partial], Code::Partial),
            (vec![Code::Failed, Code::Refused], Code::Refused),
            (vec![Code::Failed, Code::Usage], Code::Usage),
            (vec![Code::Snapshot, Code::Locked], Code::Locked),
            (vec![Code::Restricted, Code::Locked], Code::Locked),
            (vec![Code::Snapshot, Code::Restricted], Code::Restricted),
            (vec![], Code::Done),
        ];
        for (codes, expected) in cases {
            assert_eq!(Code::worst(codes.clone()), expected, "{codes:?}");
        }
    }
}
