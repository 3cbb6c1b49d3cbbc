//! Choices on the reader: each variant is tried at the same place, and the one that fits best is kept.
//! What a variant passes over, takes without knowing and bends is counted; types hand in what their enums met.
//! What the types of a choice do is in `types/choice.rs`; a type without choices costs nothing of this but counting.

use super::Bend;
use super::failure::{Failure, Place};
use super::learned::TypeKey;
use super::reader::{Outcome, Reader};
use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Asks, as the name of a newtype, to be tried as several types.
pub(crate) const CHOICE: &str = "sdk_runtime::choice";
/// Asks for a look at a value before it is read.
pub(crate) const TAGGED: &str = "sdk_runtime::tagged";
/// Takes a value that is of no known shape.
pub(crate) const UNKNOWN: &str = "sdk_runtime::unknown";

const KNOWN_SHAPES: &str = "one of the known shapes";

/// How strange it is that a choice within knows no shape: more than any number of properties.
const UNKNOWN_SHAPE: u64 = 1 << 24;

/// Which variant was kept, by where it stands and which choice it was.
pub(super) type Picks = BTreeMap<(usize, TypeKey), usize>;

/// What the enums of a value met.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// Values they know.
    known: u32,
    /// Values they do not know.
    unknown: u32,
    /// Values other than the only one that is possible: the value is of another shape.
    foreign: u32,
}

thread_local! {
    // Enums know no reader. Decoding never changes the thread.
    static MET: Cell<Met> = const { Cell::new(Met { known: 0, unknown: 0, foreign: 0 }) };
}

/// Notes that an enum of so many known values met one that it knows, or another.
#[inline]
pub fn met(known: bool, of: usize) {
    MET.with(|cell| {
        let mut met = cell.get();
        match (known, of) {
            (true, _) => met.known = met.known.wrapping_add(1),
            (false, 1) => met.foreign = met.foreign.wrapping_add(1),
            (false, _) => met.unknown = met.unknown.wrapping_add(1),
        }
        cell.set(met);
    });
}

/// How well a variant fits; the least is the best.
///
/// Of an object or a list, names tell most: `strange` counts what the variant does not know, properties and enum values
/// twice, properties it would take of any name once. A lone value has no names, so an enum that does not know it is as
/// bad as a bend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    strange: u64,
    bends: u64,
    known: Reverse<u32>,
}

/// A place in the text and all that was counted up to there.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    depth: u32,
    path: usize,
    bends: usize,
    bend_count: u64,
    strange: u64,
    met: Met,
}

impl Mark {
    fn of(reader: &Reader<'_>) -> Self {
        Self {
            at: reader.at,
            depth: reader.depth,
            path: reader.path.len(),
            bends: reader.bends.len(),
            bend_count: reader.bend_count,
            strange: reader.strange,
            met: MET.get(),
        }
    }

    fn restore(&self, reader: &mut Reader<'_>) {
        reader.at = self.at;
        reader.depth = self.depth;
        reader.path.truncate(self.path);
        reader.bends.truncate(self.bends);
        reader.bend_count = self.bend_count;
        reader.strange = self.strange;
        MET.set(self.met);
    }

    /// How well what was read since fits; nothing where it is of another shape.
    fn fit(&self, now: &Self, lone: bool) -> Option<Fit> {
        let unknown = u64::from(now.met.unknown.wrapping_sub(self.met.unknown));
        let strange = now.strange - self.strange;
        let bends = now.bend_count - self.bend_count;
        let fit = Fit {
            strange: strange + if lone { bends + unknown } else { 2 * unknown },
            bends: if lone { 0 } else { bends },
            known: Reverse(now.met.known.wrapping_sub(self.met.known)),
        };
        (now.met.foreign == self.met.foreign).then_some(fit)
    }
}

/// The variant that has fitted best so far, and where it leaves the reader.
struct Best {
    index: usize,
    fit: Fit,
    end: Mark,
    bends: Vec<Bend>,
}

/// The variants of a choice, tried one after the other. An element is there for each variant that fits better than all
/// before it.
struct Trials<'a, 'de> {
    reader: &'a mut Reader<'de>,
    start: Mark,
    /// Whether the value is neither an object nor a list.
    lone: bool,
    index: usize,
    /// The only one that is worth a try, where the same choice was made here before.
    only: Option<usize>,
    best: Option<Best>,
    failure: Option<Latest>,
}

/// The failure that came latest in the text.
struct Latest {
    index: usize,
    at: usize,
    failure: Failure,
}

