//! Reads a pattern: text in, the tree of what it says out; nothing where something is beyond the subset.

use super::Node;

/// Groups deeper than this are not followed.
const DEEPEST: usize = 60;

/// The largest number of repetitions that is read.
const MOST: usize = 1_000_000;

const DIGITS: &[(u32, u32)] = &[(0x30, 0x39)];
const WORD: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
const SPACE: &[(u32, u32)] = &[
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];
const LINE_ENDS: &[(u32, u32)] = &[(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];

pub(super) fn pattern(text: &str) -> Option<Node> {
    let letters: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        letters: &letters,
        at: 0,
        depth: 0,
    };
    let node = reader.alternatives()?;
    (reader.at == letters.len()).then_some(node)
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(letter)
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.letters.get(self.at..).unwrap_or_default();
        let taken = text.chars().count();
        let is_next = rest.iter().take(taken).copied().eq(text.chars());
        if is_next {
            self.at += taken;
        }
        is_next
    }

    fn alternatives(&mut self) -> Option<Node> {
        let mut all = vec![self.sequence()?];
        while self.take("|") {
            all.push(self.sequence()?);
        }
        Some(match all.len() {
            1 => all.pop()?,
            _ => Node::Any(all),
        })
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let atom = self.atom()?;
            nodes.push(self.quantified(atom)?);
        }
        Some(Node::All(nodes))
    }

    fn atom(&mut self) -> Option<Node> {
        Some(match self.next()? {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::Letter(complement(LINE_ENDS.to_vec())),
            '(' => self.group()?,
            '[' => self.class()?,
            '\\' if self.take("b") => Node::Edge { wanted: true },
            '\\' if self.take("B") => Node::Edge { wanted: false },
            '\\' => Node::Letter(self.escape()?),
            '*' | '+' | '?' => return None,
            letter => Node::Letter(only(letter)),
        })
    }

    fn group(&mut self) -> Option<Node> {
        let ahead = if self.take("?=") {
            Some(true)
        } else if self.take("?!") {
            Some(false)
        } else if self.take("?<=") || self.take("?<!") {
            return None;
        } else if self.take("?<") {
            while self.next()? != '>' {}
            None
        } else if self.take("?:") {
            None
        } else if self.peek() == Some('?') {
            return None;
        } else {
            None
        };
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let inner = self.alternatives()?;
        self.depth -= 1;
        if !self.take(")") {
            return None;
        }
        Some(match ahead {
            None => inner,
            Some(wanted) => Node::Ahead {
                inner: Box::new(inner),
                wanted,
            },
        })
    }

    fn quantified(&mut self, atom: Node) -> Option<Node> {
        let (least, most) = if self.take("*") {
            (0, MOST)
        } else if self.take("+") {
            (1, MOST)
        } else if self.take("?") {
            (0, 1)
        } else {
            match self.counted()? {
                None => return Some(atom),
                Some(bounds) => bounds,
            }
        };
        // Lazy or greedy, it admits the same texts.
        let _ = self.take("?");
        // What has no width is there or not, however often.
        if matches!(atom, Node::Start | Node::End | Node::Edge { .. }) {
            return None;
        }
        Some(Node::Times {
            inner: Box::new(atom),
            least,
            most,
        })
    }

    /// `{2}`, `{2,}`, `{2,5}`; braces that say something else are letters.
    fn counted(&mut self) -> Option<Option<(usize, usize)>> {
        let start = self.at;
        if !self.take("{") {
            return Some(None);
        }
        let least = self.number();
        let most = if self.take(",") {
            if self.peek() == Some('}') {
                Some(MOST)
            } else {
                self.number()
            }
        } else {
            least
        };
        match (least, most, self.take("}")) {
            (Some(least), Some(most), true) if least <= most => Some(Some((least, most))),
            (Some(_), Some(_), true) => None,
            _ => {
                self.at = start;
                Some(None)
            }
        }
    }

    fn number(&mut self) -> Option<usize> {
        let start = self.at;
        while self.peek().is_some_and(|letter| letter.is_ascii_digit()) {
            self.at += 1;
        }
        let digits: String = self.letters.get(start..self.at)?.iter().collect();
        // More digits than a number has are still a number: as many as are read.
        (!digits.is_empty()).then(|| {
            digits
                .parse()
                .map_or(MOST, |number: usize| number.min(MOST))
        })
    }

    fn class(&mut self) -> Option<Node> {
        let negated = self.take("^");
        let mut ranges = Vec::new();
        while !self.take("]") {
            let low = self.member()?;
            let is_range = self.peek() == Some('-')
                && self
                    .letters
                    .get(self.at + 1)
                    .is_some_and(|letter| *letter != ']');
            let [(start, end)] = low.as_slice() else {
                ranges.extend(low);
                continue;
            };
            if !is_range || start != end {
                ranges.extend(low);
                continue;
            }
            self.at += 1;
            match self.member()?.as_slice() {
                [(high, last)] if high == last && start <= high => ranges.push((*start, *high)),
                _ => return None,
            }
        }
        Some(Node::Letter(if negated {
            complement(ranges)
        } else {
            ranges
        }))
    }

    /// A letter in a class, or a class by a letter.
    fn member(&mut self) -> Option<Vec<(u32, u32)>> {
        match self.next()? {
            '\\' if self.take("b") => Some(only('\u{8}')),
            '\\' => self.escape(),
            letter => Some(only(letter)),
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Option<Vec<(u32, u32)>> {
        Some(match self.next()? {
            'd' => DIGITS.to_vec(),
            'D' => complement(DIGITS.to_vec()),
            'w' => WORD.to_vec(),
            'W' => complement(WORD.to_vec()),
            's' => SPACE.to_vec(),
            'S' => complement(SPACE.to_vec()),
            't' => only('\t'),
            'n' => only('\n'),
            'r' => only('\r'),
            'f' => only('\u{c}'),
            'v' => only('\u{b}'),
            '0' => only('\0'),
            'x' => only(self.code(2)?),
            'u' if self.take("{") => {
                let start = self.at;
                while self.next()? != '}' {}
                let digits: String = self.letters.get(start..self.at - 1)?.iter().collect();
                only(
                    u32::from_str_radix(&digits, 16)
                        .ok()
                        .and_then(char::from_u32)?,
                )
            }
            'u' => only(self.code(4)?),
            letter if letter.is_ascii_alphanumeric() => return None,
            letter => only(letter),
        })
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let text: String = self
            .letters
            .get(self.at..self.at + digits)?
            .iter()
            .collect();
        self.at += digits;
        u32::from_str_radix(&text, 16).ok().and_then(char::from_u32)
    }
}

fn only(letter: char) -> Vec<(u32, u32)> {
    vec![(letter.into(), letter.into())]
}

/// Every letter that is in none of these ranges.
fn complement(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut left = Vec::new();
    let mut next = 0;
    for (low, high) in ranges {
        if low > next {
            left.push((next, low - 1));
        }
        next = next.max(high + 1);
    }
    if next <= 0x10_ffff {
        left.push((next, 0x10_ffff));
    }
    left
}
