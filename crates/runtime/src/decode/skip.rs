//! Moving over what no type wants: whole values, commas, colons, names.
//! It uses no recursion, so that nesting in ignored values cannot exhaust the stack.

use super::reader::{Outcome, Reader, Step, Text};

impl<'de> Reader<'de> {
    /// Passes over the next value, checking that it is JSON.
    pub(super) fn skip(&mut self) -> Outcome<()> {
        // The brackets that are open, outermost first.
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.peek() {
                b'"' => self.skip_string()?,
                b'-' | b'0'..=b'9' => {
                    self.number_text()?;
                }
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                bracket @ (b'{' | b'[') => {
                    self.at += 1;
                    let closing = bracket + 2;
                    if !self.take(closing) {
                        open.push(closing);
                        if bracket == b'{' {
                            self.skip_name()?;
                        }
                        continue;
                    }
                }
                _ => return Err(self.syntax("a value is missing")),
            }
            loop {
                let Some(&closing) = open.last() else {
                    return Ok(());
                };
                if self.take(b',') {
                    if closing == b'}' {
                        self.skip_name()?;
                    }
                    break;
                }
                if !self.take(closing) {
                    return Err(self.syntax("a comma or a closing bracket is missing"));
                }
                open.pop();
            }
        }
    }

    fn skip_name(&mut self) -> Outcome<()> {
        self.quote()?;
        self.skip_string()?;
        self.colon()
    }

    /// Moves to the next entry of an object or list; whether there is none. The closing bracket is left.
    pub(super) fn next_in(&mut self, closing: u8, first: &mut bool) -> Outcome<bool> {
        if self.peek() == closing {
            return Ok(true);
        }
        if !std::mem::replace(first, false) {
            if !self.take(b',') {
                return Err(self.syntax("a comma or a closing bracket is missing"));
            }
            if self.peek() == closing {
                return Err(self.syntax("a comma after the last entry"));
            }
        }
        Ok(false)
    }

    /// Reads a property's name and makes it the last step of the path.
    pub(super) fn take_key(&mut self) -> Outcome<Text<'de, '_>> {
        self.quote()?;
        let start = self.at;
        // Taken apart and put together again: the text may not borrow the reader while the path changes.
        let borrowed = match self.string()? {
            Text::Borrowed(text) => Some(text),
            Text::Copied(_) => None,
        };
        self.step(Step::Key(start + 1, self.at - 1));
        Ok(borrowed.map_or_else(|| Text::Copied(self.copied()), Text::Borrowed))
    }

    pub(super) fn quote(&mut self) -> Outcome<()> {
        if self.peek() == b'"' {
            return Ok(());
        }
        Err(self.syntax("a property's name is missing"))
    }

    pub(super) fn colon(&mut self) -> Outcome<()> {
        if self.take(b':') {
            return Ok(());
        }
        Err(self.syntax("a colon is missing after a property's name"))
    }

    /// Replaces the last step of the path.
    pub(super) fn step(&mut self, step: Step) {
        if let Some(last) = self.path.last_mut() {
            *last = step;
        }
    }
}