impl<'de> SeqAccess<'de> for &mut Trials<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        let index = self.index;
        self.index += 1;
        if self.only.is_some_and(|only| only != index) {
            return Ok(None);
        }
        let result = seed.deserialize(&mut *self.reader);
        let (kept, end) = (result, Mark::of(self.reader));
        let value = match kept {
            Ok(value) => self.keep(index, end).then_some(value),
            Err(failure) if failure.is_again() => return Err(failure),
            Err(failure) => {
                self.start.restore(self.reader);
                let latest = self.failure.as_ref();
                if latest.is_none_or(|latest| latest.at < end.at) {
                    self.failure = Some(Latest {
                        index,
                        at: end.at,
                        failure: failure.or_at(self.reader, self.start.at),
                    });
                }
                None
            }
        };
        self.start.restore(self.reader);
        Ok(value)
    }
}

impl Trials<'_, '_> {
    /// Keeps what a variant came to, if it is the best.
    fn keep(&mut self, index: usize, end: Mark) -> bool {
        let Some(fit) = self.start.fit(&end, self.lone) else {
            return false;
        };
        if self.best.as_ref().is_some_and(|best| best.fit <= fit) {
            return false;
        }
        let bends = self.reader.bends.split_off(self.start.bends);
        self.best = Some(Best {
            index,
            fit,
            end,
            bends,
        });
        true
    }
}

/// A value that is looked at, and then read.
struct Looked<'a, 'de> {
    reader: &'a mut Reader<'de>,
    start: Option<Mark>,
}

impl<'de> SeqAccess<'de> for Looked<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        let looked = seed.deserialize(&mut *self.reader);
        match self.start.take() {
            None => looked.map(Some),
            Some(start) => {
                start.restore(self.reader);
                // Whatever is wrong is told by the type that reads it.
                Ok(looked.ok())
            }
        }
    }
}

impl<'de> Reader<'de> {
    /// Tries a value as each variant of a choice.
    ///
    /// A choice within a choice is made once: what was kept at a place is remembered until the outermost choice is made,
    /// so that the work does not multiply with the depth. Strict decoding makes the same choice as tolerant decoding, and
    /// refuses it if anything had to be bent: else it would take the shape that ignores what another one asks for.
    pub(super) fn choice<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        let lone = !matches!(self.peek(), b'{' | b'[');
        let key = (self.at, TypeKey::of::<V>());
        let start = Mark::of(self);
        let (strict, observed) = (self.strict, self.observed);
        self.strict = false;
        self.observed |= strict;
        self.choosing += 1;
        let mut trials = Trials {
            only: self.picks.get(&key).copied(),
            reader: self,
            start,
            lone,
            index: 0,
            best: None,
            failure: None,
        };
        let result = visitor.visit_seq(&mut trials);
        let (best, failure) = (trials.best, trials.failure);
        self.choosing -= 1;
        (self.strict, self.observed) = (strict, observed);
        let (picked, result) = match (result, best) {
            (Ok(value), Some(best)) => {
                let index = best.index;
                let refused = strict.then(|| self.refused(&best, failure)).flatten();
                self.accept(start, best);
                (Some(index), refused.map_or(Ok(value), Err))
            }
            (Err(again), _) if again.is_again() => (None, Err(again)),
            (Err(_), _) if failure.is_some() => {
                let index = failure.as_ref().map(|latest| latest.index);
                let failure =
                    failure.map_or_else(|| self.syntax("no value"), |latest| latest.failure);
                (index, Err(failure))
            }
            (Err(failure), _) => (None, Err(failure.or_at(self, start.at))),
            (Ok(_), None) => (None, Err(self.syntax("a value is missing"))),
        };
        if self.choosing == 0 {
            self.picks.clear();
        } else if let Some(index) = picked {
            self.picks.insert(key, index);
        }
        result
    }

    /// Goes on behind the variant that is kept, with its bends.
    fn accept(&mut self, start: Mark, best: Best) {
        start.restore(self);
        self.bends.extend(best.bends);
        let bends = self.bends.len();
        Mark { bends, ..best.end }.restore(self);
    }

    /// Why strict decoding does not take what is kept: the first bend, or where nothing fits at all, what kept the
    /// variant that came closest from fitting.
    fn refused(&self, best: &Best, latest: Option<Latest>) -> Option<Failure> {
        let bend = best.bends.first()?;
        if bend.expected == KNOWN_SHAPES
            && let Some(latest) = latest
        {
            return Some(latest.failure);
        }
        let failure = Failure::unexpected(bend.expected, bend.found.as_str());
        Some(failure.placed(Place {
            path: bend.path.clone(),
            start: self.at,
        }))
    }

    /// Lets a type look at a value before it is read.
    pub(super) fn looked_at<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        self.peek();
        let start = Some(Mark::of(self));
        visitor.visit_seq(Looked {
            reader: self,
            start,
        })
    }

    /// A value of no known shape, as it is.
    pub(super) fn unknown<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        self.peek();
        let start = self.at;
        if self.strict {
            let found = self.found(start);
            return Err(Failure::unexpected(KNOWN_SHAPES, found).or_at(self, start));
        }
        self.strange += UNKNOWN_SHAPE;
        self.bend(KNOWN_SHAPES, start);
        visitor.visit_newtype_struct(self)
    }
}

#[cfg(test)]
mod tests;
