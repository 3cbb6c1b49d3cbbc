//! What a run says about a crate: a line of counts, what was noticed, and where untyped JSON is exposed and why.

use sdk_spec::{Diagnostic, Diagnostics, Severity};

use super::input::Input;
use super::render::{Rendered, sources};
use crate::files::{Difference, Kind};

/// Shows what was noticed: to who asks for the report all of it, else the warnings about a description of his own.
pub(super) fn findings(input: &Input, rendered: &Rendered, all: bool) {
    if all {
        print!("{}", untyped(input, rendered));
    }
    let mut shown = rendered.diagnostics.clone();
    shown.retain(|item| all || (!input.is_vendored && item.severity == Severity::Warning));
    if !shown.is_empty() {
        eprint!("{}", shown.render(&sources(input, &rendered.parts), false));
    }
}

/// The places where the crate exposes untyped JSON, and why.
fn untyped(input: &Input, rendered: &Rendered) -> String {
    let untyped = &rendered.api.untyped;
    let mut out = format!(
        "{}: untyped JSON is exposed in {} places\n",
        input.name,
        untyped.len()
    );
    let place = |pointer: &str| Diagnostic::note("untyped", "").at(pointer);
    let places: Diagnostics = untyped.iter().map(|one| place(&one.pointer)).collect();
    for (one, position) in untyped
        .iter()
        .zip(places.positions(&sources(input, &rendered.parts)))
    {
        out.push_str(&format!(
            "  {}: {}\n    {}:{}:{}\n",
            one.place, one.reason, input.source.name, position.line, position.column
        ));
    }
    out
}

/// The crate in a line.
pub(super) fn summary(rendered: &Rendered) -> String {
    let api = &rendered.api;
    let diagnostics = &rendered.diagnostics;
    format!(
        "{} operations, {} models, {} files ({} warnings, {} notes)",
        api.operations().count(),
        api.models.len(),
        rendered
            .outputs
            .iter()
            .map(|output| output.files.len())
            .sum::<usize>(),
        diagnostics.count(Severity::Warning),
        diagnostics.count(Severity::Note),
    )
}

/// What the writer did, in a line.
pub(super) fn written(differences: &[Vec<Difference>]) -> String {
    let all = differences.iter().flatten();
    let removed = all
        .clone()
        .filter(|difference| matches!(difference.kind, Kind::Orphaned(_)))
        .count();
    match (all.count() - removed, removed) {
        (0, 0) => "all as it was".to_owned(),
        (written, 0) => format!("{written} written"),
        (written, removed) => format!("{written} written, {removed} removed"),
    }
}
