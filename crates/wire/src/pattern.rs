//! Texts that fit a `pattern` (JSON Schema: ECMA 262, matched anywhere): in comes the pattern, out comes whether a text
//! fits it, or a text that does. A subset of its own: letters and classes, groups, alternatives, quantifiers, anchors,
//! word boundaries, looking ahead. What is beyond it (references back, looking behind, `\p{…}`) is no pattern here, and
//! whoever asks makes a text without it.

mod read;

use std::collections::BTreeSet;

/// No text is made longer than this.
const LONGEST: usize = 1_000;

/// How often alternatives and letters are chosen anew before a text is given up.
const CHOICES: u64 = 8;

/// What a class is asked for first, so that texts are legible and yet awkward.
const PALETTE: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;/+&#%'\"éЖ東";

/// A pattern that is understood.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Node);

/// The lengths a text may have, in letters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Length {
    pub(crate) least: usize,
    pub(crate) most: usize,
}

#[derive(Clone, Debug)]
enum Node {
    /// One letter of these ranges of code points.
    Letter(Vec<(u32, u32)>),
    /// `^`, `$`.
    Start,
    End,
    /// `\b`, and `\B` where it is not wanted.
    Edge {
        wanted: bool,
    },
    /// One after the other.
    All(Vec<Node>),
    /// One of them.
    Any(Vec<Node>),
    Times {
        inner: Box<Node>,
        least: usize,
        most: usize,
    },
    /// `(?=…)`, and `(?!…)` where it is not wanted.
    Ahead {
        inner: Box<Node>,
        wanted: bool,
    },
}

impl Pattern {
    /// Reads a pattern; nothing where it is beyond the subset or no pattern at all.
    pub(crate) fn read(text: &str) -> Option<Self> {
        read::pattern(text).map(Self)
    }

    /// Whether some part of a text is as the pattern says.
    pub(crate) fn fits(&self, text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        let starts: BTreeSet<usize> = (0..=letters.len()).collect();
        letters.len() <= LONGEST && !ends(&self.0, &letters, &starts).is_empty()
    }

    /// A text that fits, chosen by `seed`.
    pub(crate) fn text(&self, length: Length, seed: u64) -> Option<String> {
        let longest = length.least.clamp(8, LONGEST);
        // Two repetitions show that there may be several; more only where the text would be too short.
        for fullness in [2, 1, 0].into_iter().chain(3..=longest) {
            for choice in 0..CHOICES {
                let mut maker = Maker {
                    fullness,
                    seed: seed ^ (choice << 40),
                    out: Vec::new(),
                };
                maker.make(&self.0);
                let made = maker.out;
                let mut padded = made.clone();
                padded.resize(padded.len().max(length.least), 'x');
                for letters in [made, padded] {
                    let text: String = letters.iter().collect();
                    if (length.least..=length.most).contains(&letters.len()) && self.fits(&text) {
                        return Some(text);
                    }
                }
            }
        }
        None
    }
}

/// Where what began at one of `starts` may end.
fn ends(node: &Node, text: &[char], starts: &BTreeSet<usize>) -> BTreeSet<usize> {
    let keep = |wanted: &dyn Fn(usize) -> bool| -> BTreeSet<usize> {
        starts.iter().copied().filter(|at| wanted(*at)).collect()
    };
    let is_word = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
    };
    match node {
        Node::Letter(ranges) => starts
            .iter()
            .filter(|at| text.get(**at).is_some_and(|letter| holds(ranges, *letter)))
            .map(|at| at + 1)
            .collect(),
        Node::Start => keep(&|at| at == 0),
        Node::End => keep(&|at| at == text.len()),
        Node::Edge { wanted } => {
            keep(&|at| (is_word(at.checked_sub(1)) != is_word(Some(at))) == *wanted)
        }
        Node::All(nodes) => nodes
            .iter()
            .fold(starts.clone(), |starts, node| ends(node, text, &starts)),
        Node::Any(nodes) => nodes
            .iter()
            .flat_map(|node| ends(node, text, starts))
            .collect(),
        Node::Times { inner, least, most } => repeated(inner, text, starts, (*least, *most)),
        Node::Ahead { inner, wanted } => {
            keep(&|at| ends(inner, text, &BTreeSet::from([at])).is_empty() != *wanted)
        }
    }
}

fn repeated(
    inner: &Node,
    text: &[char],
    starts: &BTreeSet<usize>,
    (least, most): (usize, usize),
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut here = starts.clone();
    for times in 0..=most {
        if times >= least {
            let known = found.len();
            found.extend(here.iter().copied());
            if found.len() == known {
                break;
            }
        }
        if times == most {
            break;
        }
        let next = ends(inner, text, &here);
        if next == here {
            // From here on it stays the same, however often.
            found.extend(next);
            break;
        }
        here = next;
        if here.is_empty() {
            break;
        }
    }
    found
}

fn holds(ranges: &[(u32, u32)], letter: char) -> bool {
    let code = u32::from(letter);
    ranges
        .iter()
        .any(|(low, high)| (*low..=*high).contains(&code))
}

/// Writes a text along a pattern; anchors and looks ahead are not followed but checked afterwards.
struct Maker {
    /// How often something is repeated that may be repeated less.
    fullness: usize,
    seed: u64,
    out: Vec<char>,
}

