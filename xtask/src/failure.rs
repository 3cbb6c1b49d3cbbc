//! Why a command ended without doing its work, and the exit code that says so. The texts are for people: what was
//! expected, what was found, what to do.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

/// A command's failure.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A check found a difference: exit code 1.
    Differs(String),
    /// Something given to the command is wrong, or the machine refused: exit code 2.
    Bad(String),
    /// A description or an overlay is wrong: findings with file, line and column. Exit code 2.
    Description(String),
}

impl Failure {
    /// A failure to read or write this file.
    pub(crate) fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::Bad(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// The same failure, said about `subject`.
    pub(crate) fn about(self, subject: impl Display) -> Self {
        match self {
            Self::Differs(text) => Self::Differs(format!("{subject}: {text}")),
            Self::Bad(text) => Self::Bad(format!("{subject}: {text}")),
            // Each finding names its own place.
            Self::Description(text) => Self::Description(text),
        }
    }

    /// Tells the user, and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Differs(text) => {
                eprintln!("{text}");
                ExitCode::from(1)
            }
            Self::Description(text) => {
                eprintln!("{}", text.trim_end());
                ExitCode::from(2)
            }
            Self::Bad(text) => {
                eprintln!("error: {text}");
                ExitCode::from(2)
            }
        }
    }
}