impl Maker {
    fn make(&mut self, node: &Node) {
        match node {
            Node::Letter(ranges) => {
                let letter = self.letter(ranges);
                self.out.extend(letter);
            }
            Node::All(nodes) => nodes.iter().for_each(|node| self.make(node)),
            Node::Any(nodes) => {
                if let Some(node) = nodes.get(self.choose(nodes.len())) {
                    self.make(node);
                }
            }
            Node::Times { inner, least, most } => {
                for _ in 0..(*least).max(self.fullness.min(*most)) {
                    let before = self.out.len();
                    if before > LONGEST {
                        return;
                    }
                    self.make(inner);
                    if self.out.len() == before {
                        return;
                    }
                }
            }
            Node::Start | Node::End | Node::Edge { .. } | Node::Ahead { .. } => {}
        }
    }

    fn letter(&mut self, ranges: &[(u32, u32)]) -> Option<char> {
        let liked: Vec<char> = PALETTE
            .chars()
            .filter(|letter| holds(ranges, *letter))
            .collect();
        let index = self.choose(liked.len());
        let first = || ranges.iter().find_map(|(low, _)| char::from_u32(*low));
        liked.get(index).copied().or_else(first)
    }

    /// The next choice (a linear congruential generator, the same on every machine).
    fn choose(&mut self, count: usize) -> usize {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let count = u64::try_from(count).unwrap_or(1).max(1);
        usize::try_from((self.seed >> 33) % count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Length = Length {
        least: 0,
        most: LONGEST,
    };

    fn fits(pattern: &str, text: &str) -> bool {
        Pattern::read(pattern).is_some_and(|pattern| pattern.fits(text))
    }

    #[test]
    fn patterns_match_as_ecma_262_has_them() {
        for (pattern, good, bad) in [
            ("b+", "abbc", "acd"),
            ("^(record|visit)_[0-9]+$", "visit_12", "visit_"),
            (r"^\d{4}-\d{2}$", "2026-04", "2026-4"),
            ("^[^a-c\\]]{2,}$", "de", "d]"),
            (r"^[\w.-]+@(?:[a-z]+\.)+[a-z]{2}$", "a.b@c.d.eu", "a@b"),
            (r"^(?<year>\d\d)?x*?$", "19xx", "1x"),
            ("^(?!.*--)[a-z-]+$", "a-b", "a--b"),
            ("^(?=.*\\d).{2}$", "a1", "ab"),
            (r"\bcat\b", "a cat.", "concat"),
            (r"^\u0416\x41\t$", "ЖA\t", "ЖA "),
            ("^a{,2}$", "a{,2}", "aa"),
            ("^.$", "東", "\n"),
            ("^(a*)*$", "aaa", "ab"),
            ("^((a*){900}){900}$", "aa", "b"),
            ("^[\\s\\S]$", "\n", ""),
            ("^\\/[-+]\\-$", "/+-", "/a-"),
            ("^(a||b)$", "", "c"),
        ] {
            assert!(fits(pattern, good), "{pattern} fits {good:?}");
            assert!(!fits(pattern, bad), "{pattern} does not fit {bad:?}");
        }
    }

    #[test]
    fn a_made_text_fits_its_pattern_and_its_length() {
        for pattern in [
            "^(record|visit)_[0-9]+$",
            "^#[0-9a-f]{6}$",
            "^[0-9]{9,15}$",
            r"^[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}$",
            "^(?!a)[a-z]+$",
            "abc",
            "^[^\\x00-\\x7f]+$",
            r"^\S+@\S+\.\S+$",
            "^$|^x{4}$",
            "^[\u{1F600}-\u{1F64F}]$",
        ] {
            let read = Pattern::read(pattern);
            for seed in 0..50 {
                let made = read.as_ref().and_then(|read| read.text(ANY, seed));
                let fits = made.as_ref().is_some_and(|made| fits(pattern, made));
                assert!(fits, "{pattern}: {made:?}");
            }
        }
        let length = |pattern: &str, least, most| {
            let made = Pattern::read(pattern)?.text(Length { least, most }, 7)?;
            Some(made.chars().count())
        };
        assert_eq!(length("^[a-z]+$", 40, 40), Some(40));
        assert_eq!(length("^([a-z]{3})*$", 10, 12), Some(12));
        assert_eq!(length("abc", 6, 6), Some(6));
        assert_eq!(length("^[a-z]+$", 0, 1), Some(1));
        assert_eq!(length("^[a-z]{5}$", 0, 4), None);
    }

    #[test]
    fn what_is_beyond_the_subset_is_no_pattern() {
        let deep = format!("{}a{}", "(".repeat(500), ")".repeat(500));
        for pattern in [
            r"(a)\1", "(?<=a)b", r"\p{L}", "(a", "a)", "[a", "a{3", "*a", "[z-a]", "a\\", "a{3,2}",
            &deep,
        ] {
            let is_literal = pattern == "a{3";
            assert_eq!(Pattern::read(pattern).is_some(), is_literal, "{pattern}");
        }
    }

    #[test]
    fn a_hostile_pattern_ends() {
        let pattern = Pattern::read("^(((a{1000}){1000}){1000})+$");
        assert!(pattern.is_some_and(|pattern| pattern.text(ANY, 1).is_none()));
    }
}
